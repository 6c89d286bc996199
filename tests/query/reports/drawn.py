"""Events for reports about periods: what Hypothesis draws, how it gets into the database, and how an oracle sees it."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from hypothesis import strategies as st

from tests.oracles.periods import Act, Clock
from tests.people import Direct, forget, happen

ZONES = ["UTC", "Europe/Berlin", "America/St_Johns", "Asia/Beirut", "Pacific/Apia", "Australia/Lord_Howe"]
BUSY = [  # days on which some of these zones change their clocks, and the turn of a year
    datetime(2026, 3, 29, tzinfo=UTC),
    datetime(2026, 4, 5, tzinfo=UTC),
    datetime(2022, 10, 30, tzinfo=UTC),
    datetime(2006, 10, 29, tzinfo=UTC),
    datetime(2011, 12, 30, tzinfo=UTC),
    datetime(2025, 12, 31, tzinfo=UTC),
]
STEPS = {"hour": 1, "day": 5, "week": 30, "month": 30}
"""Every how many minutes the oracle has to look at the clock: times drawn for an interval are multiples of it."""
LENGTHS = {"hour": 60, "day": 1440, "week": 7 * 1440, "month": 30 * 1440}
"""About how many minutes an interval has."""

LINKS = {"d1": "ann", "d2": "ann"}
ONLY_PRO = [{"property": "plan", "operator": "is", "value": "pro"}]


@dataclass(frozen=True)
class Drawn:
    """An event; `after` is how many intervals after the middle of its calendar it happened."""

    name: str
    device: str | None
    plan: str | None
    after: float


def drawn_events(reach: float) -> st.SearchStrategy[list[Drawn]]:
    """Up to twenty-five events within so many intervals of the middle, many of them at one time."""
    moments = st.floats(-reach, reach) | st.sampled_from([-1.0, 0.0, 1.0])
    one = st.builds(
        Drawn,
        st.sampled_from("ab"),
        st.sampled_from(["d1", "d2", "d3", "d4", None]),
        st.sampled_from(["pro", None]),
        moments,
    )
    return st.lists(one, max_size=25)


@dataclass(frozen=True)
class Days:
    """Where the events of an example take place: a calendar around a day."""

    zone: str
    middle: datetime
    interval: str
    week_start: str = "monday"

    def at(self, after: float) -> datetime:
        """The moment so many intervals after the middle."""
        steps = round(after * LENGTHS[self.interval] / STEPS[self.interval])
        return self.middle + timedelta(minutes=steps * STEPS[self.interval])

    @property
    def clock(self) -> Clock:
        """The oracle's."""
        return Clock(self.interval, ZoneInfo(self.zone), timedelta(minutes=STEPS[self.interval]), self.week_start)


def calendars(*intervals: str) -> st.SearchStrategy[Days]:
    """Zones, days and intervals in every combination."""
    return st.builds(
        Days,
        st.sampled_from(ZONES),
        st.sampled_from(BUSY),
        st.sampled_from(intervals),
        st.sampled_from(["monday", "sunday"]),
    )


def take_place(database: Direct, app_id: str, drawn: Sequence[Drawn], days: Days) -> None:
    """Nothing but these events in the table, and LINKS."""
    forget(database)
    plans = [None if one.plan is None else {"plan": one.plan} for one in drawn]
    happen(
        database,
        app_id,
        [(one.name, one.device, days.at(one.after), plan) for one, plan in zip(drawn, plans, strict=True)],
    )
    for device, person in LINKS.items():
        database.execute("INSERT INTO spoor.identities VALUES (%s, %s, %s)", [app_id, device, person])


def acts(drawn: Sequence[Drawn], days: Days, name: str | None, plans: Sequence[str | None]) -> list[Act]:
    """The events of visitors that go by a name (None: any) and are of one of the plans, as the oracle knows them."""
    return [
        Act(LINKS.get(one.device, one.device), days.at(one.after))
        for one in drawn
        if one.device is not None and name in (None, one.name) and one.plan in plans
    ]


def choice(name: str | None, only_pro: bool) -> dict[str, Any] | str | None:
    """An event of a question, said as shortly as it can be."""
    if only_pro:
        return {"event": name, "filters": ONLY_PRO}
    return name
