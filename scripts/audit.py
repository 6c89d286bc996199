"""Asks OSV whether a vulnerability is known of any package that is locked, shipped or not.

Exit code 0: asked, and nothing new is known. 1: something is. 2: it could not be asked, which is no good news: a
check that passes because it saw nothing would be worse than none. What is known and borne stands in
requirements/borne, a line each: its id, until when, and why.
"""

import argparse
import json
import re
import sys
from collections.abc import Iterator
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from urllib.request import Request, urlopen

ROOT = Path(__file__).parents[1]
LOCKS = [*sorted(ROOT.glob("requirements/*.txt")), *sorted(ROOT.glob("layers/*/requirements.txt"))]
NPM = [ROOT / f"{place}/package-lock.json" for place in ("pages", "tracker", "tests/clients", "tests/clients/nextjs")]
BORNE = ROOT / "requirements/borne"
OSV = "https://api.osv.dev/v1/querybatch"
MOST = 500
"""Packages that are asked for at once."""

_LOCKED = re.compile(r"^([a-z0-9._-]+)(?:\[[^]]*\])?==([^\s;\\]+)", re.MULTILINE)
_BORNE = re.compile(r"(\S+) until (\d{4}-\d\d-\d\d): (.+)")


class NotAsked(Exception):
    """Nobody could be asked, or the answer is no answer; the text says why."""


def main() -> int:
    """Ask, and print a line for each that is known."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--address", default=OSV, help=f"where to ask ({OSV})")
    address = parser.parse_args().address
    try:
        locked = sorted({*of_python(), *of_npm()})
        borne = accepted(BORNE.read_text() if BORNE.exists() else "", datetime.now(UTC).date())
        known = list(vulnerabilities(address, locked))
    except NotAsked as error:
        print(f"the audit could not be made: {error}", file=sys.stderr)
        return 2
    new = [(package, each) for package, each in known if each not in borne]
    for (ecosystem, name, version), each in new:
        print(f"{name} {version} ({ecosystem}): https://osv.dev/vulnerability/{each}", file=sys.stderr)
    print(f"{len(locked)} packages, {len(known)} known vulnerabilities, of which {len(known) - len(new)} are borne")
    return 1 if new else 0


def of_python() -> Iterator[tuple[str, str, str]]:
    """All that any lock file pins."""
    for lock in LOCKS:
        yield from (("PyPI", name, version) for name, version in _LOCKED.findall(lock.read_text()))


def of_npm() -> Iterator[tuple[str, str, str]]:
    """The same of npm's lock files."""
    for lock in NPM:
        for place, it in json.loads(lock.read_text())["packages"].items():
            if place and "version" in it:
                yield "npm", place.rpartition("node_modules/")[2], it["version"]


def accepted(text: str, today: date) -> set[str]:
    """The ids that are borne today. Raises NotAsked for a line that says no id, date and reason."""
    found = set()
    for line in filter(None, (line.partition("#")[0].strip() for line in text.splitlines())):
        said = _BORNE.fullmatch(line)
        if said is None:
            raise NotAsked(f"{BORNE.name} has a line that is not `<id> until <date>: <why>`: {line}")
        if date.fromisoformat(said[2]) >= today:
            found.add(said[1])
    return found


def vulnerabilities(address: str, locked: list[tuple[str, str, str]]) -> Iterator[tuple[tuple[str, str, str], str]]:
    """What is known of each package. Raises NotAsked."""
    if not locked:
        raise NotAsked("no lock file names a package")
    for at in range(0, len(locked), MOST):
        some = locked[at : at + MOST]
        asked = [
            {"package": {"ecosystem": ecosystem, "name": name}, "version": version} for ecosystem, name, version in some
        ]
        answers = _post(address, {"queries": asked}).get("results")
        if not isinstance(answers, list) or len(answers) != len(some):
            raise NotAsked(f"{address} answers something else than was asked")
        for package, answer in zip(some, answers, strict=True):
            yield from ((package, each["id"]) for each in answer.get("vulns", []))


def _post(address: str, body: Any) -> dict[str, Any]:
    if not address.startswith(("http://", "https://")):
        raise NotAsked(f"{address} is no web address")
    headers = {"Content-Type": "application/json"}
    request = Request(address, json.dumps(body).encode(), headers)  # noqa: S310 - checked above
    try:
        with urlopen(request, timeout=30) as answer:  # noqa: S310 - checked above
            found = json.load(answer)
    except (OSError, ValueError) as error:
        raise NotAsked(f"{address}: {error}") from None
    if not isinstance(found, dict):
        raise NotAsked(f"{address} answers no object")
    return found


if __name__ == "__main__":
    sys.exit(main())
