"""Reads a folder into a database. What is there already stays as it is; what was cut off goes on where it was."""

import hashlib
from collections import defaultdict
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

import psycopg
from psycopg import sql

from host.move.departure import REVISION, STYLE
from host.move.folder import BrokenFolder, Folder, Piece
from host.move.tables import Table, look, names

_BLOCK = 1 << 20
_ARRIVING = sql.Identifier("arriving")


@dataclass
class Count:
    """What became of the rows of a table: they are there as they were; are there, but differ; or were left out, since
    what they refer to is not there, or their place is taken."""

    exported: int = 0
    equal: int = 0
    different: int = 0
    left_out: int = 0


class Refused(Exception):
    """The folder cannot go into this database; the message says why."""


def arrive(
    connection: psycopg.Connection[tuple[object, ...]], path: Path, tell: Callable[[str], None]
) -> dict[str, Count]:
    """Read what was not read into this database yet, which has to be migrated; what became of all rows, by table.

    Raises Refused, BrokenFolder.
    """
    folder = Folder(path)
    pieces = defaultdict(list)
    for piece in folder.pieces():
        pieces[piece.table].append(piece)
    _check(connection, folder, pieces)
    connection.execute(STYLE)
    connection.commit()
    list_ = f"arrived-{_fingerprint(connection)}.jsonl"
    counts: dict[str, Count] = defaultdict(Count)
    done = set()
    for line in folder.noted(list_):
        done.add(line["file"])
        _add(counts[line["table"]], line)
    for table in look(connection, with_lake=True):
        for piece in pieces.get(table.name, []):
            if piece.file in done:
                continue
            with connection.transaction():
                line = {"file": piece.file, "table": table.name, **_arrive_piece(connection, folder, table, piece)}
            folder.note(list_, line)
            _add(counts[table.name], line)
            if piece.rows:
                tell(f"{table.name}: {piece.rows} rows of {piece.file}")
        if table.name in pieces:
            connection.execute(sql.SQL("ANALYZE {}").format(table.identifier))  # without it reports are slow at first
            connection.commit()
    return dict(counts)


def _check(connection: psycopg.Connection[tuple[object, ...]], folder: Folder, pieces: dict[str, list[Piece]]) -> None:
    """Raises Refused, BrokenFolder."""
    noted = next(iter(folder.noted(REVISION)), None)
    if noted is None:
        raise BrokenFolder(f"{folder.path} holds no whole export: run the export again, which goes on where it was.")
    row = connection.execute("SELECT version_num FROM spoor.alembic_version").fetchone()
    here = str(row[0]) if row else ""
    if here < noted["revision"]:
        raise Refused(
            f"The export is of revision {noted['revision']} of the schema, this database has {here}: use a release of"
            " Spoor that is no older than the one it was exported by."
        )
    known = {table.name: {*table.columns} for table in look(connection, with_lake=True)}
    for name, its in pieces.items():
        if missing := {column for piece in its for column in piece.columns} - known.get(name, set()):
            raise Refused(f"{name} has no column {', '.join(sorted(missing))} in this database: migrate it first.")


def _arrive_piece(
    connection: psycopg.Connection[tuple[object, ...]], folder: Folder, table: Table, piece: Piece
) -> dict[str, int]:
    columns = names(piece.columns)
    words = {"table": table.identifier, "arriving": _ARRIVING, "columns": columns}
    beside = sql.SQL("CREATE TEMPORARY TABLE {arriving} ON COMMIT DROP AS SELECT {columns} FROM {table} LIMIT 0")
    connection.execute(beside.format(**words))
    copy = sql.SQL("COPY {arriving} ({columns}) FROM STDIN").format(**words)
    with folder.open(piece) as rows, connection.cursor().copy(copy) as into:
        while block := rows.read(_BLOCK):
            into.write(block)
    connection.execute(
        sql.SQL(
            "INSERT INTO {table} ({columns}) OVERRIDING SYSTEM VALUE SELECT {columns} FROM {arriving}"
            " WHERE {whole} ON CONFLICT DO NOTHING"
        ).format(**words, whole=_whole(table))
    )
    statement = sql.SQL(
        "SELECT count(*), count(*) FILTER (WHERE {found} IS NOT NULL AND ROW({theirs})::text = ROW({ours})::text),"
        " count(*) FILTER (WHERE {found} IS NULL)"
        " FROM {arriving} LEFT JOIN {table} AS here USING ({key})"
    ).format(
        **words,
        found=sql.Identifier("here", table.key[0]),
        theirs=names(piece.columns, "arriving"),
        ours=names(piece.columns, "here"),
        key=names(table.key),
    )
    row = connection.execute(statement).fetchone()
    exported, equal, absent = (int(str(value)) for value in row or (0, 0, 0))
    return {"exported": exported, "equal": equal, "different": exported - equal - absent, "left_out": absent}


def _whole(table: Table) -> sql.Composable:
    """Whether all that a row refers to is there: what was deleted while it was exported is not. A key with a part that
    is null refers to nothing."""
    parts = [
        sql.SQL(
            "(NOT ROW({own}) IS NOT NULL OR EXISTS (SELECT FROM {parent} AS parent WHERE ROW({theirs}) = ROW({own})))"
        ).format(
            own=names(link.own, "arriving"),
            parent=sql.Identifier(*link.parent.split(".", 1)),
            theirs=names(link.theirs, "parent"),
        )
        for link in table.links
    ]
    return sql.SQL(" AND ").join(parts) if parts else sql.SQL("true")


def _fingerprint(connection: psycopg.Connection[tuple[object, ...]]) -> str:
    """Tells databases apart, so that what one has is not taken for what another has."""
    row = connection.execute(
        "SELECT oid::text, (SELECT min(oid)::text FROM pg_catalog.pg_class WHERE relnamespace = 'spoor'::regnamespace)"
        " FROM pg_catalog.pg_database WHERE datname = current_database()"
    ).fetchone()
    info = connection.info
    return hashlib.sha256(f"{info.host}:{info.port}/{info.dbname} {row}".encode()).hexdigest()[:12]


def _add(count: Count, line: dict[str, object]) -> None:
    for name in vars(count):
        setattr(count, name, getattr(count, name) + int(str(line[name])))
