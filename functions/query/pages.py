"""Places in an order by time and id, as opaque words that ask for what comes after them."""

import base64
import binascii
from datetime import UTC, datetime
from typing import Annotated
from uuid import UUID

from pydantic import Field

from spoor.errors import Unprocessable

Cursor = Annotated[str, Field(max_length=200, description="The `nextCursor` of the page before.")]


def place_after(at: datetime, row_id: UUID) -> str:
    """The cursor for what comes after a row."""
    return base64.urlsafe_b64encode(f"{at.isoformat()} {row_id}".encode()).decode()


def place_of(cursor: str) -> tuple[datetime, UUID]:
    """The time and id of the row that a cursor stands behind.

    Raises Unprocessable.
    """
    try:
        at, _, row_id = base64.urlsafe_b64decode(cursor.encode()).decode().partition(" ")
        return datetime.fromisoformat(at).astimezone(UTC), UUID(row_id)
    except (binascii.Error, ValueError, OverflowError) as error:
        raise Unprocessable([{"path": "cursor", "message": "Give the `nextCursor` of the page before"}]) from error
