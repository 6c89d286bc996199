"""Keeps `sessions` right: what is recent in every run, all of the past in rounds that go on from run to run."""

from collections import deque
from dataclasses import astuple, dataclass
from datetime import UTC, datetime, timedelta
from time import monotonic

from rollup.sessions.stretch import Limits, Stretch, check
from spoor import database

QUARTER = timedelta(minutes=15)
"""What events are counted by; the statements say it too."""

_ORIGIN = datetime(1, 1, 1, tzinfo=UTC)


@dataclass(frozen=True)
class Patience:
    """How far back each run looks first, and for how many seconds a run goes on.

    It may be `working_s` in all, but only `looking_s` of it may go by in the past with nothing found.
    """

    recent: timedelta = timedelta(hours=2)
    working_s: float = 15.0
    looking_s: float = 5.0


@dataclass(frozen=True)
class Work:
    """What a run did, counted as in Step.

    `unfinished` apps are left to the next run; `skipped` ones were another run's at that moment, or just deleted.
    """

    events: int = 0
    opened: int = 0
    extended: int = 0
    absorbed: int = 0
    closed: int = 0
    unfinished: int = 0
    skipped: int = 0

    def __add__(self, other: "Work") -> "Work":
        """Both together."""
        return Work(*(left + right for left, right in zip(astuple(self), astuple(other), strict=True)))


_PATIENCE = Patience()
_LIMITS = Limits()


def catch_up(now: datetime | None = None, patience: Patience = _PATIENCE, limits: Limits = _LIMITS) -> Work:
    """Bring the sessions of all apps up to the events stored before; `now` is the database's clock unless given.

    With nothing unfinished or skipped every session is right. Safe to kill anywhere, and to run twice at once.

    Raises DatabaseAway.
    """
    if now is None:
        now = database.run(database.sql("rollup", "database_clock"), repeatable=True)[0]["now"]
    until = monotonic() + patience.working_s
    database.change(database.sql("rollup.sessions", "make_watermarks"), repeatable=True)
    marks = database.run(database.sql("rollup.sessions", "list_watermarks"), repeatable=True)
    for mark in marks:
        if mark["checked_down_to"] is None:
            _adopt(mark["app_id"], until, limits)
    top = _quarter_of(now - patience.recent)
    recent = _go([Stretch(mark["app_id"], down_to=top) for mark in marks], now, limits, until, patience.working_s)
    past = [_round(mark["app_id"], top, mark["checked_down_to"]) for mark in marks]
    return recent + _go(past, now, limits, until, patience.looking_s)


def _adopt(app_id: str, until: float, limits: Limits) -> None:
    """Take in the sessions that the application wrote itself: once a round, as finding them costs a look at all."""
    some = {"app_id": app_id, "most": limits.merge}
    while monotonic() <= until:
        if database.change(database.sql("rollup.sessions", "adopt_sessions"), some, repeatable=True) < limits.merge:
            return


def _round(app_id: str, top: datetime, mark: datetime | None) -> Stretch:
    """All that lies before `top`, beginning where the run before left off."""
    if mark is None:
        return Stretch(app_id, below=top, resumed=True)
    skipped = Stretch(app_id, below=top, down_to=mark, resumed=True)
    return Stretch(app_id, below=mark, resumed=True, then=skipped)


def _go(stretches: list[Stretch], now: datetime, limits: Limits, until: float, looking_s: float) -> Work:
    """Check stretches by turns, a step each, so that no app waits for the whole of another."""
    queue = deque(stretches)
    done = Work()
    while queue and looking_s >= 0 and (begin := monotonic()) <= until:
        step = check(queue.popleft(), now, limits)
        if step is None:
            done += Work(skipped=1)
            continue
        if step.rest is not None:
            queue.append(step.rest)
        if not step.found:
            looking_s -= monotonic() - begin
        done += Work(step.events, step.opened, step.extended, step.absorbed, step.closed)
    return done + Work(unfinished=len(queue))


def _quarter_of(moment: datetime) -> datetime:
    return moment - (moment - _ORIGIN) % QUARTER
