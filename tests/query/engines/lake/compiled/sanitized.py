"""Gives a kernel that was built with sanitizers what it might choke on: FOLDER, CORE_FILE and its CHUNKS as JSON."""

import json
import os
import random
import sys
from datetime import timedelta
from pathlib import Path

import numpy as np

from query.engines.lake.compiled import library
from query.engines.lake.compiled.cells import CellGrid, cells
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.compiled.library import address
from query.reports.choice import EventChoice
from tests.query.engines.lake.compiled.columns import FIRST, NAMES, Event, answers, columns
from tests.query.engines.lake.compiled.test_reports import QUESTIONS

DECODED, GATHERED = 20_000, 60
TYPES = [np.int32, np.int16, np.int64, np.int64]


def main() -> None:
    """A sanitizer ends the process where it finds something."""
    library.FOLDER = Path(sys.argv[1])
    assert library.library() is not None
    draw = random.Random(14)
    decode_anything(draw, Path(sys.argv[2]).read_bytes(), json.loads(sys.argv[3]))
    read_anything(draw, Path(sys.argv[2]))
    gather_anything(draw)
    print("nothing found")


def decode_anything(draw: random.Random, content: bytes, chunks: list[dict[str, list[int]]]) -> None:
    """Pages that are falsified, torn off, put together of several ones, or none at all."""
    kernel = library.library()
    assert kernel is not None
    pages = [content[at : at + size] for chunk in chunks for at, size in [chunk[n] for n in chunk if n != "rows"]]
    outcomes = set()
    for turn in range(DECODED):
        page = bytearray(draw.choice(pages) if turn % 20 else draw.randbytes(draw.randrange(64)))
        for _ in range(draw.randrange(4)):
            if page:
                place = draw.randrange(min(len(page), draw.choice([24, 64, len(page)])))
                page[place] = draw.choice([0, 1, 64, 127, 128, 255, draw.randrange(256)])
        if draw.random() < 0.3:
            page = page[: draw.randrange(len(page) + 1)]
        if draw.random() < 0.1:
            page += draw.choice(pages)
        target, rows = draw.randrange(4), draw.choice([0, 1, 300, 300, 300, 301, 600])
        given, out = np.frombuffer(bytes(page), dtype=np.uint8).copy(), np.zeros(rows, dtype=TYPES[target])
        outcomes.add(kernel.decode(address(given), len(given), rows, target, address(out)))
    assert outcomes >= {0, 1, 2, 3}


def read_anything(draw: random.Random, path: Path) -> None:
    """Pieces of a file that it may not have, one behind the other; and of one that is not there."""
    kernel = library.library()
    assert kernel is not None
    paths = [np.frombuffer(os.fsencode(each) + b"\0", dtype=np.uint8) for each in (path, path / "nowhere")]
    outcomes = set()
    for _ in range(500):
        rows, pieces, out = draw.choice([0, 1, 300]), [], []
        for _ in range(draw.randrange(4)):
            target = draw.randrange(-1, 6)
            out.append(np.zeros(rows, dtype=TYPES[max(min(target, 3), 0)]))
            offset, size = (draw.choice([-1, 0, 4, draw.randrange(9000), 1 << 62]) for _ in range(2))
            which = paths[draw.random() < 0.1]
            pieces.append((address(which), offset, size, draw.choice([rows, rows, -1]), target, address(out[-1])))
        given = library.numbers(pieces)
        outcomes.add(kernel.read_pieces(address(given), len(given)))
    assert outcomes >= {0, 1, 2, 3}


def gather_anything(draw: random.Random) -> None:
    """All questions, of events at random; and cells that are nowhere."""
    for turn in range(GATHERED):
        happened = [
            Event(
                draw.choice([0, 1, 2, 69]), draw.choice(NAMES), FIRST + timedelta(minutes=draw.randrange(12) * 20),
                draw.random() < 0.7, draw.randrange(3),
            )
            for _ in range(draw.choice([0, 1, 5, 40]))
        ]  # fmt: skip
        for name, words in QUESTIONS:
            compiled, by_numpy = answers(name, words, happened, is_wide=bool(turn % 2))
            assert compiled == by_numpy
    told = columns([Event(1, "a", FIRST, True, 2)] * 9, is_wide=False, start=FIRST, end=FIRST + timedelta(minutes=1))
    everything = chosen(told, [EventChoice(event=None)], [])
    for grid in (
        CellGrid([0], [10], [0], 1),
        CellGrid([-1], [9], [0], 1),
        CellGrid([0], [9], [1], 1),
        CellGrid([0], [9], [0], 1, told.said["k"].places, np.array([0, 0]), 1),
        CellGrid([0], [9], [0], 1, told.said["k"].places, np.array([0, 0, 1]), 1),
    ):
        assert cells(everything, 1, grid, somebody=True, look=True) is None


if __name__ == "__main__":
    main()
