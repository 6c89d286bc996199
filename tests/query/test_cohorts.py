"""A cohort is whoever did something often enough, under whatever ids; every report can be asked of it alone."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.oracles.cohorts import Seen, did
from tests.people import Direct, happen, sign_up, track
from tests.query.conftest import Ask

START = datetime(2026, 11, 1, tzinfo=UTC)
DAY = timedelta(days=1)
LINKS = {"d1": "ann", "d2": "ann"}
RANGE = {"from": "2026-11-01", "to": "2026-11-05"}
TRENDS = {"from": "2026-10-01", "to": "2026-12-01", "interval": "month", "series": [{"event": None}]}


def link(database: Direct, app_id: str) -> None:
    """What was identified."""
    for device, visitor in LINKS.items():
        database.execute(
            "INSERT INTO identities (app_id, anonymous_id, visitor_id) VALUES (%s, %s, %s)", [app_id, device, visitor]
        )


def define(ask: Ask, app_id: str, **definition: Any) -> str:
    """A cohort; gives its id."""
    made = ask("POST", f"/api/apps/{app_id}/cohorts", {"name": "Some", "definition": {"kind": "did", **definition}})
    assert made.status == 201, made.text
    return str(made.json["id"])


happenings = st.lists(
    st.tuples(
        st.sampled_from(["open", "buy"]),
        st.sampled_from(["d1", "d2", "d3", "ann", None]),
        st.integers(-2, 5).map(lambda day: START + day * DAY),
    ),
    max_size=15,
)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    happened=happenings,
    name=st.sampled_from(["open", "buy", None]),
    at_least=st.integers(1, 3),
    more=st.none() | st.integers(0, 1),
    operator=st.sampled_from(["is", "isNot"]),
)
def test_a_cohort_holds_whom_counting_finds_and_a_filter_keeps_their_events(
    database: Direct,
    shop: str,
    ask: Ask,
    happened: list[tuple[str, str | None, datetime]],
    name: str | None,
    at_least: int,
    more: int | None,
    operator: str,
) -> None:
    database.execute("TRUNCATE events, identities, cohorts CASCADE")
    link(database, shop)
    happen(database, shop, happened)
    seen = [Seen(each, LINKS.get(who or "", who), at) for each, who, at in happened]
    at_most = None if more is None else at_least + more
    cohort = define(
        ask, shop, event=name, atLeast=at_least, **({} if at_most is None else {"atMost": at_most}), **RANGE
    )
    members = did(seen, name, START, START + 4 * DAY, at_least, at_most)
    path = f"/api/apps/{shop}/cohorts/{cohort}"
    assert ask("GET", f"{path}/visitors").json == {"visitors": members, "nextCursor": None}
    assert ask("GET", f"{path}/size").json == {"visitors": len(members)}
    only = [{"property": "$cohort", "operator": operator, "value": cohort}]
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", {**TRENDS, "filters": only})
    kept = [one for one in seen if (one.visitor in members) == (operator == "is")]
    assert reply.json["series"][0]["total"] == len(kept)


def test_pages_of_visitors_hold_each_once(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", f"d{at}", START) for at in range(7)])
    path, seen, cursor = f"/api/apps/{shop}/cohorts/{define(ask, shop, event='open', **RANGE)}/visitors", [], ""
    while cursor is not None:
        page = ask("GET", f"{path}?limit=3&cursor={cursor}").json
        seen += page["visitors"]
        cursor = page["nextCursor"]
    assert seen == [f"d{at}" for at in range(7)]


def test_the_last_days_move_with_the_clock(database: Direct, shop: str, ask: Ask) -> None:
    today = datetime.now(UTC)
    happen(database, shop, [("open", "now", today), ("open", "then", today - 3 * DAY)])
    cohort = define(ask, shop, event="open", lastDays=2)
    assert ask("GET", f"/api/apps/{shop}/cohorts/{cohort}/visitors").json["visitors"] == ["now"]


def test_a_filter_of_the_definition_counts(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "a", START), ("buy", "b", START)])
    filters = [{"property": "$name", "operator": "startsWith", "value": "b"}]
    cohort = define(ask, shop, event=None, filters=filters, **RANGE)
    assert ask("GET", f"/api/apps/{shop}/cohorts/{cohort}/visitors").json["visitors"] == ["b"]


FUNNEL = {"steps": [{"event": "open"}, {"event": "buy"}, {"event": "rate"}], **RANGE}


@pytest.mark.parametrize(
    ("outcome", "step", "found"),
    [
        ("reached", 1, ["ann", "d3", "d4"]),
        ("reached", 2, ["ann", "d4"]),
        ("droppedOff", 1, ["d3"]),
        ("droppedOff", 2, ["ann"]),
        ("reached", 3, ["d4"]),
    ],
)
def test_a_cohort_holds_who_reached_a_step_of_a_funnel_or_fell_out_there(
    database: Direct, shop: str, ask: Ask, outcome: str, step: int, found: list[str]
) -> None:
    link(database, shop)
    journeys = {"d1": ["open"], "d2": ["", "buy"], "d3": ["open"], "d4": ["open", "buy", "rate"], "d5": ["buy"]}
    for who, names in journeys.items():
        happen(database, shop, [(name, who, START + at * timedelta(hours=1)) for at, name in enumerate(names) if name])
    definition = {"kind": "funnel", "question": FUNNEL, "step": step, "outcome": outcome}
    made = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Some", "definition": definition}).json
    assert ask("GET", f"/api/apps/{shop}/cohorts/{made['id']}/visitors").json["visitors"] == found
    only = [{"property": "$cohort", "operator": "is", "value": made["id"]}]
    series = [{"event": None, "measure": "visitors"}]
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", {**TRENDS, "series": series, "filters": only})
    assert reply.json["series"][0]["total"] == len(found)


def test_a_cohort_of_a_saved_funnel_in_the_last_days(database: Direct, shop: str, ask: Ask) -> None:
    saved = ask("POST", f"/api/apps/{shop}/funnels", {"name": "F", "steps": FUNNEL["steps"]}).json["id"]
    happen(database, shop, [("open", "now", datetime.now(UTC)), ("open", "then", datetime.now(UTC) - 9 * DAY)])
    question = {"kind": "funnel", "question": {"funnelId": saved}, "lastDays": 7, "step": 1, "outcome": "droppedOff"}
    made = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Some", "definition": question}).json
    assert ask("GET", f"/api/apps/{shop}/cohorts/{made['id']}/size").json == {"visitors": 1}


def test_a_funnel_that_names_a_cohort_makes_none(shop: str, ask: Ask) -> None:
    first = define(ask, shop, event="open", **RANGE)
    steps = [{"event": "open", "filters": [{"property": "$cohort", "operator": "is", "value": first}]}]
    saved = ask("POST", f"/api/apps/{shop}/funnels", {"name": "F", "steps": steps}).json["id"]
    for question in ({**RANGE, "steps": steps}, {**RANGE, "funnelId": saved}):
        definition = {"kind": "funnel", "question": question, "step": 1, "outcome": "reached"}
        made = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Some", "definition": definition})
        if made.status == 201:
            made = ask("GET", f"/api/apps/{shop}/cohorts/{made.json['id']}/size")
        assert made.status == 422


def test_a_cohort_is_renamed_defined_anew_and_deleted(shop: str, ask: Ask) -> None:
    path = f"/api/apps/{shop}/cohorts/{define(ask, shop, event='open', **RANGE)}"
    made = ask("GET", path).json
    assert ask("GET", f"/api/apps/{shop}/cohorts").json == {"cohorts": [made]}
    assert ask("PATCH", path, {"name": "Others"}).json == {**made, "name": "Others"}
    other = {"kind": "did", "event": "buy", "lastDays": 7}
    assert ask("PATCH", path, {"definition": other}).json == {**made, "name": "Others", "definition": other}
    assert ask("DELETE", path).status == 204
    assert ask("GET", path).status == 404
    asked = {**TRENDS, "filters": [{"property": "$cohort", "operator": "is", "value": made["id"]}]}
    assert ask("POST", f"/api/apps/{shop}/reports/trends", asked).status == 422


def test_a_cohort_of_another_app_is_none_here(database: Direct, ann: str, shop: str, ask: Ask) -> None:
    cohort, other = define(ask, shop, event="open", **RANGE), track(database, ann, "spk_other")
    sign_up(database, "bob")
    for path in (f"/cohorts/{cohort}", f"/cohorts/{cohort}/visitors", f"/cohorts/{cohort}/size"):
        assert ask("GET", f"/api/apps/{other}{path}").json["code"] == "COHORT_NOT_FOUND"
        assert ask("GET", f"/api/apps/{shop}{path}", user_id="bob").json["code"] == "APP_NOT_FOUND"
    asked = {**TRENDS, "filters": [{"property": "$cohort", "operator": "is", "value": cohort}]}
    assert ask("POST", f"/api/apps/{other}/reports/trends", asked).status == 422


@pytest.mark.parametrize(
    "definition",
    [
        {},
        {"kind": "dreamt", "event": "open", "lastDays": 1},
        {"kind": "did", "event": "open"},
        {"kind": "did", "event": "open", "from": "2026-11-01"},
        {"kind": "did", "event": "open", "lastDays": 1, **RANGE},
        {"kind": "did", "event": "open", "lastDays": 0},
        {"kind": "did", "event": "open", "lastDays": 1, "atLeast": 0},
        {"kind": "did", "event": "open", "lastDays": 1, "atLeast": 2, "atMost": 1},
        {"kind": "did", "lastDays": 1},
        {"kind": "funnel", "question": {**RANGE, "steps": []}, "step": 1, "outcome": "reached"},
        {"kind": "funnel", "question": FUNNEL, "lastDays": 7, "step": 1, "outcome": "reached"},
        {"kind": "funnel", "question": {"steps": FUNNEL["steps"]}, "step": 1, "outcome": "reached"},
        {"kind": "funnel", "question": FUNNEL, "step": 0, "outcome": "reached"},
        {"kind": "funnel", "question": FUNNEL, "step": 1, "outcome": "lost"},
        {
            "kind": "did",
            "event": "open",
            "lastDays": 1,
            "filters": [{"property": "$cohort", "operator": "is", "value": "00000000-0000-0000-0000-000000000000"}],
        },
    ],
)
def test_a_definition_that_makes_no_sense_is_refused(shop: str, ask: Ask, definition: object) -> None:
    reply = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Some", "definition": definition})
    assert reply.status == 422
    assert reply.json["errors"][0]["path"].startswith("definition")
