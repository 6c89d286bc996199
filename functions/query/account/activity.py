"""What has happened to the caller's account: taken down where it happens here, and shown to its owner."""

from dataclasses import asdict, dataclass
from datetime import datetime

from spoor import database
from spoor.accounts import notices
from spoor.accounts.activity import Entry, SecurityEvent, SecurityOutcome, coarse
from spoor.nudges import nudge
from spoor.postgres.connection import Connection

MOST_OF_A_KIND = 20
"""Of one event with one outcome, of those that are shown."""


@dataclass(frozen=True, slots=True)
class AccountEvent:
    """One thing that happened. `address` is coarse; `session_id` is the sign-in session in which it was done."""

    event: str
    outcome: str
    at: datetime
    session_id: str | None
    address: str
    user_agent: str

    @classmethod
    def from_row(cls, row: database.Row) -> "AccountEvent":
        """The activity of a row."""
        return cls(row["event"], row["outcome"], row["at"], row["session_id"], row["address"], row["user_agent"])


@dataclass(frozen=True, slots=True)
class Circumstances:
    """Who does something, by which session, from where, at which origin of ours and when."""

    user_id: str
    session_id: str | None
    source: str
    user_agent: str
    origin: str
    now: datetime


def take_down(connection: Connection, event: SecurityEvent, done: Circumstances) -> None:
    """Keep a row of it, and a letter to the owner where owners are told, in the transaction in which it happens."""
    entry = _entry(event, done)
    letter = notices.letter("", event, done.origin, coarse(done.source), done.now)
    params = {
        **entry.row(),
        "tells": notices.are_on(),
        "counted": notices.kind(event),
        "most": notices.MOST,
        "seconds": notices.SECONDS,
        **{name: value for name, value in asdict(letter).items() if name != "recipient"},
    }
    connection.execute(database.sql("query.account", "note_activity"), params)


def log(event: SecurityEvent, done: Circumstances) -> None:
    """Write its line, once it has happened, and let rollup know of the letter that may wait now."""
    _entry(event, done).log()
    if notices.are_on():
        nudge()


def list_of(user_id: str) -> list[AccountEvent]:
    """The newest of what happened to the user's account, MOST_OF_A_KIND of each event and outcome."""
    params = {"user_id": user_id, "most_of_a_kind": MOST_OF_A_KIND}
    rows = database.run(database.sql("query.account", "list_activity"), params, repeatable=True)
    return [AccountEvent.from_row(row) for row in rows]


def _entry(event: SecurityEvent, done: Circumstances) -> Entry:
    return Entry.of(
        event,
        SecurityOutcome.DONE,
        user_id=done.user_id,
        session_id=done.session_id,
        source=done.source,
        user_agent=done.user_agent,
    )
