"""Writes everything of a database into a folder, piece by piece; what was cut off goes on where it was."""

from collections.abc import Callable
from pathlib import Path

import psycopg
from psycopg import sql

from host.move.folder import Folder
from host.move.tables import Table, look, names

PIECE_ROWS = 50_000
STYLE = (
    "SET TimeZone = 'UTC'; SET DateStyle = 'ISO, MDY'; SET IntervalStyle = 'postgres';"
    " SET bytea_output = 'hex'; SET extra_float_digits = 3; SET client_encoding = 'UTF8'"
)
"""One spelling of every value, whatever the server's own is."""
REVISION = "revision.jsonl"


class InLakeAlone(Exception):
    """The database has not all events any more: without the lake's list of files, what is left would look whole."""

    def __init__(self, apps: int) -> None:
        super().__init__(
            f"Of {apps} apps older events are in the lake alone (docs/lake.md). Copy its files, and export --with-lake."
        )


def leave(
    connection: psycopg.Connection[tuple[object, ...]],
    path: Path,
    tell: Callable[[str], None],
    *,
    with_lake: bool = False,
    piece_rows: int = PIECE_ROWS,
) -> int:
    """Write what is not in the folder yet; how many rows it holds then.

    What others refer to is written after them: so whatever is added meanwhile, no row lacks one that it names.

    Raises InLakeAlone.
    """
    folder = Folder(path)
    connection.execute(STYLE)
    connection.execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ READ ONLY")
    if not with_lake:
        _check_horizons(connection)
    tables = look(connection, with_lake=with_lake)
    for table in reversed(tables):
        _leave_table(connection, folder, table, tell, piece_rows)
    if not folder.noted(REVISION):
        row = connection.execute("SELECT version_num FROM spoor.alembic_version").fetchone()
        folder.note(REVISION, {"revision": row[0] if row else ""})
    connection.rollback()
    return sum(piece.rows for piece in folder.pieces())


def _check_horizons(connection: psycopg.Connection[tuple[object, ...]]) -> None:
    """Raises InLakeAlone."""
    known = connection.execute("SELECT to_regclass('spoor.lake_horizons') IS NOT NULL").fetchone()
    if known == (True,):
        [(apps,)] = connection.execute("SELECT count(*)::int FROM spoor.lake_horizons").fetchall()
        if isinstance(apps, int) and apps:
            raise InLakeAlone(apps)


def _leave_table(
    connection: psycopg.Connection[tuple[object, ...]],
    folder: Folder,
    table: Table,
    tell: Callable[[str], None],
    piece_rows: int,
) -> None:
    done = [piece for piece in folder.pieces() if piece.table == table.name]
    if done and done[-1].upto is None:
        return
    after = done[-1].upto if done else None
    while True:
        upto = _end_of(connection, table, after, piece_rows)
        piece = folder.add(table.name, list(table.columns), upto)
        statement = sql.SQL("COPY (SELECT {columns} FROM {table} WHERE {range} ORDER BY {key}) TO STDOUT").format(
            columns=names(table.columns),
            table=table.identifier,
            range=_between(table, after, upto),
            key=names(table.key),
        )
        with connection.cursor().copy(statement) as rows:
            for row in rows:
                piece.write(row)
        ended = piece.end()
        if ended.rows:
            tell(f"{table.name}: {ended.rows} rows into {ended.file}")
        if upto is None:
            return
        after = upto


def _end_of(
    connection: psycopg.Connection[tuple[object, ...]], table: Table, after: list[str] | None, piece_rows: int
) -> list[str] | None:
    """The key of the last row of the next piece, as text; None where fewer rows are left than a piece has."""
    statement = sql.SQL("SELECT {texts} FROM {table} WHERE {range} ORDER BY {key} OFFSET {rows} LIMIT 1").format(
        texts=sql.SQL(", ").join(sql.SQL("{}::text").format(sql.Identifier(column)) for column in table.key),
        table=table.identifier,
        range=_between(table, after, None),
        key=sql.SQL(", ").join(sql.SQL("{}.{}").format(table.identifier, sql.Identifier(it)) for it in table.key),
        rows=sql.Literal(piece_rows - 1),
    )
    row = connection.execute(statement).fetchone()
    return None if row is None else [str(value) for value in row]


def _between(table: Table, after: list[str] | None, upto: list[str] | None) -> sql.Composable:
    parts = [
        sql.SQL("({key}) {than} ({values})").format(
            key=names(table.key), than=sql.SQL(than), values=sql.SQL(", ").join(map(sql.Literal, values))
        )
        for than, values in ((">", after), ("<=", upto))
        if values is not None
    ]
    return sql.SQL(" AND ").join(parts) if parts else sql.SQL("true")
