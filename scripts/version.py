"""Makes a version of what is under [Unreleased]: `make version VERSION=0.1.0` writes it into pyproject.toml and the
changelog. Commit that and tag the commit `v0.1.0`: the next release is tried against it."""

import re
import sys
from datetime import UTC, datetime
from pathlib import Path

ROOT = Path(__file__).parents[1]
_HEADING = "## [Unreleased]\n"


class NotPossible(Exception):
    """There is no such version to make; the text says why."""


def main() -> int:
    """Write both files."""
    version = sys.argv[1] if len(sys.argv) == 2 else ""
    project, changes = ROOT / "pyproject.toml", ROOT / "CHANGELOG.md"
    try:
        new_changes = with_version(changes.read_text(), version, datetime.now(UTC).date().isoformat())
    except NotPossible as error:
        print(error, file=sys.stderr)
        return 1
    changes.write_text(new_changes)
    project.write_text(re.sub(r'(?m)^version = ".*"$', f'version = "{version}"', project.read_text(), count=1))
    print(f"Now: make bill, then git commit -am 'Make version {version}' && git tag v{version}")
    return 0


def with_version(changes: str, version: str, day: str) -> str:
    """The changelog, with what is unreleased under the version. Raises NotPossible."""
    if not re.fullmatch(r"\d+\.\d+\.\d+", version):
        raise NotPossible("give a version such as VERSION=0.1.0 (https://semver.org)")
    made = [tuple(map(int, each)) for each in re.findall(r"^## \[(\d+)\.(\d+)\.(\d+)\]", changes, re.MULTILINE)]
    if made and tuple(map(int, version.split("."))) <= max(made):
        raise NotPossible(f"there is a version {'.'.join(map(str, max(made)))} already: give a later one")
    if not changes.partition(_HEADING)[2].partition("\n## [")[0].strip():
        raise NotPossible("nothing is unreleased")
    return changes.replace(_HEADING, f"{_HEADING}\n## [{version}] - {day}\n", 1)


if __name__ == "__main__":
    sys.exit(main())
