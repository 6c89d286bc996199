"""Serves the documentation as it is written, in Markdown, and the list of it for assistants."""

from functools import cache
from pathlib import Path

from web.response import Response, respond

ROOT = "/docs/"
LIST = "/llms.txt"
_PLACES = (Path(__file__).parents[1] / "docs", Path(__file__).parents[2] / "docs")
"""Beside the package in a zip; in the repository above it."""
_KINDS = {".md": "text/markdown; charset=utf-8", ".txt": "text/plain; charset=utf-8"}


def is_one(path: str) -> bool:
    """Whether a path is one of a document."""
    return path == LIST or path.startswith(ROOT)


def response(path: str) -> Response | None:
    """The document, None where there is none."""
    name = path.removeprefix("/") if path == LIST else path.removeprefix(ROOT)
    if name not in _names():
        return None
    headers = {"content-type": _KINDS[Path(name).suffix], "cache-control": "public, max-age=3600"}
    return respond(200, _text(name), headers)


@cache
def _names() -> frozenset[str]:
    """What can be asked for. A request looks a name up here and never opens a path."""
    return frozenset(path.name for path in _folder().glob("*") if path.suffix in _KINDS)


@cache
def _text(name: str) -> str:
    return (_folder() / name).read_text(encoding="utf-8")


def _folder() -> Path:
    return next((place for place in _PLACES if (place / "llms.txt").is_file()), _PLACES[-1])
