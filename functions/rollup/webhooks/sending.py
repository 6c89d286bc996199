"""Sends the messages that wait, each by one run alone, and tells owners of those that did not arrive.

A message is claimed before it is sent, and marked when it was. Who dies in between leaves it in doubt: a webhook is
sent again, with the same id, by which its receiver knows it; a chat cannot tell, so it gets none twice, and the owner
is told that nobody knows.
"""

from html import escape
from math import inf
from time import monotonic, sleep
from typing import Any
from uuid import uuid4

from rollup.webhooks.bodies import body_of, signed
from rollup.webhooks.client import WITHIN_S, NotTaken, post
from spoor.database import Row, run, sql
from spoor.errors import DatabaseAway
from spoor.telemetry import logger
from spoor.time import utc_now

BEGUN_WITHIN_S = 14.0
"""Seconds of a run after which no message is begun: the function has 29."""
WORKING_S = 6.0
"""Seconds of sending after which none is begun either."""
MOST_TRIES = 5
_PERSIST_S = 8.0
"""Seconds for which a message that is out is tried to be marked, while the database is away."""
_PAUSE_S = 0.25

_IN_DOUBT = "Nobody knows whether it arrived: what sent it was stopped while it did."
_HAS_LEFT = "Whoever set the alert up may not see the app any more."


def send_messages(until: float = inf) -> dict[str, int]:
    """Send what is due, and begin nothing after `until` (monotonic); tells how many messages were sent, have to wait
    for another try, failed, or are in doubt.

    Raises DatabaseAway.
    """
    found = {"sent": 0, "delayed": 0, "failed": 0, "unknown": 0}
    until = min(until, monotonic() + WORKING_S)
    while monotonic() < until:
        rows = _persist("claim_message", {"taker": uuid4()})
        if not rows:
            break
        found[_deal_with(rows[0])] += 1
    return found


def next_due_s() -> int | None:
    """Seconds until the next message that waits is due; None where none waits.

    Raises DatabaseAway.
    """
    rows = run(sql("rollup.webhooks", "next_message"), repeatable=True)
    return int(rows[0]["seconds"]) if rows else None


def are_alerts_due() -> bool:
    """Whether an alert is to be looked at, now that the database is awake.

    Raises DatabaseAway.
    """
    return bool(run(sql("rollup.webhooks", "are_alerts_due"), repeatable=True)[0]["due"])


def _deal_with(row: Row) -> str:
    """Send one message; what became of it."""
    if row["has_left"]:
        return _end(row, "failed", _HAS_LEFT)
    is_webhook = row["way"] == "webhook"
    if row["doubtful"] and (not is_webhook or row["tries"] > MOST_TRIES):
        return _end(row, "unknown", _IN_DOUBT)
    message_id = str(row["id"])
    body = body_of(row["way"], row["message"], row["kind"], message_id)
    headers = signed(row["signing_secret"], message_id, utc_now(), body) if is_webhook else {}
    try:
        post(row["way"], row["target"], body, headers, WITHIN_S)
    except NotTaken as error:
        logger.warning("an alert's message was not taken", alert_message=message_id, way=row["way"], reason=str(error))
        if error.doubtful and not is_webhook:
            return _end(row, "unknown", f"Nobody knows whether it arrived. {error}")
        if error.lasting or row["tries"] >= MOST_TRIES or row["kind"] == "test":
            return _end(row, "failed", str(error))
        _persist("put_message_back", {"id": row["id"], "problem": str(error)})
        return "delayed"
    return _end(row, "sent", None)


def _end(row: Row, state: str, problem: str | None) -> str:
    about, text, html = _letter(row, problem) if problem and row["kind"] != "test" else (None, None, None)
    params = {"id": row["id"], "state": state, "problem": problem, "subject": about, "text": text, "html": html}
    _persist("end_message", params)
    return state


def _persist(statement: str, params: dict[str, Any]) -> list[Row]:
    """Run a statement that may be repeated until the database has taken it, for as long as there is time: what is out
    must not look as if it were not.

    Raises DatabaseAway.
    """
    until = monotonic() + _PERSIST_S
    while True:
        try:
            return run(
                sql("rollup.webhooks", statement), params, repeatable=True, within_s=max(1.0, until - monotonic())
            )
        except DatabaseAway:
            if monotonic() + _PAUSE_S >= until:
                raise
            sleep(_PAUSE_S)


def _letter(row: Row, problem: str) -> tuple[str, str, str]:
    """What the owner is told of a message that did not arrive."""
    said = f"A message of your alert “{row['alert_name']}” to {row['way'].title()} did not arrive. {problem}"
    more = (
        "The alert goes on. Its history, in the app's settings, has what it said. You hear of this once a day at most."
    )
    html = f"<!doctype html><html lang='en'><body><p>{escape(said)}</p><p>{escape(more)}</p></body></html>"
    return "An alert of yours did not arrive", f"{said}\n\n{more}\n", html
