"""What the catalogue of faults (tests/data/hostile/) lists of an area, and whether the places that try it exist."""

import json
import re
from collections.abc import Iterable
from pathlib import Path

TESTS = Path(__file__).parent


def lines_of(area: str) -> set[str]:
    """The ids of an area's lines."""
    lines = (TESTS / "data" / "hostile" / f"{area}.jsonl").read_text().splitlines()
    return {json.loads(line)["id"] for line in lines}


def missing(places: Iterable[str]) -> list[str]:
    """Which of `places` (`folder/file.py::function`, below tests/) are not there."""
    return [place for place in places if not _exists(*place.split("::"))]


def _exists(file: str, name: str) -> bool:
    path = TESTS / file
    return path.exists() and re.search(rf"^def {name}\(", path.read_text(), re.MULTILINE) is not None
