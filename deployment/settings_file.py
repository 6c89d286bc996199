"""The deployer's own samconfig file: what the command chose, beside what they wrote there themselves."""

import json
import re
import tomllib
from collections.abc import Mapping
from pathlib import Path
from typing import Any

from deployment.console import Console
from deployment.failure import Failed
from deployment.stage import ROOT

_DEPLOY = ("default", "deploy", "parameters")
_HEAD = "# Yours alone, ignored by git: ARNs and choices, no secret. `make deploy` keeps what you write into it.\n\n"


def overrides(path: Path) -> dict[str, str]:
    """The template's parameters that the file sets; none where there is no file. Raises Failed."""
    given = _at(_read(path), _DEPLOY).get("parameter_overrides", [])
    words = given.split() if isinstance(given, str) else list(given)
    return {name: _meant(value) for name, _, value in (word.partition("=") for word in words)}


def write(console: Console, path: Path, stack: str, region: str, parameters: Mapping[str, str]) -> None:
    """Write the file: the repository's defaults, what the file had beside them, and these parameters. Raises Failed."""
    console.call(f"writes {path.name}: {', '.join(f'{name}={value}' for name, value in parameters.items())}")
    if console.dry:
        return
    settings = _merged(_read(ROOT / "samconfig.toml"), _read(path))
    _at(settings, ("default", "global", "parameters")).update(stack_name=stack, region=region)
    deploy = _at(settings, _DEPLOY)
    deploy["parameter_overrides"] = [f"{name}={_spelled(value)}" for name, value in parameters.items()]
    deploy.setdefault("tags", f"spoor={stack}")
    new = path.with_suffix(".new")
    new.write_text(_HEAD + "\n".join(_lines(settings, ())) + "\n")
    new.replace(path)


def _spelled(value: str) -> str:
    """A value as SAM takes it: it reads nothing behind a blank, and refuses what is empty, unless it is in quotes."""
    return value if re.fullmatch(r'[^\s"\\]+', value) else '"' + value.replace('"', r"\"") + '"'


def _meant(text: str) -> str:
    return text[1:-1].replace(r"\"", '"') if len(text) > 1 and text[0] == text[-1] == '"' else text


def _read(path: Path) -> dict[str, Any]:
    if not path.exists():
        return {}
    try:
        return tomllib.loads(path.read_text())
    except tomllib.TOMLDecodeError as error:
        raise Failed(f"{path.name} cannot be read: {error}. Mend it, or move it away, then run it again.") from None


def _at(settings: dict[str, Any], path: tuple[str, ...]) -> dict[str, Any]:
    for part in path:
        settings = settings.setdefault(part, {})
    return settings


def _merged(below: Mapping[str, Any], above: Mapping[str, Any]) -> dict[str, Any]:
    found = dict(below)
    for key, value in above.items():
        old = found.get(key)
        found[key] = _merged(old, value) if isinstance(old, dict) and isinstance(value, dict) else value
    return found


def _lines(table: Mapping[str, Any], path: tuple[str, ...]) -> list[str]:
    plain = {key: value for key, value in table.items() if not isinstance(value, dict)}
    lines = [f"[{'.'.join(path)}]"] if plain and path else []
    for key, value in plain.items():
        if isinstance(value, list):
            lines += [f"{key} = [", *(f"  {json.dumps(each, ensure_ascii=False)}," for each in value), "]"]
        else:
            lines.append(f"{key} = {json.dumps(value, ensure_ascii=False)}")
    for key, value in table.items():
        if isinstance(value, dict):
            lines += ["", *_lines(value, (*path, key))]
    return lines
