"""The folder between two databases: pieces of tables, and a list of those that are whole."""

import gzip
import hashlib
import json
import os
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import IO, Any

_LIST = "pieces.jsonl"


class BrokenFolder(Exception):
    """What is in the folder is not what was written; the message says which file."""


@dataclass(frozen=True)
class Piece:
    """Rows of a table in a file: the columns in their order, how many rows, up to which key (None in the last one)."""

    table: str
    file: str
    columns: list[str]
    rows: int
    upto: list[str] | None
    sha256: str


class Folder:
    """The folder at `path`. A piece counts when its line is in the list, which is written after the file."""

    def __init__(self, path: Path) -> None:
        self.path = path

    def pieces(self) -> list[Piece]:
        """All whole pieces, in the order in which they were written."""
        return [Piece(**line) for line in _lines(self.path / _LIST)]

    def add(self, table: str, columns: list[str], upto: list[str] | None) -> "NewPiece":
        """Begin a piece, whose rows are written into it."""
        self.path.mkdir(mode=0o700, parents=True, exist_ok=True)
        number = sum(piece.table == table for piece in self.pieces())
        return NewPiece(self, table, f"{table}.{number:06}.copy.gz", columns, upto)

    def note(self, name: str, line: dict[str, Any]) -> None:
        """Add a line to a list, on the disk when this returns."""
        with (self.path / name).open("a", encoding="utf-8") as file:
            file.write(json.dumps(line) + "\n")
            file.flush()
            os.fsync(file.fileno())

    def noted(self, name: str) -> list[dict[str, Any]]:
        """The lines of a list."""
        return _lines(self.path / name)

    @contextmanager
    def open(self, piece: Piece) -> Iterator[IO[bytes]]:
        """The rows of a piece, as COPY wrote them. Raises BrokenFolder."""
        path = self.path / piece.file
        try:
            content = path.read_bytes()
        except OSError as error:
            raise BrokenFolder(f"{path} cannot be read: {error.strerror}.") from error
        if hashlib.sha256(content).hexdigest() != piece.sha256:
            raise BrokenFolder(f"{path} is not what was exported: copy the folder again.")
        with gzip.open(path) as rows:
            yield rows  # type: ignore[misc]  # a gzip file is one of bytes


class NewPiece:
    """A piece that is being written; `end` makes it count."""

    def __init__(self, folder: Folder, table: str, name: str, columns: list[str], upto: list[str] | None) -> None:
        self._folder, self._table, self._name, self._columns, self._upto = folder, table, name, columns, upto
        self._rows = 0
        self._beside = folder.path / f"{name}.part"
        self._file = gzip.open(self._beside, "wb", compresslevel=5)  # noqa: SIM115 - it is closed by `end`

    def write(self, data: bytes | bytearray | memoryview) -> None:
        """One or more whole rows."""
        content = bytes(data)
        self._rows += content.count(b"\n")
        self._file.write(content)

    def end(self) -> Piece:
        """It is whole."""
        self._file.close()
        with self._beside.open("rb") as file:
            digest = hashlib.file_digest(file, "sha256").hexdigest()
            os.fsync(file.fileno())
        self._beside.replace(self._folder.path / self._name)
        piece = Piece(self._table, self._name, self._columns, self._rows, self._upto, digest)
        self._folder.note(_LIST, asdict(piece))
        return piece


def _lines(path: Path) -> list[dict[str, Any]]:
    """Whole lines; the last one may have been cut off."""
    try:
        text = path.read_text(encoding="utf-8")
    except FileNotFoundError:
        return []
    return [json.loads(line) for line in text.split("\n")[:-1] if line]
