"""Places in an order, as opaque words that ask for what comes after them."""

import base64
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from spoor.errors import Unprocessable

Cursor = Annotated[str, Field(max_length=200, description="The `nextCursor` of the page before.")]


class BadCursor(Unprocessable):
    """Not what an answer gave as its `nextCursor`."""

    def __init__(self) -> None:
        super().__init__([{"path": "cursor", "message": "Give the `nextCursor` of the page before"}])


def cursor_after(at: datetime, row_id: UUID) -> str:
    """The cursor for what comes after a row, in an order by time and id."""
    return cursor_at(f"{at.isoformat()} {row_id}".encode())


def last_row_of(cursor: str) -> tuple[datetime, UUID]:
    """The time and id of the row that a cursor stands behind.

    Raises BadCursor.
    """
    try:
        at, _, row_id = read_cursor(cursor).decode().partition(" ")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(row_id)
    except (ValueError, OverflowError) as error:
        raise BadCursor from error


def cursor_at(place: bytes) -> str:
    """The cursor for a place in an order, whatever that order is."""
    return base64.urlsafe_b64encode(place).decode()


def read_cursor(cursor: str) -> bytes:
    """The place in the order that a cursor stands for.

    Raises BadCursor.
    """
    try:
        return base64.urlsafe_b64decode(cursor.encode())
    except ValueError as error:
        raise BadCursor from error
