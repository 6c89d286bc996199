"""Coverage-guided fuzzing: `python -m tests.fuzz.run FOLDER [libFuzzer's options]`, a corpus in FOLDER.

By hand, ten minutes and what they found kept: as tests/fuzz/test_fuzz.py says.
"""

import contextlib
import io
import sys

import atheris

with atheris.instrument_imports(include=["ingest"]):
    from tests.fuzz import target


def once(data: bytes) -> None:
    """One input; what is logged meanwhile is nobody's business."""
    with contextlib.redirect_stdout(io.StringIO()):
        target.try_one(data)


def main() -> None:
    """Fuzz until libFuzzer's options say that it is enough, or something fails."""
    target.use_no_database()
    atheris.Setup(sys.argv, once)
    atheris.Fuzz()


if __name__ == "__main__":
    main()
