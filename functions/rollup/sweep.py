"""Removes what has expired: sign-in sessions, verifications and counts of requests, which Better Auth itself leaves
lying, API tokens, counts of what became of events, invitations, links and messages of alerts of long ago, answers of
links, and the salts of visitors without ids, which may not outlive their day by more than one."""

from spoor import database

_WHAT = (
    *("sessions", "verifications", "salts", "limits", "tokens", "outcomes", "activity", "invitations", "jobs"),
    *("alert_messages", "shares", "shared_answers"),
)


def sweep() -> dict[str, int]:
    """Delete expired rows and tell how many there were, by kind.

    Raises DatabaseAway.
    """
    return {what: database.change(database.sql("rollup", f"sweeps/sweep_{what}"), repeatable=True) for what in _WHAT}
