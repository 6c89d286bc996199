"""The inputs that are known to reach something new, kept in one file: base64, an input a line."""

import base64
from collections.abc import Iterable
from pathlib import Path

FILE = Path(__file__).parents[1] / "data" / "fuzz" / "corpus.txt"


def read() -> list[bytes]:
    """The kept inputs."""
    return [base64.b64decode(line) for line in FILE.read_text().splitlines()]


def keep(inputs: Iterable[bytes]) -> None:
    """Keep these and no others."""
    FILE.write_text("".join(sorted(base64.b64encode(one).decode() + "\n" for one in inputs)))


def unpack(folder: Path) -> None:
    """A file for each, as libFuzzer wants them."""
    folder.mkdir(parents=True, exist_ok=True)
    for number, one in enumerate(read()):
        (folder / f"{number:05}").write_bytes(one)
