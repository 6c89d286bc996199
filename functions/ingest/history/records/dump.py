"""Rows of what pg_dump writes as plain text, by its COPY statements."""

import re
from collections.abc import Iterator
from typing import IO

from ingest.history.records.bounds import UNBOUNDED, Bounds
from ingest.history.records.record import ExportRecord

_COPY = re.compile(r'COPY (?:"?[^".]+"?\.)?"?([^" (]+)"? \((.*)\) FROM stdin;\s*')
_ESCAPE = re.compile(r"\\(?:([0-7]{1,3})|x([0-9a-fA-F]{1,2})|(.))", re.DOTALL)
_LETTERS = {"b": "\b", "f": "\f", "n": "\n", "r": "\r", "t": "\t", "v": "\v"}


def read(stream: IO[bytes], skip: int, bounds: Bounds = UNBOUNDED) -> Iterator[ExportRecord]:
    """The rows of all tables after the first `skip` rows."""
    columns: list[str] = []
    table, place = "", 0
    while line := stream.readline(bounds.line):
        text = line.decode("utf-8", "replace").removesuffix("\n")
        if not table:
            if found := _COPY.fullmatch(text):
                table, columns = found[1], [name.strip(' "') for name in found[2].split(",")]
        elif text == "\\.":
            table = ""
        else:
            place += 1
            if place > skip:
                cells = map(_cell, text.split("\t"))
                yield ExportRecord(
                    place, table, dict(zip(columns, cells, strict=False)), "\\u" not in text, None, len(line)
                )


def _cell(text: str) -> str | None:
    if text == "\\N":
        return None
    return _ESCAPE.sub(_unescaped, text) if "\\" in text else text


def _unescaped(found: re.Match[str]) -> str:
    octal, hexadecimal, letter = found.groups()
    if letter:
        return _LETTERS.get(letter, letter)
    return chr(int(octal, 8) if octal else int(hexadecimal, 16))
