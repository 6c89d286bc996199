"""Trends say what an independent count says, in every zone, for every interval."""

from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.oracles import trends as oracle
from tests.oracles.trends import Seen
from tests.oracles.wall import buckets, wall_clock
from tests.people import Direct, forget, happen
from tests.query.conftest import Ask

DAY = timedelta(days=1)
ZONES = [
    "UTC",
    "Europe/Berlin",
    "America/New_York",
    "Asia/Tehran",
    "Australia/Lord_Howe",
    "America/St_Johns",
    "Pacific/Apia",
    "Asia/Kathmandu",
    "America/Sao_Paulo",
    "Asia/Beirut",
    "Pacific/Chatham",
]
BUSY = [  # the days on which some of these zones change their clocks
    datetime(2026, 3, 8, tzinfo=UTC),
    datetime(2026, 3, 29, tzinfo=UTC),
    datetime(2026, 4, 4, tzinfo=UTC),
    datetime(2022, 3, 21, tzinfo=UTC),
    datetime(2026, 10, 25, tzinfo=UTC),
    datetime(2026, 11, 1, tzinfo=UTC),
    datetime(2006, 10, 29, tzinfo=UTC),
    datetime(2011, 12, 30, tzinfo=UTC),
    datetime(2026, 12, 31, tzinfo=UTC),
]
NAMES = ["open", "buy", "leave"]
DEVICES = ["d1", "d2", "d3", "d4", None]
LINKS = {"d1": "ann", "d2": "ann"}  # identify made these two devices one visitor


def test_events_and_visitors_are_counted_by_day(database: Direct, shop: str, ask: Ask) -> None:
    noon = datetime(2026, 11, 20, 12, tzinfo=UTC)
    happen(
        database, shop, [("open", "d1", noon), ("open", "d1", noon + DAY), ("open", "d2", noon), ("buy", "d2", noon)]
    )
    reply = ask(
        "POST",
        f"/api/apps/{shop}/reports/trends",
        {
            "from": "2026-11-19",
            "to": "2026-11-22",
            "interval": "day",
            "series": [
                {"event": "open", "measure": "total"},
                {"event": "open", "measure": "visitors", "label": "People"},
                {"event": None, "measure": "total"},
            ],
        },
    )
    assert reply.json == {
        "buckets": ["2026-11-19T00:00:00+00:00", "2026-11-20T00:00:00+00:00", "2026-11-21T00:00:00+00:00"],
        "series": [
            {"event": "open", "measure": "total", "label": "open", "breakdown": None, "values": [0, 2, 1], "total": 3},
            {
                "event": "open",
                "measure": "visitors",
                "label": "People",
                "breakdown": None,
                "values": [0, 2, 1],
                "total": 2,
            },
            {
                "event": None,
                "measure": "total",
                "label": "Any event",
                "breakdown": None,
                "values": [0, 3, 1],
                "total": 4,
            },
        ],
    }


def test_an_app_without_events_has_a_flat_line(shop: str, ask: Ask) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", question("2026-11-01", "2026-11-04"))
    assert [line["values"] for line in reply.json["series"]] == [[0, 0, 0]]


def test_the_first_week_begins_before_the_range_and_counts_only_what_is_in_it(
    database: Direct, shop: str, ask: Ask
) -> None:
    wednesday = datetime(2026, 11, 18, 12, tzinfo=UTC)
    happen(database, shop, [("open", "d1", wednesday - DAY), ("open", "d1", wednesday)])
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", question("2026-11-18", "2026-11-24", interval="week"))
    assert reply.json["buckets"] == ["2026-11-16T00:00:00+00:00", "2026-11-23T00:00:00+00:00"]
    assert reply.json["series"][0]["values"] == [1, 0]


def test_another_app_is_not_counted(database: Direct, shop: str, ask: Ask) -> None:
    row = database.execute(
        "INSERT INTO public.tracked_apps (owner_id, name, api_key) VALUES ('ann', 'b', 'k') RETURNING id"
    )
    [other] = row.fetchall()
    happen(database, str(other["id"]), [("open", "d1", datetime(2026, 11, 2, tzinfo=UTC))])
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", question("2026-11-01", "2026-11-04"))
    assert reply.json["series"][0]["total"] == 0


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    zone=st.sampled_from(ZONES),
    middle=st.sampled_from(BUSY),
    reach=st.tuples(st.integers(0, 3 * 1440), st.integers(1, 2 * 1440)),
    interval=st.sampled_from(["hour", "day", "week", "month"]),
    drawn=st.lists(st.tuples(st.sampled_from(NAMES), st.sampled_from(DEVICES), st.integers(-5000, 5000)), max_size=25),
)
@example(
    "America/St_Johns", datetime(2006, 10, 29, tzinfo=UTC), (500, 900), "day", [("open", "d1", 151), ("buy", "d2", 152)]
)
def test_trends_are_what_the_wall_clock_says(
    database: Direct,
    shop: str,
    ask: Ask,
    zone: str,
    middle: datetime,
    reach: tuple[int, int],
    interval: str,
    drawn: list[tuple[str, str | None, int]],
) -> None:
    happened = [(name, device, middle + timedelta(minutes=after)) for name, device, after in drawn]
    start, end = middle - timedelta(minutes=reach[0]), middle + timedelta(minutes=reach[1])
    forget(database)
    happen(database, shop, happened)
    for device, person in LINKS.items():
        database.execute("INSERT INTO spoor.identities VALUES (%s, %s, %s)", [shop, device, person])
    series = [{"event": name, "measure": measure} for name in ("open", None) for measure in ("total", "visitors")]
    reply = ask(
        "POST",
        f"/api/apps/{shop}/reports/trends",
        {
            "from": start.isoformat(),
            "to": end.isoformat(),
            "timezone": zone,
            "interval": interval,
            "series": series,
        },
    )
    seen = [Seen(name, LINKS.get(device or "", device), at) for name, device, at in happened]
    place = ZoneInfo(zone)
    step = timedelta(minutes=1 if interval in ("hour", "day") else 15)
    expected = buckets(start, end, interval, place, step)
    if step.seconds == 60:
        assert [datetime.fromisoformat(one) for one in reply.json["buckets"]] == list(expected.values())
    asked, period = oracle.Asked({"series": series}, seen, timedelta(minutes=30)), oracle.Range(start, end)
    truth = oracle.lines(asked, period, period, list(expected), lambda at: wall_clock(at, interval, place))
    for line, true in zip(reply.json["series"], truth, strict=True):
        assert (line["values"], line["total"]) == (true.values, true.total)


@pytest.mark.parametrize(
    ("change", "path", "named"),
    [
        ({"interval": "fortnight"}, "interval", "fortnight"),
        ({"timezone": "Mars/Olympus"}, "timezone", "Mars/Olympus"),
        ({"colour": "red"}, "colour", "not known"),
        ({"series": []}, "series", "at least 1"),
        ({"series": [{"event": "open", "measure": "happiness"}]}, "series[0].measure", "happiness"),
        ({"series": [{"event": "op\0en"}]}, "series[0].event", "NUL"),
        ({"to": "2026-10-31"}, "to", "`from` must not lie after `to`"),
        ({"from": "2026-02-30"}, "from", "must be a date"),
        ({"from": "20261101"}, "from", "a time such as"),
        ({"from": "2026-11-01T25:00"}, "from", "a time such as"),
        ({"from": "2026-W01-1"}, "from", "must be a date"),
        ({"to": "2999-01-01"}, "to", "2100"),
        ({"from": "1970-01-01", "interval": "hour"}, "", "2000 buckets"),
        ({"from": 5}, "from", "string"),
    ],
)
def test_an_unknown_word_is_refused_by_name(
    shop: str, ask: Ask, change: dict[str, object], path: str, named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", {**question("2026-11-01", "2026-11-04"), **change})
    assert reply.status == 422
    [problem] = reply.json["errors"]
    assert problem["path"] == path
    assert named in problem["message"]


def question(start: str, end: str, interval: str = "day") -> dict[str, object]:
    """A small one."""
    return {"from": start, "to": end, "interval": interval, "series": [{"event": None}]}
