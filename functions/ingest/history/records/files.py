"""Files, folders and archives of an export as its parts, and how far into them the reading is."""

import gzip
import io
import zipfile
import zlib
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, cast

from ingest.history.records import dump, foreign, lines, parquet, rows
from ingest.history.records.bounds import UNBOUNDED, BoundedStream, Bounds, PromptStream, TooMuch
from ingest.history.records.record import ExportRecord

_GZIP, _PARQUET = b"\x1f\x8b", b"PAR1"
_ZIP, _EMPTY_ZIP = b"PK\x03\x04", b"PK\x05\x06"
_BUFFER = 1 << 20
_BROKEN = (
    *(zipfile.BadZipFile, gzip.BadGzipFile, zlib.error, EOFError),
    *(LookupError, UnicodeError, parquet.BrokenParquet),
)
"""What reading says of what is damaged, or in another encoding."""
_UNOPENED = (*_BROKEN, NotImplementedError, RuntimeError)
"""And of an entry of an archive that is encrypted, or compressed in a way of its own."""


class UnreadableExport(Exception):
    """A file is not what an export is; the message says which, and what to do."""


@dataclass(frozen=True)
class TextPart:
    """A file of text, wherever it lies: its name for people, and how its records are read after the first so many.

    An empty one has nothing to read.
    """

    name: str
    empty: bool
    records: Callable[[int], Iterator[ExportRecord]]


class Files:
    """What was named on the command line, folders opened, each file once and in order of their names."""

    def __init__(
        self, named: Sequence[Path], delimiter: str | None, encoding: str | None, bounds: Bounds = UNBOUNDED
    ) -> None:
        """Raises UnreadableExport where there is nothing."""
        self._bounds = bounds
        self._left = bounds.opened
        self._part_left: BoundedStream | None = None
        found = {path for one in named for path in _inside(one)}
        self._paths = sorted(found, key=lambda path: (path.name, path))  # what is said of events lies before them
        self._csv = (delimiter or ",", encoding or "utf-8-sig") if delimiter or encoding else None
        if not self._paths:
            raise UnreadableExport("There is no file to import.")
        try:
            self.sizes = {str(path): path.stat().st_size for path in self._paths}
        except OSError as error:
            raise UnreadableExport(f"{error.filename} cannot be read: {error.strerror}.") from error
        self.total = sum(self.sizes.values())
        self._done = self._inside = 0
        self._raw: io.BufferedReader | None = None

    @property
    def read(self) -> int:
        """How many bytes of all files were read, as they lie on the disk."""
        raw = self._raw
        return self._done + (raw.tell() if raw and not raw.closed else self._inside)

    def parts(self) -> Iterator[TextPart]:
        """All parts; each has to be read before the next is asked for.

        Raises UnreadableExport.
        """
        for path in self._paths:
            with path.open("rb") as raw:
                self._raw = raw
                yield from self._parts(path, raw)
            self._done += self.sizes[str(path)]
            self._inside = 0

    def _note(self, path: Path) -> Callable[[float], None]:
        """Hears which share of a file is read, where its position does not tell."""

        def note(share: float) -> None:
            self._inside = int(self.sizes[str(path)] * share)

        return note

    def _parts(self, path: Path, raw: io.BufferedReader) -> Iterator[TextPart]:
        magic = raw.read(4)
        raw.seek(0)
        if magic == _PARQUET and self._left is not None:
            raise UnreadableExport("Parquet is not taken here: export JSON lines, or import it by `make import`.")
        if magic == _PARQUET:
            self._raw = None
            name = path.name.partition(".")[0]
            yield TextPart(
                str(path), False, lambda skip: _whole(str(path), parquet.read(path, name, skip, self._note(path)))
            )
            return
        if magic == _EMPTY_ZIP:
            yield TextPart(str(path), True, lambda _: iter(()))
            return
        if magic != _ZIP:
            yield self._part(str(path), path.name, raw)
            return
        try:
            archive = zipfile.ZipFile(raw)
        except zipfile.BadZipFile as error:
            raise _damaged(str(path), error) from error
        for entry in sorted(archive.infolist(), key=lambda one: one.filename):
            if not entry.is_dir() and not _is_hidden(entry.filename):
                label = f"{path}: {entry.filename}"
                try:
                    inner = io.BufferedReader(PromptStream(cast(io.BufferedIOBase, archive.open(entry))), _BUFFER)
                    inner.peek(1)
                except _UNOPENED as error:
                    raise _damaged(label, error) from error
                with inner:
                    yield self._part(label, entry.filename, inner)

    def _part(self, label: str, name: str, stream: "io.BufferedReader[Any]") -> TextPart:
        begin = stream.peek(2)[:2]
        opened = stream
        if begin == _GZIP:
            opened = io.BufferedReader(PromptStream(gzip.GzipFile(fileobj=stream)), _BUFFER)
        opened = self._counted(opened)
        plain = name.lower().removesuffix(".gz")
        table = plain.rpartition("/")[2].rpartition(".")[0]

        def records(skip: int) -> Iterator[ExportRecord]:
            if told := foreign.advice(plain, _peek(opened), has_encoding=self._csv is not None):
                raise UnreadableExport(f"{label} {told}.")
            if self._csv or plain.endswith(".csv"):
                yield from rows.read(opened, table, skip, *(self._csv or (",", "utf-8-sig")), self._bounds)
            elif plain.endswith(".sql"):
                yield from dump.read(opened, skip, self._bounds)
            else:
                yield from lines.read(opened, table, skip, self._bounds)

        return TextPart(label, not begin, lambda skip: _whole(label, records(skip)))

    def _counted(self, opened: "io.BufferedReader[Any]") -> "io.BufferedReader[Any]":
        """The same, of which no more is read than all parts together may be."""
        if self._left is None:
            return opened
        left = self._left if self._part_left is None else self._part_left.left
        self._part_left = BoundedStream(opened, left)
        return io.BufferedReader(self._part_left, _BUFFER)


def _whole(label: str, records: Iterator[ExportRecord]) -> Iterator[ExportRecord]:
    """The records, with what is wrong with their file in our words."""
    try:
        yield from records
    except TooMuch as error:
        raise UnreadableExport(f"{label} opens to more than is taken here: import it by `make import`.") from error
    except _BROKEN as error:
        raise _damaged(label, error) from error


def _damaged(label: str, error: Exception) -> UnreadableExport:
    return UnreadableExport(f"{label} is damaged or was cut off ({error}): fetch it again.")


def _peek(opened: "io.BufferedReader[Any]") -> bytes:
    """Its beginning, which an unpacked stream may give in small pieces."""
    begin = opened.peek(foreign.LOOKED_AT)
    return begin[: foreign.LOOKED_AT]


def _is_hidden(name: str) -> bool:
    """Whether an entry of an archive is what a system put beside the files: as hidden files of a folder, it is none."""
    return name.startswith("__MACOSX/") or name.rpartition("/")[2].startswith(".")


def _inside(named: Path) -> Iterator[Path]:
    if named.is_dir():
        yield from sorted(path for path in named.rglob("*") if path.is_file() and not path.name.startswith("."))
    else:
        yield named
