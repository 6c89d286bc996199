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
            "INSERT INTO spoor.identities (app_id, anonymous_id, visitor_id) VALUES (%s, %s, %s)",
            [app_id, device, visitor],
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
    database.execute("TRUNCATE public.events, spoor.identities, spoor.cohorts CASCADE")
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


@pytest.mark.parametrize(
    "asked",
    [
        {"operator": "endsWith", "value": [".html", ".htm"]},
        {"operator": "matches", "value": r"^/DE/\w+\.html?$", "ignoreCase": True},
        {"operator": "between", "value": ["/de", "/df"]},
        {"operator": "startsWith", "value": "/DE", "ignoreCase": True},
    ],
)
def test_a_definition_keeps_every_operator_as_it_was_said(
    database: Direct, shop: str, ask: Ask, asked: dict[str, Any]
) -> None:
    told = [("/de/shop.html", "a"), ("/fr/shop.php", "b"), (5, "c"), (None, "d")]
    happen(database, shop, [("open", who, START, {"path": path}) for path, who in told])
    condition = {"property": "path", **asked}
    cohort = define(ask, shop, event="open", filters=[condition], **RANGE)
    kept = ask("GET", f"/api/apps/{shop}/cohorts/{cohort}").json["definition"]["filters"]
    assert kept == [condition]
    assert ask("GET", f"/api/apps/{shop}/cohorts/{cohort}/visitors").json["visitors"] == ["a"]


def test_those_who_dropped_off_in_a_funnel_are_a_cohort(database: Direct, shop: str, ask: Ask) -> None:
    link(database, shop)
    happen(
        database,
        shop,
        [
            *(("open", "d1", START), ("cart", "d2", START + DAY), ("leave", "ann", START + 2 * DAY)),
            *(("open", "d3", START), ("leave", "d3", START)),
            *(("open", "d4", START), ("cart", "d4", START), ("buy", "d4", START), ("leave", "d4", START)),
        ],
    )
    steps = [{"event": "open"}, {"event": "cart"}, {"event": "buy"}]
    funnel = ask("POST", f"/api/apps/{shop}/funnels", {"name": "Checkout", "steps": steps}).json["id"]
    told: dict[str, Any] = {"kind": "funnel", "funnelId": funnel, **RANGE}
    lost = define(ask, shop, **told, step=2, outcome="droppedOff")
    assert ask("GET", f"/api/apps/{shop}/cohorts/{lost}/visitors").json["visitors"] == ["ann"]
    assert ask("GET", f"/api/apps/{shop}/cohorts/{lost}/size").json == {"visitors": 1}
    reached = define(ask, shop, **told, step=2, outcome="reached")
    assert ask("GET", f"/api/apps/{shop}/cohorts/{reached}/visitors").json["visitors"] == ["ann", "d4"]
    leavers = {**TRENDS, "series": [{"event": "leave", "measure": "visitors"}]}
    for operator, count in (("is", 1), ("isNot", 2)):
        filters = [{"property": "$cohort", "operator": operator, "value": lost}]
        reply = ask("POST", f"/api/apps/{shop}/reports/trends", {**leavers, "filters": filters})
        assert reply.json["series"][0]["total"] == count
    assert ask("DELETE", f"/api/apps/{shop}/funnels/{funnel}").status == 204
    assert ask("GET", f"/api/apps/{shop}/cohorts/{lost}/size").json["code"] == "FUNNEL_NOT_FOUND"


def test_those_of_a_funnel_that_is_not_saved_are_whom_its_report_lists(database: Direct, shop: str, ask: Ask) -> None:
    link(database, shop)
    happen(
        database,
        shop,
        [
            *(("open", "d1", START), ("cart", "d2", START + DAY), ("leave", "ann", START + 2 * DAY)),
            *(("cart", "d3", START), ("open", "d3", START + DAY), ("leave", "d3", START + 2 * DAY)),
            *(("open", "d4", START), ("leave", "d4", START), ("cart", "d4", START + DAY), ("buy", "d4", START + DAY)),
            ("open", None, START),
        ],
    )
    steps = [{"event": "open"}, {"event": "cart"}, {"event": "buy"}]
    without = [{"event": "leave", "fromStep": 1, "toStep": 2}]
    for more in (
        {},
        {"conversionWindowSeconds": 3600},
        {"order": "unordered"},
        {"exclusions": without},
        {"filters": [{"property": "$name", "operator": "isNot", "value": "cart"}]},
        {"steps": [{"event": None}, *steps[1:]]},
    ):
        for step, outcome in ((1, "droppedOff"), (2, "droppedOff"), (2, "reached")):
            asked = {"steps": steps, **more, "step": step, "outcome": outcome, **RANGE}
            listed = ask("POST", f"/api/apps/{shop}/reports/funnel/visitors", asked).json["visitors"]
            cohort = define(ask, shop, kind="funnel", **asked)
            found = ask("GET", f"/api/apps/{shop}/cohorts/{cohort}/visitors").json["visitors"]
            assert found == sorted(each["visitorId"] for each in listed), (more, step, outcome)


def test_a_cohort_of_steps_is_refused_where_its_funnel_would_be(shop: str, ask: Ask) -> None:
    other = define(ask, shop, event="open", **RANGE)
    within = [{"property": "$cohort", "operator": "is", "value": other}]
    steps = [{"event": "open"}, {"event": "cart"}]
    told: dict[str, Any] = {"kind": "funnel", "step": 1, "outcome": "reached", **RANGE}
    beyond = [{"event": "buy", "fromStep": 1, "toStep": 3}]
    funnel = ask("POST", f"/api/apps/{shop}/funnels", {"name": "Open", "steps": steps}).json["id"]
    for wrong in (
        {},
        {"steps": steps, "funnelId": funnel},
        {"steps": [{"event": "open", "filters": within}]},
        {"steps": steps, "filters": within},
        {"steps": steps, "exclusions": beyond},
        {"funnelId": funnel, "exclusions": beyond},
        {"steps": steps, "order": "unordered", "exclusions": [{**beyond[0], "toStep": 2}]},
        {"steps": steps, "step": 2, "outcome": "droppedOff"},
    ):
        reply = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Some", "definition": {**told, **wrong}})
        assert reply.status in (400, 422), wrong
        assert reply.json["errors"][0]["path"].startswith("definition"), wrong


@pytest.mark.parametrize("is_deleted", [True, False])
def test_a_filter_by_a_cohort_whose_funnel_is_gone_or_too_short_now_names_the_cohort(
    shop: str, ask: Ask, is_deleted: bool
) -> None:
    steps = [{"event": "open"}, {"event": "cart"}]
    path = f"/api/apps/{shop}/funnels"
    funnel = ask("POST", path, {"name": "Checkout", "steps": steps}).json["id"]
    cohort = define(ask, shop, kind="funnel", funnelId=funnel, step=2, outcome="reached", **RANGE)
    changed = (
        ask("DELETE", f"{path}/{funnel}") if is_deleted else ask("PATCH", f"{path}/{funnel}", {"steps": steps[:1]})
    )
    assert changed.status in {200, 204}
    filters = [{"property": "$cohort", "operator": "is", "value": cohort}]
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", {**TRENDS, "filters": filters})
    [error] = reply.json["errors"]
    assert (reply.status, error["path"]) == (422, "filters")
    assert f"The cohort {cohort} has to be defined anew" in error["message"]


def test_a_cohort_of_a_funnel_with_too_many_visitors_is_refused_by_number(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("query.engines.postgres.cohorts.MOST_LISTED", 1)
    funnel = ask("POST", f"/api/apps/{shop}/funnels", {"name": "Open", "steps": [{"event": "open"}]}).json["id"]
    told: dict[str, Any] = {"kind": "funnel", "funnelId": funnel, "step": 1, "outcome": "reached", **RANGE}
    size = f"/api/apps/{shop}/cohorts/{define(ask, shop, **told)}/size"
    happen(database, shop, [("open", "d3", START)])
    assert ask("GET", size).json == {"visitors": 1}
    happen(database, shop, [("open", "d4", START)])
    reply = ask("GET", size)
    assert (reply.status, "More than 1 visitors" in reply.json["message"]) == (413, True)


def test_a_cohort_of_a_funnel_that_is_not_there_or_too_short_or_names_a_cohort_is_refused(shop: str, ask: Ask) -> None:
    other = define(ask, shop, event="open", **RANGE)
    within = {"property": "$cohort", "operator": "is", "value": other}
    steps = [{"event": "open", "filters": [within]}]
    funnel = ask("POST", f"/api/apps/{shop}/funnels", {"name": "Theirs", "steps": steps}).json["id"]
    told: dict[str, Any] = {"kind": "funnel", "step": 1, "outcome": "reached", **RANGE}
    circular = define(ask, shop, **told, funnelId=funnel)
    reply = ask("GET", f"/api/apps/{shop}/cohorts/{circular}/size")
    assert (reply.status, reply.json["errors"][0]["path"]) == (422, "definition.funnelId")
    for step, outcome in ((2, "reached"), (1, "droppedOff")):
        beyond = {"name": "Some", "definition": {**told, "step": step, "outcome": outcome, "funnelId": funnel}}
        reply = ask("POST", f"/api/apps/{shop}/cohorts", beyond)
        assert (reply.status, reply.json["errors"][0]["path"]) == (422, "definition.step")
    absent = {"name": "Some", "definition": {**told, "funnelId": other}}
    assert ask("POST", f"/api/apps/{shop}/cohorts", absent).json["code"] == "FUNNEL_NOT_FOUND"


def test_a_cohort_whose_funnel_was_shortened_or_deleted_is_told_where_it_is_named(shop: str, ask: Ask) -> None:
    saved = {"name": "Theirs", "steps": [{"event": "open"}, {"event": "buy"}]}
    path = f"/api/apps/{shop}/funnels/{ask('POST', f'/api/apps/{shop}/funnels', saved).json['id']}"
    told = {"kind": "funnel", "step": 2, "outcome": "reached", "funnelId": path.rpartition("/")[2]}
    cohort = define(ask, shop, **told, **RANGE)
    asked = {**TRENDS, "filters": [{"property": "$cohort", "operator": "is", "value": cohort}]}
    for method, body, why in (
        ("PATCH", {"steps": [{"event": "open"}]}, "last step"),
        ("DELETE", None, "no such funnel"),
    ):
        ask(method, path, body)
        reply = ask("POST", f"/api/apps/{shop}/reports/trends", asked)
        [problem] = reply.json["errors"]
        assert (reply.status, problem["path"]) == (422, "filters")
        assert cohort in problem["message"]
        assert why in problem["message"]


def test_a_question_names_ten_cohorts_at_most(shop: str, ask: Ask) -> None:
    cohorts = [define(ask, shop, event="open", **RANGE) for _ in range(11)]
    for count, status in ((10, 200), (11, 422)):
        filters = [{"property": "$cohort", "operator": "is", "value": cohorts[:count]}]
        reply = ask("POST", f"/api/apps/{shop}/reports/trends", {**TRENDS, "filters": filters})
        assert reply.status == status
    assert "10 is the most" in reply.json["errors"][0]["message"]


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


def test_an_unknown_kind_is_told_what_kinds_there_are(shop: str, ask: Ask) -> None:
    told = {"name": "Some", "definition": {"kind": ["did"], "event": "open", "lastDays": 1}}
    [problem] = ask("POST", f"/api/apps/{shop}/cohorts", told).json["errors"]
    assert problem == {"path": "definition", "message": "its `kind` must be 'did' or 'funnel'"}


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
        {"kind": "funnel", "funnelId": "f", "step": 1, "lastDays": 1},
        {"kind": "funnel", "funnelId": "f", "step": 0, "outcome": "reached", "lastDays": 1},
        {"kind": "funnel", "funnelId": "f", "step": 1, "outcome": "reached"},
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
