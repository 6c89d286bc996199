"""Keeps the short inputs of a fuzzer's corpus: `python -m tests.fuzz.keep FOLDER`."""

import sys
from pathlib import Path

from tests.fuzz import corpus

LONGEST = 600
"""Bytes of an input that is kept; the repository is no place for what libFuzzer finds again in a minute."""


def main() -> None:
    """Add them to what is kept."""
    found = {file.read_bytes() for file in Path(sys.argv[1]).iterdir()}
    corpus.keep({one for one in found if len(one) <= LONGEST} | set(corpus.read()))


if __name__ == "__main__":
    main()
