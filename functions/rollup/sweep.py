"""Removes sign-in sessions and verifications that have expired: Better Auth itself leaves them lying."""

from spoor import database

_WHAT = ("sessions", "verifications")


def sweep() -> dict[str, int]:
    """Delete expired rows and tell how many there were, by kind.

    Raises DatabaseAway.
    """
    return {what: database.change(database.sql("rollup", f"sweep_{what}"), repeatable=True) for what in _WHAT}
