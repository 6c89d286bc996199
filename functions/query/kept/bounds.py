"""How much is kept for its owner: how many things of a kind, and how large the JSON of each."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from uuid import UUID

from sqlalchemy import Column, ColumnElement, func, select

from query.json_text import json_text
from spoor import database
from spoor.errors import Conflict, Unprocessable
from spoor.postgres.connection import Connection
from spoor.statements import compiled

LARGEST_LIST = 2_400_000
"""Bytes of JSON in a list that is answered whole. Lambda answers with 6 MB at the most, and escapes every quotation
mark and backslash on the way."""


@dataclass(frozen=True, slots=True)
class Kind:
    """Things that belong to an app or a user: what they are `called`, how many there may be at the `most`, the column
    that says `whose` one is, and what else holds of those that are `counted`."""

    called: str
    most: int
    whose: Column[Any]
    counted: tuple[ColumnElement[bool], ...] = ()

    @property
    def largest(self) -> int:
        """Bytes that the JSON in one may have, so that the list of all of them can be answered."""
        return LARGEST_LIST // self.most


def bounds_of(kind: Kind) -> str:
    """What the documentation says of a kind."""
    return f"An app has {kind.most} at the most, each of {kind.largest:,} bytes of JSON."


class TooManyKept(Conflict):
    """The owner has as many of a kind as there may be."""

    code = "TOO_MANY_KEPT"

    @classmethod
    def of(cls, kind: Kind) -> "TooManyKept":
        """As it is said of a kind."""
        return cls(f"There are {kind.most} {kind.called}, which is the most. Delete one of them first.")


@contextmanager
def room_for(kind: Kind, owner: UUID | str) -> Iterator[Connection]:
    """A transaction in which the owner, an app or a user, has room for one more.

    Of two at once the second waits until the first is kept. The count is a statement of its own: only so it sees what
    was kept meanwhile.

    Raises TooManyKept, DatabaseAway.
    """
    count = select(func.count().label("kept")).where(kind.whose == owner, *kind.counted)
    with database.transaction() as connection:
        connection.execute(database.sql("query.kept", "lock_kept"), {"owner": str(owner)})
        [row] = connection.execute(*compiled(count, "count_kept")).fetchall()
        if row["kept"] >= kind.most:
            raise TooManyKept.of(kind)
        yield connection


def check_size(kind: Kind, path: str, said: object) -> None:
    """Raise Unprocessable, with `path`, where what is to be kept has more than the kind's `largest` bytes as JSON."""
    size = len(json_text(_as_kept(said)).encode())
    if size > kind.largest:
        message = f"It has {size:,} bytes as JSON, and {kind.largest:,} is the most that is kept of one"
        raise Unprocessable([{"path": path, "message": message}])


def as_json(kind: Kind, path: str, said: object) -> database.Json:
    """What is to be kept, for the database. Raises Unprocessable as `check_size` does."""
    check_size(kind, path, said)
    return database.Json(said)


def _as_kept(said: object) -> Any:
    """As the database gives it back: 1e300 as an integer, with all of its digits."""
    return json.loads(json_text(said), parse_float=_number)


def _number(text: str) -> int | float:
    number = float(text)
    return int(number) if number.is_integer() else number
