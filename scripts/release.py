"""Prints the parameters of a release for `sam deploy --parameter-overrides`: those of samconfig.local.toml, and
ReleaseHash, a hash of them and of all that was built.

CloudFormation makes a new version of a function only where its text changes. A changed value of a parameter, or a new
layer, leaves the text as it was, and the alias would stay with the old version for ever.
"""

import argparse
import hashlib
import tomllib
from collections.abc import Iterator
from pathlib import Path


def main() -> None:
    """Print one word a parameter, each on a line of its own."""
    options = _options()
    given = tomllib.loads(options.config.read_text())["default"]["deploy"]["parameters"].get("parameter_overrides", [])
    overrides = given.split() if isinstance(given, str) else list(given)
    print("\n".join([*overrides, f"ReleaseHash={release_hash(options.build, overrides)}"]))


def release_hash(build: Path, overrides: list[str]) -> str:
    """64 hexadecimal digits; the same for the same files, by name and content, and the same parameters."""
    found = hashlib.sha256()
    for part in (*sorted(overrides), *_files(build)):
        found.update(hashlib.sha256(part if isinstance(part, bytes) else part.encode()).digest())
    return found.hexdigest()


def _files(build: Path) -> Iterator[str | bytes]:
    for path in sorted(each for each in build.rglob("*") if each.is_file()):
        yield str(path.relative_to(build))
        yield path.read_bytes()


def _options() -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--build", type=Path, default=Path(".aws-sam/build"), help="what `sam build` filled")
    parser.add_argument("--config", type=Path, default=Path("samconfig.local.toml"), help="the deployer's own settings")
    return parser.parse_args()


if __name__ == "__main__":
    main()
