"""Takes down what has happened to an account: a line in the log, and a row for its owner."""

from auth.http.answer import Answer
from auth.http.call import Call
from spoor.accounts.activity import Entry, SecurityEvent, SecurityOutcome
from spoor.database import change, sql
from spoor.errors import NotNow
from spoor.telemetry import logger

_NOT_LET_IN = 401
_TOO_MANY = 429
_QUIET = {SecurityEvent.SIGN_IN, SecurityEvent.SIGN_UP, SecurityEvent.PASSWORD_RESET_ASKED}
"""Where no answer may tell whether there is such a user: for these a row is asked for in any case, in the same time.
What could not even be judged, such as a body without a password, tells nothing and costs nothing."""


def take_down(call: Call, answer: Answer) -> None:
    """After it was answered. What limits refuse has no row: whoever asks too often must not fill the table.

    What was done is done: a database that has gone away meanwhile, or a table that is locked, costs the row and not the
    answer.
    """
    seen = call.witness
    if seen.event is None:
        return
    reason = _code(answer) if answer.status >= 400 else seen.reason
    outcome = SecurityOutcome.REFUSED if reason else SecurityOutcome.DONE
    for event in (seen.event, *seen.more):
        entry = Entry.of(
            event,
            outcome,
            user_id=seen.user_id,
            session_id=seen.session_id,
            source=call.source_address,
            user_agent=call.headers.get("user-agent", ""),
        )
        entry.log(reason)
        quiet = event in _QUIET and (outcome is SecurityOutcome.DONE or answer.status == _NOT_LET_IN)
        if answer.status != _TOO_MANY and (entry.user_id or quiet):
            _keep(entry)


def _keep(entry: Entry) -> None:
    try:
        change(sql("auth.gate", "note_activity"), entry.row(), repeatable=False)
    except NotNow:
        logger.error("an activity was not kept", activity=entry.event)


def _code(answer: Answer) -> str:
    code = answer.body.get("code") if isinstance(answer.body, dict) else None
    return str(code or answer.status)
