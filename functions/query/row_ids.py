"""Ids of rows as they stand in addresses."""

from uuid import UUID

from spoor.errors import NotFound


def row_id(text: str, missing: type[NotFound]) -> UUID:
    """The id that `text` is; what is no id stands for nothing that exists.

    Raises `missing`.
    """
    try:
        return UUID(text)
    except ValueError:
        raise missing from None
