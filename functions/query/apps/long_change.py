"""A change that may take long, of which a user has one at a time: the others would only wait for it, and keep from
everybody else the instances in which they wait."""

from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from spoor import database
from spoor.errors import SpoorError


class ChangeUnderWay(SpoorError):
    """Another long change of this user's is not done yet."""

    status = 429
    code = "CHANGE_UNDER_WAY"
    message = "Another change of yours that takes long is under way. Ask again when it is done."
    retry_after = 2


@contextmanager
def _turn(user_id: str, within_s: float) -> Iterator[Any]:
    with database.transaction(within_s) as connection:
        [row] = connection.execute(database.sql("query.apps", "take_change"), {"user_id": user_id}).fetchall()
        if not row["taken"]:
            raise ChangeUnderWay
        yield connection


def rows(
    user_id: str,
    name: str,
    params: Mapping[str, Any],
    within_s: float,
    more: Callable[[Any], Mapping[str, Any]] | None = None,
) -> list[database.Row]:
    """The rows of the statement `name`, which changes something of the user's and may take so many seconds; with `more`
    parameters that are found out by the same connection before.

    Raises ChangeUnderWay, DatabaseAway, and what `more` does.
    """
    with _turn(user_id, within_s) as connection:
        given = {**params, **(more(connection) if more else {})}
        found: list[database.Row] = connection.execute(database.sql("query.apps", name), given).fetchall()
        return found


def touched(user_id: str, name: str, params: Mapping[str, Any], within_s: float) -> int:
    """How many rows such a statement touched.

    Raises ChangeUnderWay, DatabaseAway.
    """
    with _turn(user_id, within_s) as connection:
        count: int = connection.execute(database.sql("query.apps", name), params).rowcount
        return count
