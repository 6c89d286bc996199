"""A visitor's timeline holds what was done under any id of theirs, once, with sessions marked."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.people import Direct, forget, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)


def test_all_ids_of_a_visitor_lead_to_the_same_timeline(database: Direct, shop: str, ask: Ask) -> None:
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'phone', 'ann'), (%s, 'ann', 'ann')", [shop, shop])
    happen(database, shop, [("open", "phone", at(0)), ("buy", "ann", at(20)), ("open", "ben", at(10))])
    seen = [timeline(ask, shop, visitor) for visitor in ("ann", "phone")]
    assert seen[0] == seen[1]
    assert seen[0]["visitorId"] == "ann"
    assert seen[0]["ids"] == ["ann", "phone"]
    assert (seen[0]["firstSeenAt"], seen[0]["lastSeenAt"]) == (at(0).isoformat(), at(20).isoformat())
    assert [(event["name"], event["anonymousId"], event["startsSession"]) for event in seen[0]["events"]] == [
        ("buy", "ann", False),
        ("open", "phone", True),
    ]


def test_a_session_starts_where_the_apps_gap_lies_before(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("a", "d1", at(0)), ("b", "d1", at(30)), ("c", "d1", at(61))])
    assert marks(timeline(ask, shop, "d1")) == [("c", True), ("b", False), ("a", True)]


def test_the_range_does_not_make_a_session_start(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("a", "d1", at(0)), ("b", "d1", at(30))])
    cut = timeline(ask, shop, "d1", f"?from={quote(at(1).isoformat())}")
    assert marks(cut) == [("b", False)]
    assert cut["firstSeenAt"] == at(30).isoformat()


def test_nobody_known_has_an_empty_timeline(shop: str, ask: Ask) -> None:
    assert timeline(ask, shop, "nobody") == {
        "visitorId": "nobody",
        "ids": ["nobody"],
        "firstSeenAt": None,
        "lastSeenAt": None,
        "events": [],
        "nextCursor": None,
    }


def test_without_a_range_it_is_about_the_last_ninety_days(database: Direct, shop: str, ask: Ask) -> None:
    [row] = database.execute("SELECT now() AS now").fetchall()
    happen(database, shop, [(f"{days}", "d1", row["now"] - timedelta(days=days)) for days in (1, 89, 91)])
    assert [name for name, _ in marks(timeline(ask, shop, "d1", ""))] == ["1", "89"]


@pytest.mark.parametrize("name", ["a/b", "a b", "ä", "?", "d%2F1", "../d1", "+"])
def test_an_id_may_have_any_letters(database: Direct, shop: str, ask: Ask, name: str) -> None:
    happen(database, shop, [("open", name, at(0))])
    assert len(timeline(ask, shop, quote(name, safe=""))["events"]) == 1


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(st.tuples(st.sampled_from(["d1", "d2", "d3", None]), st.integers(-40, 90)), max_size=20),
    limit=st.integers(1, 5),
)
def test_pages_hold_every_event_once_and_mark_each_session(
    database: Direct, shop: str, ask: Ask, drawn: list[tuple[str | None, int]], limit: int
) -> None:
    forget(database)
    database.execute("INSERT INTO spoor.identities VALUES (%s, 'd1', 'd2')", [shop])
    happen(database, shop, [(f"{n}", device, at(minute)) for n, (device, minute) in enumerate(drawn)])
    found: list[dict[str, Any]] = []
    cursor = ""
    while cursor is not None:
        page = timeline(
            ask, shop, "d1", f"?from={quote(at(0).isoformat())}&limit={limit}{cursor and '&cursor=' + quote(cursor)}"
        )
        found += page["events"]
        cursor = page["nextCursor"]
    own = sorted((minute, f"{n}") for n, (device, minute) in enumerate(drawn) if device in ("d1", "d2"))
    shown = [(minute, name) for minute, name in own if minute >= 0]
    assert sorted(event["name"] for event in found) == sorted(name for _, name in shown)
    assert [event["occurredAt"] for event in found] == [at(minute).isoformat() for minute, _ in reversed(shown)]
    minutes = [minute for minute, _ in own]
    starts = {minute for minute in minutes if not any(minute - 30 <= other < minute for other in minutes)}
    for minute in {minute for minute, _ in shown}:
        marked = [event["startsSession"] for event in found if event["occurredAt"] == at(minute).isoformat()]
        assert sum(marked) == (minute in starts)


@pytest.mark.parametrize("query", ["limit=0", "limit=1001", "colour=red", "cursor=nonsense", "from=yesterday"])
def test_a_word_that_makes_no_sense_is_refused(shop: str, ask: Ask, query: str) -> None:
    assert ask("GET", f"/api/apps/{shop}/visitors/d1?{query}").status == 422


@pytest.mark.parametrize("visitor", ["a/b", "a%2Fb", "ä ö", "%", "+"])
def test_an_id_in_the_address_is_decoded_once(shop: str, ask: Ask, visitor: str) -> None:
    assert timeline(ask, shop, quote(visitor, safe=""))["visitorId"] == visitor


def test_a_part_of_the_address_is_named_as_the_documentation_names_it(shop: str, ask: Ask) -> None:
    [problem] = ask("GET", f"/api/apps/{shop}/visitors/{'x' * 201}").json["errors"]
    assert problem["path"] == "visitorId"


def at(minutes: int) -> datetime:
    """A moment of the tests' day."""
    return NOON + minutes * MINUTE


def marks(page: dict[str, Any]) -> list[tuple[str, bool]]:
    """The events of a page and whether they start a session."""
    return [(event["name"], event["startsSession"]) for event in page["events"]]


def timeline(ask: Ask, shop: str, visitor: str, query: str = "?from=2026-11-01") -> dict[str, Any]:
    """A visitor's timeline."""
    reply = ask("GET", f"/api/apps/{shop}/visitors/{visitor}{query}")
    assert reply.status == 200, reply.text
    return dict(reply.json)
