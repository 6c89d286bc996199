"""Puts row groups of core files together in one Parquet file: pages are copied as they are, and only what the footer
says of where they lie is written anew."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

from rollup.lake.thrift import Struct, ThriftField, ThriftKind, elements, field, put, read, written

_MAGIC = b"PAR1"
_END = 8
_SCHEMA, _ROWS, _GROUPS, _SAID = 2, 3, 4, 5
"""Fields of a footer; `_SAID` are remarks of the writer, which nobody reads."""
_COLUMNS, _GROUP_ROWS, _GROUP_AT, _ORDINAL = 1, 3, 5, 7
"""Of a row group."""
_AT, _META = 2, 3
"""Of a column's chunk; those behind tell of indexes elsewhere in the file, which are left out."""
_NAME, _SIZE, _DATA_AT, _DICTIONARY_AT, _BLOOM = 3, 7, 9, 11, (14, 15)
"""Of what is said of a chunk."""


class NotJoinable(ValueError):
    """A file is not as sealing writes it."""


@dataclass(frozen=True, slots=True)
class DayPart:
    """The row groups of a core file that are wanted, as the manifest's `chunks` of a day have them."""

    path: Path
    chunks: Sequence[Mapping[str, Any]]


def join(parts: Sequence[DayPart], target: Path) -> list[list[dict[str, Any]]]:
    """Write one file of all parts, in their order; gives the chunks of each part in it. No more than one row group is
    in memory at a time.

    Raises NotJoinable.
    """
    footer: Struct | None = None
    groups: list[Struct] = []
    found: list[list[dict[str, Any]]] = []
    with target.open("wb") as out:
        out.write(_MAGIC)
        for part in parts:
            with part.path.open("rb") as source:
                own = footer_of(source)
                footer = footer or own
                if field(own, _SCHEMA) != field(footer, _SCHEMA):
                    raise NotJoinable("the columns of two files differ")
                taken = [_taken(own, chunk, source, out, len(groups) + at) for at, chunk in enumerate(part.chunks)]
            groups += taken
            found.append([_chunk(group) for group in taken])
        if footer is None:
            raise NotJoinable("there is nothing to join")
        put(footer, _ROWS, sum(field(group, _GROUP_ROWS) for group in groups))
        put(footer, _GROUPS, (ThriftKind.STRUCT, groups))
        content = written([each for each in footer if each.number != _SAID])
        out.write(content + len(content).to_bytes(4, "little") + _MAGIC)
    return found


def footer_of(file: IO[bytes]) -> Struct:
    """What a file says of itself. Raises NotJoinable."""
    size = file.seek(0, 2)
    file.seek(max(0, size - _END))
    end = file.read()
    length = int.from_bytes(end[:4], "little")
    if end[4:] != _MAGIC or length + _END > size:
        raise NotJoinable("it is no Parquet file")
    file.seek(size - _END - length)
    return read(file.read(length))


def _taken(footer: Struct, chunk: Mapping[str, Any], source: IO[bytes], out: IO[bytes], ordinal: int) -> Struct:
    """The row group of a chunk, copied behind what was written; it says so."""
    group = next((each for each in elements(footer, _GROUPS) if _chunk(each) == chunk), None)
    if group is None:
        raise NotJoinable("the manifest tells of a row group that is not there")
    metas = [field(column, _META) for column in elements(group, _COLUMNS)]
    begin = min(_begin(meta) for meta in metas)
    end = max(_begin(meta) + field(meta, _SIZE) for meta in metas)
    by = out.tell() - begin
    source.seek(begin)
    content = source.read(end - begin)
    if len(content) != end - begin:
        raise NotJoinable("it ends too early")
    out.write(content)
    columns = [_moved(column, by) for column in elements(group, _COLUMNS)]
    kept = [each for each in group if each.number not in (_COLUMNS, _GROUP_AT, _ORDINAL)]
    numbered = [
        ThriftField(_COLUMNS, ThriftKind.LIST, (ThriftKind.STRUCT, columns)),
        *kept,
        ThriftField(_ORDINAL, ThriftKind.I16, ordinal),
    ]
    return sorted(numbered, key=lambda each: each.number)


def _moved(column: Struct, by: int) -> Struct:
    meta = [
        ThriftField(
            each.number, each.kind, each.value + by if each.number in (_DATA_AT, _DICTIONARY_AT) else each.value
        )
        for each in field(column, _META)
        if each.number not in _BLOOM
    ]
    return [ThriftField(_AT, ThriftKind.I64, 0), ThriftField(_META, ThriftKind.STRUCT, meta)]


def _begin(meta: Struct) -> int:
    found: list[int] = [at for at in (field(meta, _DATA_AT), field(meta, _DICTIONARY_AT)) if at is not None]
    return min(found)


def _chunk(group: Struct) -> dict[str, Any]:
    """A row group as the manifest has it."""
    found: dict[str, Any] = {"rows": field(group, _GROUP_ROWS)}
    for column in elements(group, _COLUMNS):
        meta = field(column, _META)
        [name] = elements(meta, _NAME)
        found[name.decode()] = [field(meta, _DATA_AT), field(meta, _SIZE)]
    return found
