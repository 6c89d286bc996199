"""Whatever is named as a cause, its numbers are those that counting by hand gives."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from tests.oracles import changes as oracle
from tests.people import Direct, claim, forget, happen
from tests.query.conftest import Ask

MIDDLE = datetime(2026, 11, 9, tzinfo=UTC)
WEEK = timedelta(days=7)
DAYS = 14
KINDS: tuple[Any, ...] = ("phone", "desktop", 1, None)
"""Values of a property; None where it is missing."""


@settings(
    max_examples=5, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    measure=st.sampled_from(["total", "visitors"]),
    more=st.lists(st.integers(0, 4), min_size=DAYS * len(KINDS), max_size=DAYS * len(KINDS)),
    fallen=st.sets(st.sampled_from(KINDS), max_size=2),
    kept=st.integers(2, 3),
    returning=st.integers(0, 6),
    claimed=st.integers(4, 40),
)
def test_the_numbers_of_causes_are_what_counting_by_hand_gives(
    database: Direct,
    shop: str,
    ask: Ask,
    measure: str,
    more: list[int],
    fallen: set[Any],
    kept: int,
    returning: int,
    claimed: int,
) -> None:
    forget(database)
    events = [
        (visitor, at, told)
        for day in range(DAYS)
        for place, kind in enumerate(KINDS)
        for visitor, at, told in came(
            day, kind, kept if kind in fallen and day >= DAYS // 2 else 10 + more[day * len(KINDS) + place], returning
        )
    ]
    happen(database, shop, [("come", *each) for each in events])
    links = {f"{at % DAYS}-{KINDS[at % 2]}-{at // DAYS}": f"user {at % 3}" for at in range(claimed)}
    claim(database, shop, *links.items())
    answer = asked(ask, shop, {"series": [{"event": "come", "measure": measure}], "interval": "day"})
    seen = [oracle.Came(links.get(visitor, visitor), at, told) for visitor, at, told in events]
    now = oracle.period(seen, MIDDLE, MIDDLE + WEEK, measure)
    before = oracle.period(seen, MIDDLE - WEEK, MIDDLE, measure)
    assert (answer["now"], answer["before"]) == (now.number(), before.number())
    assert bool(answer["causes"]) >= (len(fallen) == 1)
    agree(answer, now, before)


@settings(
    max_examples=4, deadline=None, phases=[Phase.generate], suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(
    coming=st.lists(st.integers(9, 20), min_size=DAYS * len(KINDS), max_size=DAYS * len(KINDS)),
    buying=st.lists(st.integers(4, 8), min_size=DAYS * len(KINDS), max_size=DAYS * len(KINDS)),
    fallen=st.sets(st.sampled_from(KINDS), max_size=2),
    returning=st.integers(0, 6),
    claimed=st.integers(4, 40),
    later=st.integers(0, 9),
)
def test_the_rates_of_causes_are_what_counting_by_hand_gives(
    database: Direct,
    shop: str,
    ask: Ask,
    coming: list[int],
    buying: list[int],
    fallen: set[Any],
    returning: int,
    claimed: int,
    later: int,
) -> None:
    forget(database)
    come = [
        (day, kind, each)
        for day in range(DAYS)
        for kind in KINDS
        for each in came(day, kind, coming[day * len(KINDS) + KINDS.index(kind)], returning)
    ]
    buy = [
        (visitor, at + timedelta(days=later, minutes=1), told)
        for day, kind, (visitor, at, told) in come
        if int(visitor.rpartition("-")[2])
        < (1 if kind in fallen and day >= DAYS // 2 else buying[day * len(KINDS) + KINDS.index(kind)])
    ]
    happen(database, shop, [*(("come", *each) for *_, each in come), *(("buy", *each) for each in buy)])
    links = {f"{at % DAYS}-{KINDS[at % 2]}-{at // DAYS}": f"user {at % 3}" for at in range(claimed)}
    claim(database, shop, *links.items())
    answer = asked(ask, shop, {"steps": [{"event": "come"}, {"event": "buy"}]})
    entered, bought = (
        [oracle.Came(links.get(visitor, visitor), at, told) for visitor, at, told in part]
        for part in ([each for *_, each in come], buy)
    )
    now, before = (oracle.rate(entered, bought, start, start + WEEK, WEEK) for start in (MIDDLE, MIDDLE - WEEK))
    assert (answer["now"], answer["before"]) == pytest.approx((now.number(), before.number()))
    assert bool(answer["causes"]) >= (len(fallen) == 1 and later < WEEK.days)
    agree(answer, now, before)


def agree(answer: dict[str, Any], now: oracle.Counted, before: oracle.Counted) -> None:
    """What is said of the causes is what counting by hand gives."""
    causes = answer["causes"]
    wanted = oracle.numbers(now, before, [(each["property"], each["value"]) for each in causes])
    for each, by_hand in zip(causes, wanted, strict=True):
        without = {name: each["withoutIt"][name] for name in ("now", "before")}
        assert without == pytest.approx(by_hand.pop("withoutIt"))
        told = {name: each[name] for name in by_hand}
        numbers = ("now", "before", "share")
        assert [told.pop(name) for name in numbers] == pytest.approx([by_hand.pop(name) for name in numbers])
        assert told == by_hand


def test_of_an_app_without_events_nothing_is_claimed(shop: str, ask: Ask) -> None:
    for measure in ("total", "visitors"):
        answer = asked(ask, shop, {"series": [{"event": "come", "measure": measure}], "interval": "day"})
        assert (answer["now"], answer["before"], answer["causes"], answer["tested"]) == (0, 0, [], 0)
        assert not answer["significant"]
        assert "began" not in answer


def came(day: int, kind: Any, visitors: int, returning: int) -> list[tuple[str, datetime, dict[str, Any]]]:
    """Who comes on a day and tells a kind; the first of them come again an hour later."""
    at, told = MIDDLE - WEEK + timedelta(days=day, hours=8), {} if kind is None else {"kind": kind}
    first = [(f"{day}-{kind}-{one}", at + timedelta(minutes=one), told) for one in range(visitors)]
    return [*first, *((visitor, when + timedelta(hours=1), told) for visitor, when, told in first[:returning])]


def asked(ask: Ask, shop: str, question: dict[str, Any]) -> dict[str, Any]:
    """What changed in the second week."""
    of_week = {"from": MIDDLE.isoformat(), "to": (MIDDLE + WEEK).isoformat(), **question}
    reply = ask("POST", f"/api/apps/{shop}/reports/changes", {"question": of_week, "properties": ["kind"]})
    assert reply.status == 200, reply.text
    return dict(reply.json)
