"""The catalog lists what there is to choose from: first what many visitors do on many days, keys with their types."""

import json
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from query.engines.postgres.looks import catalog as gathering
from query.looks import catalog
from tests.people import Direct, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RANGE = "from=2026-11-20&to=2026-11-21"


def tell(database: Direct, app_id: str, properties: list[Any]) -> None:
    """Events with these properties, a second apart."""
    rows = [(uuid4(), app_id, json.dumps(one), NOON + timedelta(seconds=at)) for at, one in enumerate(properties)]
    with database.cursor() as cursor:
        cursor.executemany(
            "INSERT INTO public.events (id, app_id, name, properties, occurred_at) VALUES (%s, %s, 'open', %s, %s)",
            rows,
        )


def test_names_of_as_many_visitors_come_by_how_often_they_happened(database: Direct, shop: str, ask: Ask) -> None:
    later = NOON + timedelta(seconds=5)
    happen(database, shop, [("buy", None, NOON), ("open", None, NOON), ("open", None, later), ("add", None, NOON)])
    happen(database, shop, [("old", None, NOON - timedelta(days=2))])
    reply = ask("GET", f"/api/apps/{shop}/catalog?{RANGE}").json
    assert reply["events"] == [
        {"name": "open", "count": 2, "lastSeenAt": "2026-11-20T12:00:05+00:00"},
        {"name": "add", "count": 1, "lastSeenAt": "2026-11-20T12:00:00+00:00"},
        {"name": "buy", "count": 1, "lastSeenAt": "2026-11-20T12:00:00+00:00"},
    ]
    assert (reply["capped"], reply["countedFrom"]) == (False, "2026-11-20T00:00:00+00:00")


def test_properties_come_with_their_types_and_most_frequent_values(database: Direct, shop: str, ask: Ask) -> None:
    tell(database, shop, [{"plan": "pro"}, {"plan": "pro"}, {"plan": "free"}, {"plan": 3}, {"plan": None}, None, {}])
    tell(database, shop, [{"cart": {"n": 1}}, {"cart": [1]}, {"long": "x" * 500}])
    properties = ask("GET", f"/api/apps/{shop}/catalog?{RANGE}").json["properties"]
    assert properties == [
        {"name": "plan", "types": ["number", "string"], "examples": ["pro", "free", 3]},
        {"name": "cart", "types": ["array", "object"], "examples": []},
        {"name": "long", "types": ["string"], "examples": []},
    ]


def test_a_large_table_is_counted_from_its_newest_events_and_says_so(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(gathering, "MOST_COUNTED", 2)
    monkeypatch.setattr(catalog, "MOST_NAMES", 1)
    monkeypatch.setattr(gathering, "MOST_NAMES", 1)
    happen(database, shop, [(f"n{at}", None, NOON + timedelta(seconds=at)) for at in range(4)])
    reply = ask("GET", f"/api/apps/{shop}/catalog?{RANGE}").json
    assert [event["name"] for event in reply["events"]] == ["n2"]
    assert reply["capped"] is True
    assert reply["countedFrom"] == "2026-11-20T12:00:02+00:00"


def test_without_a_range_it_is_about_the_last_days(database: Direct, shop: str, ask: Ask) -> None:
    now = datetime.now(UTC)
    happen(database, shop, [("new", None, now), ("old", None, now - timedelta(days=40))])
    assert [event["name"] for event in ask("GET", f"/api/apps/{shop}/catalog").json["events"]] == ["new"]


@pytest.mark.parametrize("query", ["colour=red", "from=yesterday", "timezone=Mars", "from=2026-11-02&to=2026-11-01"])
def test_a_word_that_makes_no_sense_is_refused(shop: str, ask: Ask, query: str) -> None:
    assert ask("GET", f"/api/apps/{shop}/catalog?{query}").status == 422


def flood(database: Direct, app_id: str, events: int, names: int, keys: int, ids: int) -> None:
    """Junk within a minute: so many events, of different names, keys and ids."""
    database.execute(
        "INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)"
        " SELECT gen_random_uuid(), %s, 'junk ' || at %% %s, 'id ' || at %% %s,"
        " jsonb_build_object('junk ' || at %% %s, at), %s::timestamptz + at * interval '1 millisecond'"
        " FROM generate_series(1, %s) AS at",
        [app_id, names, ids, keys, NOON + timedelta(hours=1), events],
    )


@pytest.mark.parametrize("ids", [1, 30_000], ids=["one sender", "an id an event"])
def test_junk_does_not_wash_away_what_visitors_do(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch, ids: int
) -> None:
    real = [
        (name, f"visitor {at}", NOON - timedelta(days=day), {key: "a"})
        for name, key in (("open", "plan"), ("buy", "total"))
        for day in range(4)
        for at in range(10)
    ]
    happen(database, shop, real)
    for module in (catalog, gathering):
        monkeypatch.setattr(module, "MOST_NAMES", 20)
        monkeypatch.setattr(module, "MOST_KEYS", 20)
    monkeypatch.setattr(gathering, "MOST_READ", 500)
    flood(database, shop, 30_000, names=1200, keys=800, ids=ids)
    reply = ask("GET", f"/api/apps/{shop}/catalog?from=2026-11-16&to=2026-11-21").json
    assert [event["name"] for event in reply["events"][:2]] == ["buy", "open"]
    assert [one["name"] for one in reply["properties"][:2]] == ["plan", "total"]
    assert reply["capped"] is True


def test_a_name_of_many_visitors_comes_before_one_that_happened_more_often(
    database: Direct, shop: str, ask: Ask
) -> None:
    happen(database, shop, [("heartbeat", "one", NOON + timedelta(seconds=at), {"beat": at}) for at in range(50)])
    happen(database, shop, [("open", visitor, NOON, {"plan": "pro"}) for visitor in ("one", "two")])
    reply = ask("GET", f"/api/apps/{shop}/catalog?{RANGE}").json
    assert [event["name"] for event in reply["events"]] == ["open", "heartbeat"]
    assert [one["name"] for one in reply["properties"]] == ["plan", "beat"]


def test_ties_come_letter_by_letter_whatever_the_databases_language(database: Direct, shop: str, ask: Ask) -> None:
    letters = ["a", "B", "ä", "Z", "_", "b", "1", "-", "É", "e"]
    happen(database, shop, [(name, None, NOON, {name: name, "all": name}) for name in letters])
    reply = ask("GET", f"/api/apps/{shop}/catalog?{RANGE}").json
    in_order = sorted(letters)
    assert [event["name"] for event in reply["events"]] == in_order
    assert [one["name"] for one in reply["properties"]] == ["all", *in_order]
    assert reply["properties"][0]["examples"] == in_order[:5]


ODD = {"": 1, ".hidden": 2, "Invoice No.": 5, "a..b": 3, ".": 4, " ": 6, "a'b\"c": 7, "$user_id": 8}


def test_every_property_that_is_listed_can_be_asked_by_every_question(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "u", NOON, {**ODD, "$name": 1, "$cohort": 1, "k" * 201: 1, "a." * 20 + "a": 1})])
    listed = [one["name"] for one in ask("GET", f"/api/apps/{shop}/catalog?{RANGE}").json["properties"]]
    assert listed == sorted(ODD)
    asked = {"from": "2026-11-20", "to": "2026-11-21"}
    for name in listed:
        only = {**asked, "filters": [{"property": name, "operator": "is", "value": ODD[name]}]}
        series = [{"event": None, "measure": "sum", "property": name}]
        by = {"breakdown": {"property": name}}
        step = {"steps": [{"event": "open"}]}
        trends = ask("POST", f"/api/apps/{shop}/reports/trends", {**only, "interval": "day", "series": series, **by})
        assert [(one["breakdown"], one["total"], one["skipped"]) for one in trends.json["series"]] == [
            (ODD[name], ODD[name], 0)
        ]
        funnel = ask("POST", f"/api/apps/{shop}/reports/funnel", {**only, **step, **by}).json
        assert [(one["value"], one["steps"][0]["visitors"]) for one in funnel["breakdown"]] == [(ODD[name], 1)]
        paths = ask("POST", f"/api/apps/{shop}/reports/paths", {**only, "property": name}).json
        assert [node["name"] for node in paths["nodes"]] == [str(ODD[name])]


def test_a_property_is_named_twenty_keys_deep_and_no_deeper(database: Direct, shop: str, ask: Ask) -> None:
    inside: Any = 1
    for _ in range(19):
        inside = {"a": inside}
    happen(database, shop, [("open", "u", NOON, {"a": inside})])
    asked = {"from": "2026-11-20", "to": "2026-11-21", "interval": "day"}
    for levels, status in ((20, 200), (21, 422), (100, 422)):
        name = ".".join("a" * levels)
        series = [{"event": None, "measure": "sum", "property": name}]
        filters = [{"property": name, "operator": "isSet"}]
        for report, question in {
            "trends": {**asked, "series": series, "filters": filters},
            "funnel": {"from": "2026-11-20", "to": "2026-11-21", "steps": [{"event": None, "filters": filters}]},
            "paths": {"from": "2026-11-20", "to": "2026-11-21", "property": name},
        }.items():
            reply = ask("POST", f"/api/apps/{shop}/reports/{report}", question)
            assert reply.status == status, (report, levels, reply.json)
            if status == 200 and report == "trends":
                assert reply.json["series"][0]["total"] == 1
