"""Paths are what writing down each session's steps by hand gives: from a start, to an end, between, by a property."""

import json
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from query.app import handler
from query.engines.postgres import paths as statement
from tests.gateway import Reply, call
from tests.oracles import paths as oracle
from tests.oracles.filters import passes
from tests.oracles.visits import Seen, visits
from tests.people import Direct, forget
from tests.people import happen as happen_once
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
GAP = 30 * MINUTE
LINKS = {"d1": "ann", "d2": "ann"}
QUESTION = {"from": "2026-11-20", "to": "2026-11-21"}


def test_a_path_is_what_is_done_from_the_beginning_of_a_session(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, "d1", "open search buy")
    happen(database, shop, "d2", "open buy")
    happen(database, shop, "d3", "open buy")
    assert report(ask, shop) == {
        "nodes": [
            {"id": "1.1", "step": 1, "name": "open", "visitors": 3},
            {"id": "2.1", "step": 2, "name": "buy", "visitors": 2},
            {"id": "2.2", "step": 2, "name": "search", "visitors": 1},
            {"id": "3.1", "step": 3, "name": "buy", "visitors": 1},
        ],
        "links": [
            {"source": "1.1", "target": "2.1", "count": 2},
            {"source": "1.1", "target": "2.2", "count": 1},
            {"source": "2.2", "target": "3.1", "count": 1},
        ],
    }


@pytest.mark.parametrize(
    ("done", "asked", "path"),
    [
        ("a b c d", {"depth": 2}, "1a 2b"),
        ("a a b b a", {}, "1a 2b 3a"),  # what repeats the step before is folded
        ("a b c b d", {"startEvent": "b"}, "1b 2c 3b 4d"),  # the first b
        ("a c", {"startEvent": "b"}, ""),
        ("a b c b d", {"endEvent": "b"}, "4a 5b"),  # the first b, at the last step
        ("a b c d", {"endEvent": "d", "depth": 2}, "1c 2d"),
        ("a c", {"endEvent": "b"}, ""),
        ("b a", {"endEvent": "b"}, "5b"),
        ("a b c d e", {"startEvent": "b", "endEvent": "d"}, "1b 2c 3d"),
        ("d a b d", {"startEvent": "a", "endEvent": "d"}, "1a 2b 3d"),  # the first d behind the a
        ("a b c d", {"startEvent": "a", "endEvent": "d", "depth": 3}, ""),  # longer than asked for
        ("a b c a", {"startEvent": "a", "endEvent": "a"}, "1a 2b 3c 4a"),  # a second a
        ("a b", {"startEvent": "a", "endEvent": "a"}, ""),
        ("d a", {"startEvent": "a", "endEvent": "d"}, ""),
    ],
)
def test_one_session_has_one_path(
    database: Direct, shop: str, ask: Ask, done: str, asked: dict[str, Any], path: str
) -> None:
    happen(database, shop, "d1", done)
    answer = report(ask, shop, asked)
    assert [f"{node['step']}{node['name']}" for node in answer["nodes"]] == path.split()
    assert len(answer["links"]) == max(0, len(path.split()) - 1)


def test_links_count_sessions_and_nodes_count_visitors(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, "d1", "open buy")
    happen(database, shop, "d1", "open buy", NOON + 2 * GAP)
    answer = report(ask, shop)
    assert [node["visitors"] for node in answer["nodes"]] == [1, 1]
    assert [link["count"] for link in answer["links"]] == [2]


def test_what_falls_out_of_the_limit_is_one_node_whose_visitors_are_counted_once(
    database: Direct, shop: str, ask: Ask
) -> None:
    for visitor, done in (("d1", "a b"), ("d2", "a b"), ("d3", "a c"), ("d3", "a d"), ("d4", "d d"), ("d5", "d e")):
        happen(database, shop, visitor, done, NOON + (visitor == "d3" and done == "a d") * 2 * GAP)
    answer = report(ask, shop, {"limit": 1})
    assert [(node["id"], node["name"], node["visitors"]) for node in answer["nodes"]] == [
        ("1.1", "a", 3),
        ("1.other", "$other", 2),
        ("2.1", "b", 2),
        ("2.other", "$other", 2),  # d3 twice, d5
    ]
    assert [(link["source"], link["target"], link["count"]) for link in answer["links"]] == [
        ("1.1", "2.1", 2),
        ("1.1", "2.other", 2),
        ("1.other", "2.other", 1),
    ]


def test_steps_may_be_named_by_a_property(database: Direct, shop: str, ask: Ask) -> None:
    pages: list[Any] = [{"path": "/"}, {}, {"path": "/"}, {"path": 7}, {"path": None}, {"path": ""}, {"path": ["ä"]}]
    events = [("view", "d1", page, NOON + at * MINUTE) for at, page in enumerate(pages)]
    happen_with(database, shop, events)
    assert names(report(ask, shop, {"property": "path"})) == ["/", "7", '["ä"]']
    assert names(report(ask, shop, {"property": "path", "startEvent": "7"})) == ["7", '["ä"]']


def test_a_nested_property_may_name_steps_and_a_long_value_is_named_by_its_beginning(
    database: Direct, shop: str, ask: Ask
) -> None:
    happen_with(database, shop, [("view", "d1", {"page": {"title": "ü" * 300}}, NOON)])
    assert names(report(ask, shop, {"property": "page.title"})) == ["ü" * statement.LONGEST_NAME]


def test_an_event_without_the_property_still_holds_a_session_together(database: Direct, shop: str, ask: Ask) -> None:
    happen_with(
        database,
        shop,
        [
            ("view", "d1", {"path": "/a"}, NOON),
            ("ping", "d1", {}, NOON + 20 * MINUTE),
            ("view", "d1", {"path": "/b"}, NOON + 40 * MINUTE),
        ],
    )
    assert len(report(ask, shop, {"property": "path"})["links"]) == 1


def test_names_with_any_letters_are_told_apart(database: Direct, shop: str, ask: Ask) -> None:
    odd = ["$other", "a\nb", "a b", "\x01", "ä", "a,b", '"', "NULL"]
    happen_once(database, shop, [(name, "d1", NOON + at * MINUTE) for at, name in enumerate(odd)])
    answer = report(ask, shop, {"depth": 10})
    assert names(answer) == odd
    assert len({node["id"] for node in answer["nodes"]}) == len(odd)


def test_the_table_has_a_row_a_link_and_one_where_paths_end(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, "d1", "open search")
    happen(database, shop, "d2", "leave")
    address = f"/api/apps/{shop}/reports/paths"
    reply: Reply = call(handler, "POST", address, QUESTION, user_id="ann", headers={"accept": "text/csv"})
    assert reply.text.splitlines() == [
        "step,name,visitors,next,sessions",
        "1,open,1,search,1",
        "1,leave,1,,",
        "2,search,1,,",
    ]


def test_one_visitor_with_very_many_events_is_walked_in_one_pass(database: Direct, shop: str, ask: Ask) -> None:
    """A hundred thousand events in one session: anything quadratic would not come back within the time-out."""
    database.execute(
        "INSERT INTO public.events (app_id, name, anonymous_id, occurred_at) SELECT %s, 'e' || n %% 7, 'd1', "
        "'2026-11-20'::timestamptz + n * interval '1 ms' FROM generate_series(1, 100000) AS n",
        [shop],
    )
    assert len(report(ask, shop, {"endEvent": "e0", "depth": 10})["nodes"]) == 7


@settings(max_examples=200, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(
    drawn=st.lists(
        st.tuples(
            st.sampled_from("abc"),
            st.sampled_from(["d1", "d2", "d3", None]),
            st.integers(-60, 200) | st.integers(-1, 8).map(lambda tens: 10 * tens),
            st.sampled_from([None, {}, {"p": "x"}, {"p": "y"}, {"p": {"q": "x"}}, {"p": 1}, {"p.q": "z"}, {"p": ""}]),
        ),
        max_size=25,
    ),
    start=st.sampled_from([None, None, "a", "b", "x"]),
    end=st.sampled_from([None, None, "a", "c", "y"]),
    depth=st.integers(1, 5),
    limit=st.integers(1, 3),
    named_by=st.sampled_from([None, None, "p", "p.q", "$name"]),
    length=st.integers(1, 200),
    filters=st.sampled_from([[], [{"property": "$name", "operator": "isNot", "value": "b"}]]),
)
@example([("b", "d1", 0, None), ("a", "d2", 0, None), ("a", "d1", 30, None)], None, None, 5, 1, None, 60, [])
def test_paths_are_what_walking_them_by_hand_gives(
    database: Direct,
    shop: str,
    ask: Ask,
    drawn: list[tuple[str, str | None, int, Any]],
    start: str | None,
    end: str | None,
    depth: int,
    limit: int,
    named_by: str | None,
    length: int,
    filters: list[Any],
) -> None:
    forget(database)
    happen_with(database, shop, [(name, device, said, NOON + at * MINUTE) for name, device, at, said in drawn])
    for device, person in LINKS.items():
        database.execute("INSERT INTO spoor.identities VALUES (%s, %s, %s)", [shop, device, person])
    until = NOON + length * MINUTE
    asked = {"from": NOON.isoformat(), "to": until.isoformat(), "depth": depth, "limit": limit, "filters": filters}
    answer = report(ask, shop, {**asked, "startEvent": start, "endEvent": end, "property": named_by})
    seen = [
        Seen(called(name, said, named_by), LINKS.get(device or "", device), NOON + at * MINUTE)
        for name, device, at, said in drawn
        if passes({"name": name, "anonymousId": device, "properties": said}, filters)
    ]
    truth = oracle.count(visits(seen, GAP, NOON, until), start, end, depth, limit)
    assert as_counted(answer) == truth


def called(name: str, said: dict[str, Any] | None, named_by: str | None) -> str | None:
    """What a step is named by an event."""
    if named_by in (None, "$name"):
        return name
    found: Any = (said or {}).get("p.q") if named_by == "p.q" else None
    if found is None:
        found = (said or {}).get("p")
        if named_by == "p.q":
            found = found.get("q") if isinstance(found, dict) else None
    return found if isinstance(found, str) or found is None else json.dumps(found)


def as_counted(answer: dict[str, Any]) -> oracle.Counted:
    """An answer in the oracle's words."""
    places: dict[str, tuple[int, oracle.Name]] = {
        node["id"]: (node["step"], oracle.OTHER if node["id"].endswith("other") else node["name"])
        for node in answer["nodes"]
    }
    return oracle.Counted(
        {places[node["id"]]: node["visitors"] for node in answer["nodes"]},
        {(*places[link["source"]], places[link["target"]][1]): link["count"] for link in answer["links"]},
    )


@pytest.mark.parametrize(
    ("change", "path", "named"),
    [
        ({"depth": 11}, "depth", "less than or equal to 10"),
        ({"depth": 0}, "depth", "greater than or equal to 1"),
        ({"limit": 51}, "limit", "less than or equal to 50"),
        ({"startEvent": ""}, "startEvent", "at least 1"),
        ({"endEvent": "a\0"}, "endEvent", "NUL"),
        ({"property": "a." * 20 + "a"}, "property", "20 keys deep"),
        ({"property": "$cohort"}, "property", "for filters"),
        ({"steps": 3}, "steps", "not known"),
    ],
)
def test_a_question_that_makes_no_sense_is_refused_by_name(
    shop: str, ask: Ask, change: dict[str, object], path: str, named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/paths", {**QUESTION, **change})
    assert reply.status == 422
    assert reply.json["errors"][0]["path"] == path
    assert named in reply.json["errors"][0]["message"]


def names(answer: dict[str, Any]) -> list[str]:
    """The names of an answer's nodes."""
    return [node["name"] for node in answer["nodes"]]


def happen(database: Direct, shop: str, visitor: str, done: str, since: datetime = NOON) -> None:
    """Events of a visitor, a minute after one another."""
    happen_once(database, shop, [(name, visitor, since + at * MINUTE) for at, name in enumerate(done.split())])


def happen_with(database: Direct, shop: str, events: Iterable[tuple[str, str | None, Any, datetime]]) -> None:
    """Events with properties, straight into the table."""
    rows = [
        (uuid4(), shop, name, who, None if said is None else json.dumps(said), at) for name, who, said, at in events
    ]
    with database.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)"
            " VALUES (%s,%s,%s,%s,%s,%s)",
            rows,
        )


def report(ask: Ask, shop: str, change: dict[str, Any] | None = None) -> dict[str, Any]:
    """The answer for a day, or for what is asked instead."""
    reply = ask("POST", f"/api/apps/{shop}/reports/paths", {**QUESTION, **(change or {})})
    assert reply.status == 200, reply.text
    return dict(reply.json)
