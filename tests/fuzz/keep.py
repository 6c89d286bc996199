"""Keeps those inputs of a fuzzer's corpus that reach what no shorter one does: `python -m tests.fuzz.keep FOLDER`."""

import contextlib
import io
import sys
from pathlib import Path
from types import FrameType
from typing import Any

from tests.fuzz import corpus, target

LONGEST = 1500
"""Bytes of an input that is kept."""

Step = tuple[str, int, int]


def steps_of(data: bytes) -> set[Step]:
    """Every step from one line of ingest to the next that answering `data` takes."""
    steps: set[Step] = set()

    def trace(frame: FrameType, _event: str, _arg: object) -> Any:
        file = frame.f_code.co_filename
        if "/ingest/" not in file:
            return None
        before = frame.f_lineno

        def line(inner: FrameType, _event: str, _arg: object) -> Any:
            nonlocal before
            steps.add((file, before, inner.f_lineno))
            before = inner.f_lineno
            return line

        return line

    sys.settrace(trace)
    try:
        with contextlib.redirect_stdout(io.StringIO()):
            target.try_one(data)
    finally:
        sys.settrace(None)
    return steps


def main() -> None:
    """Choose among what is kept already and what is in the folder."""
    found = {file.read_bytes() for file in Path(sys.argv[1]).iterdir()} | set(corpus.read())
    target.use_no_database()
    reached: set[Step] = set()
    routes: set[int] = set()
    kept = []
    for data in sorted(found, key=lambda one: (len(one), one)):
        new = steps_of(data) - reached if len(data) <= LONGEST else set()
        route = data[0] % len(target.ROUTES) if data else 0
        if new or route not in routes:
            kept.append(data)
            reached |= new
            routes.add(route)
    corpus.keep(kept)


if __name__ == "__main__":
    main()
