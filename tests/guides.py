"""The guides as their readers have them, and the commands that they show: in blocks of shell and within sentences."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).parents[1]
GUIDES = [
    *(ROOT / name for name in ("README.md", "CONTRIBUTING.md", "SECURITY.md", "bench/README.md", "tracker/README.md")),
    *(ROOT / name for name in ("functions/web/README.md", "tests/conformance/README.md", "tests/golden/README.md")),
    *sorted((ROOT / "docs").rglob("*.md")),
]
_PROGRAMS = (
    "make|aws|sam|docker|podman|psql|pg_dump|pg_restore|createdb|python3?|pip|uv|npm|npx|node|brew|sudo|apt-get|xcode-select|git|gh|curl|fly|"
    r"flyctl|systemctl|journalctl|claude|rm|cp|mv|openssl|ssh|scp|duckdb|caddy|chmod|install|[^\s`]*/bin/[^\s`]+|scripts/[^\s`]+\.sh"
)
_WITHIN = re.compile(rf"`((?:[A-Z_]+=\S+ )*(?:{_PROGRAMS}) [^`\n]+)`")


@dataclass(frozen=True)
class Command:
    """One command, where it stands, and what its reader has read: its section, and the opening of the page."""

    guide: str
    line: str
    told: str


def commands() -> Iterator[Command]:
    """All of them: continued lines and documents within are part of a command, what `&&` joins are several."""
    for guide in GUIDES:
        name = str(guide.relative_to(ROOT))
        opening, *sections = re.split(r"^(?=## )", guide.read_text(), flags=re.M)
        for section in (opening, *sections):
            for line in _lines(section):
                yield Command(name, line, opening + section)


def _lines(section: str) -> Iterator[str]:
    for block in re.findall(r"^ *```(?:sh|bash|shell|console)\n(.*?)^ *```", section, re.M | re.S):
        text = re.sub(r"<<'(\w+)'(.*?)^ *\1$", "", block, flags=re.M | re.S).replace("\\\n", " ")
        text = re.sub(r"'[^']*'", lambda found: found[0].replace("\n", " "), text)
        for line in map(str.strip, text.splitlines()):
            if line and not line.startswith("#"):
                yield from _apart(line)
    for line in _WITHIN.findall(re.sub(r"^ *```.*?^ *```", "", section, flags=re.M | re.S)):
        yield from _apart(line)


def _apart(line: str) -> Iterator[str]:
    yield from (each.strip() for each in re.split(r" +# ", line)[0].split(" && ") if each.strip())
