"""Numbers for the texts that files would repeat: ids of visitors, and names of events."""

from collections.abc import Sequence
from typing import Literal
from uuid import UUID

from spoor import database

Kind = Literal["visitor", "name"]
KINDS: tuple[Kind, ...] = ("visitor", "name")

MOST_NAMES = 32_000
"""Names of events that a code of two bytes tells apart. An app that has more uses them for something else: its days
stay in the table of events."""

AT_ONCE = 10_000
_WITHIN_S = 30.0


class TooManyNames(Exception):
    """The app's events have more names than there are codes."""


def codes_of(app_id: UUID, kind: Kind, texts: Sequence[str]) -> list[tuple[str, int]]:
    """Each of at most AT_ONCE texts with its code, from now on for ever.

    Raises TooManyNames, DatabaseAway.
    """
    of_app = {"app_id": app_id}
    database.change(database.sql("rollup.lake", "codes/begin_codes"), of_app, repeatable=True)
    with database.transaction(_WITHIN_S) as connection:
        next_codes = connection.execute(database.sql("rollup.lake", "codes/lock_codes"), of_app).fetchone()
        if next_codes is None:  # the app was deleted meanwhile
            return []
        known = next_codes[f"{kind}s"]
        params = {**of_app, "texts": list(texts), "known": known}
        rows = connection.execute(database.sql("rollup.lake", f"codes/give_{kind}_codes"), params).fetchall()
    if kind == "name" and any(row["code"] > MOST_NAMES for row in rows):
        raise TooManyNames
    return [(row["text"], row["code"]) for row in rows]
