"""Joins a script, or a style sheet, with all that it imports.

The sources are plain modules that a browser could load one by one, yet each request is an invocation: thirty at once
would run into the function's own concurrency limit. Joined, a page costs one script and one style sheet.
"""

import re
from collections.abc import Iterator
from pathlib import Path

_FOLDER = Path(__file__).parent / "static"
#: The only forms that our modules use: named imports, or all of a module under one name; always at the top.
_IMPORT = re.compile(r'^import (?:\* as (\w+)|(\{[^}]*\})) from "\./([a-z-]+\.js)";$', re.MULTILINE)
_EXPORT = re.compile(r"^export ((?:async )?(?:function|const|class) (\w+))", re.MULTILINE)
_STYLE_IMPORT = re.compile(r'^@import "\./([a-z-]+\.css)";$', re.MULTILINE)


def script(name: str) -> str:
    """The module `name` after all that it imports, each in a scope of its own, as one module."""
    return "\n".join(_scope(one) for one in _in_order(name, []))


def style(name: str) -> str:
    """The style sheet with its imports put in their place."""
    return _STYLE_IMPORT.sub(lambda found: style(found[1]), read(name))


def read(name: str) -> str:
    """A source as it is written."""
    return (_FOLDER / name).read_text(encoding="utf-8")


def _in_order(name: str, done: list[str]) -> Iterator[str]:
    for found in _IMPORT.finditer(read(name)):
        if found[3] not in done:
            yield from _in_order(found[3], done)
    done.append(name)
    yield name


def _scope(name: str) -> str:
    """One module as a function that returns its exports: names that two modules share don't meet."""
    source = read(name)
    exports = ", ".join(found[2] for found in _EXPORT.finditer(source))
    body = _EXPORT.sub(r"\1", _IMPORT.sub(_constant, source))
    return f"// {name}\nconst {_identifier(name)} = (() => {{\n{body}return {{ {exports} }};\n}})();\n"


def _constant(found: re.Match[str]) -> str:
    names = found[1] or found[2].replace(" as ", ": ")
    return f"const {names} = {_identifier(found[3])};"


def _identifier(name: str) -> str:
    return "$" + name.removesuffix(".js").replace("-", "_")
