"""The demo month keeps its promises: rhythm, faithful visitors, one thing that broke, the same every time."""

from collections import Counter, defaultdict
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from dev.demo.findings import checkouts
from dev.demo.funnels import FUNNELS
from dev.demo.month import simulate
from dev.demo.people.visit import SHOP, DemoEvent
from dev.demo.scenario import FEWEST_DAYS, Scenario, app_name

UNTIL = datetime(2026, 4, 15, 13, 37, tzinfo=UTC)  # the clocks of Europe and America change within this month
SCENARIO = Scenario(UNTIL)


@pytest.fixture(scope="module")
def month() -> list[DemoEvent]:
    """The month that `make demo` would send on that day."""
    return simulate(SCENARIO)


def test_it_is_a_month_of_reasonable_size_in_order_of_time(month: list[DemoEvent]) -> None:
    assert 40_000 <= len(month) <= 60_000
    assert [event.at for event in month] == sorted(event.at for event in month)
    assert SCENARIO.start <= month[0].at
    assert month[-1].at < UNTIL
    assert len({event.at.date() for event in month}) == 30


def test_weekends_are_quieter_than_the_days_around_them(month: list[DemoEvent]) -> None:
    days = Counter(event.at.date() for event in month if event.at.date() < UNTIL.date())
    weekend = [count for day, count in days.items() if day.weekday() >= 5]
    week = [count for day, count in days.items() if day.weekday() < 5]
    assert max(weekend) < min(week)


@pytest.mark.parametrize(
    ("country", "zone"),
    [("DE", "Europe/Berlin"), ("IN", "Asia/Kolkata"), ("JP", "Asia/Tokyo"), ("BR", "America/Sao_Paulo")],
)
def test_everybody_is_about_by_day_on_their_own_clock(month: list[DemoEvent], country: str, zone: str) -> None:
    hours = Counter(
        event.at.astimezone(ZoneInfo(zone)).hour for event in month if event.properties["$country"] == country
    )
    assert sum(hours[hour] for hour in range(9, 18)) > 10 * sum(hours[hour] for hour in range(1, 5))


def test_the_hours_of_a_zone_stay_where_they_are_when_its_clocks_change(month: list[DemoEvent]) -> None:
    change = datetime(2026, 3, 29, 1, tzinfo=UTC)
    german = [event for event in month if event.properties["$country"] == "DE"]
    before = [event.at.astimezone(ZoneInfo("Europe/Berlin")).hour for event in german if event.at < change]
    after = [event.at.astimezone(ZoneInfo("Europe/Berlin")).hour for event in german if event.at >= change]
    assert abs(sum(before) / len(before) - sum(after) / len(after)) < 0.5


def test_checkouts_on_phones_break_with_a_release_and_recover(month: list[DemoEvent]) -> None:
    outage = SCENARIO.outage
    before = checkouts(month, SCENARIO.start, outage.released_at, mobile=True)
    broken = checkouts(month, outage.released_at, outage.mended_at, mobile=True)
    after = checkouts(month, outage.mended_at, UNTIL, mobile=True)
    assert broken.started >= 30
    assert broken.rate < before.rate / 3
    assert after.rate > 0.8 * before.rate


def test_nothing_else_breaks_meanwhile(month: list[DemoEvent]) -> None:
    outage = SCENARIO.outage
    before = checkouts(month, SCENARIO.start, outage.released_at, mobile=False)
    meanwhile = checkouts(month, outage.released_at, outage.mended_at, mobile=False)
    assert meanwhile.rate > 0.85 * before.rate


@pytest.mark.parametrize("day", range(1, 31))
@pytest.mark.parametrize("days", [FEWEST_DAYS, 30])
def test_there_is_a_week_before_the_release_and_time_after_it_whenever_the_month_ends(day: int, days: int) -> None:
    scenario = Scenario(datetime(2026, 6, day, 0, 1, tzinfo=UTC), days=days)
    assert scenario.outage.released_at.weekday() == 1
    assert scenario.outage.mended_at <= scenario.until - timedelta(days=3)
    assert scenario.outage.whole_days()[0] - timedelta(days=7) >= scenario.start


def test_an_event_says_which_release_it_met(month: list[DemoEvent]) -> None:
    outage = SCENARIO.outage
    during = {event.properties["release"] for event in month if outage.holds(event.at)}
    other = {event.properties["release"] for event in month if not outage.holds(event.at)}
    assert (during, other) == ({"4.2.0"}, {"4.0.3", "4.1.0", "4.2.1"})


def test_a_release_before_the_fault_broke_nothing(month: list[DemoEvent]) -> None:
    [(_, harmless), (_, harmful), _] = SCENARIO.outage.releases()
    before = checkouts(month, SCENARIO.start, harmless, mobile=True)
    after = checkouts(month, harmless, harmful, mobile=True)
    assert after.rate > 0.85 * before.rate


def test_visitors_are_anonymous_until_they_sign_up_or_in(month: list[DemoEvent]) -> None:
    devices = defaultdict(list)
    for event in month:
        devices[event.anonymous_id].append(event)
    became_known = 0
    for events in devices.values():
        users = [event.user_id for event in events]
        assert len(set(users) - {None}) <= 1
        if None in users and users[-1]:
            first = users.index(users[-1])
            assert events[first].name == "$identify"
            assert events[first + 1].name in {"signed up", "signed in"}
            assert None not in users[first:]
            became_known += 1
    assert became_known > 1000


def test_some_visitors_use_two_devices(month: list[DemoEvent]) -> None:
    devices = defaultdict(set)
    for event in month:
        if event.user_id:
            devices[event.user_id].add(event.anonymous_id)
    assert sum(len(known) == 2 for known in devices.values()) > 100


def test_visitors_come_back_after_signing_up_fewer_week_by_week(month: list[DemoEvent]) -> None:
    joined = {event.user_id: event.at.date() for event in month if event.name == "signed up"}
    early = {user for user, day in joined.items() if day < SCENARIO.first_day + timedelta(days=7)}
    active = defaultdict(set)
    for event in month:
        if event.user_id in early:
            active[(event.at.date() - joined[event.user_id]).days // 7].add(event.user_id)
    shares = [len(active[week]) / len(early) for week in range(4)]
    assert shares[0] == 1
    assert 0.8 > shares[1] > shares[2] > 0.2


def test_every_saved_funnel_loses_some_visitors_at_each_step_and_not_all(month: list[DemoEvent]) -> None:
    who = defaultdict(set)
    for event in month:
        who[event.name].add(event.anonymous_id)
        if event.name == "$pageview":
            who["visited"].add(event.anonymous_id)
        if event.name == "$pageview" and event.properties["$pathname"] == "/pricing":
            who["saw the prices"].add(event.anonymous_id)
    for funnel in FUNNELS:
        did_all = [who[step.get("label", step["event"])] for step in funnel["steps"]]
        reached = [len(set.intersection(*did_all[: at + 1])) for at in range(len(did_all))]
        assert sorted(set(reached), reverse=True) == reached
        assert reached[-1] > 200


def test_an_event_says_what_the_tracker_says(month: list[DemoEvent]) -> None:
    said = {"$current_url", "$referrer", "$title", "$browser_language", "$screen_width", "$screen_height", "$lib"}
    assert all(said <= event.properties.keys() for event in month)
    assert {event.properties["$device_type"] for event in month} == {"Desktop", "Mobile", "Tablet"}


def test_a_visit_lands_by_its_way_and_goes_on_within_the_shop(month: list[DemoEvent]) -> None:
    life = defaultdict(list)
    for event in month:
        if event.name == "$pageview":
            life[event.anonymous_id].append(event.properties)
    inside = [
        later["$referrer"] == former["$current_url"]
        for pages in life.values()
        for former, later in pairwise(pages)
        if later["$referrer"].startswith(SHOP)
    ]
    landed = [page for pages in life.values() for page in pages if not page["$referrer"].startswith(SHOP)]
    assert all(inside)
    assert len(inside) > 10_000
    assert sum("utm_source=" in page["$current_url"] for page in landed) > 1_000
    assert sum(page["$referrer"] == "https://chatgpt.com/" for page in landed) > 100
    assert sum(not page["$referrer"] for page in landed) > 0.4 * len(landed)


def test_the_same_seed_gives_the_same_events_and_another_one_others() -> None:
    small = Scenario(UNTIL, seed=5, visitors=60)
    first, second = simulate(small), simulate(small)
    assert first == second
    assert len({event.id for event in first}) == len(first)
    other = simulate(Scenario(UNTIL, seed=6, visitors=60))
    assert not {event.id for event in first} & {event.id for event in other}


def test_another_month_goes_into_an_app_of_its_own() -> None:
    names = {app_name(1, 30, 5000), app_name(2, 30, 5000), app_name(1, 31, 5000), app_name(1, 30, 50)}
    assert len(names) == 4
    assert "Demo shop" in names
