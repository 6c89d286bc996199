"""Says whether this instance could serve: its secret, a database that can be written, a schema that the code knows.

`/health` asks nobody and wakes no database; this asks, so whoever watches it pays for a database that is awake.
"""

from http import HTTPStatus
from time import monotonic
from typing import Any

from auth.http.answer import Answer
from spoor.database import Json, run, sql
from spoor.errors import NotNow, SpoorError
from spoor.settings import secret

ADDRESS = "/ready"
_WITHIN_S = 4.0
_FOR_S = 2.0
"""Seconds that an answer is given again: nobody wakes a database a thousand times a second."""

_last: tuple[float, list[str]] | None = None


def is_asked(event: dict[str, Any]) -> bool:
    """Whether a request asks for it."""
    return event.get("rawPath") == ADDRESS


def answer() -> Answer:
    """200, or 503 with the reasons, in words of a closed list."""
    global _last
    if _last is None or monotonic() - _last[0] > _FOR_S:
        _last = monotonic(), reasons()
    if found := _last[1]:
        return Answer(HTTPStatus.SERVICE_UNAVAILABLE, {"status": "not ready", "reasons": found})
    return Answer(HTTPStatus.OK, {"status": "ready"})


def reasons() -> list[str]:
    """Why nothing could be served now; none where it could."""
    try:
        secret("BETTER_AUTH_SECRET")
        [row] = run(sql("auth", "look_at_schema"), {"wanted": Json(_known())}, repeatable=True, within_s=_WITHIN_S)
    except NotNow as error:
        return [f"database: {error.code}"]
    except SpoorError as error:
        return [f"setting: {error.code}"]
    found = ["database: it only reads"] if row["read_only"] else []
    return [*found, "schema: it is older than the code, so migrate"] if row["missing"] else found


def _known() -> list[dict[str, str]]:
    """Every column that the code knows. SQLAlchemy, which knows them, is loaded for this question alone."""
    from spoor.schema import metadata

    return [
        {"in_schema": table.schema or "public", "in_table": table.name, "named": column.name}
        for table in metadata.tables.values()
        for column in table.columns
    ]
