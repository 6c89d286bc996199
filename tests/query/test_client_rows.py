"""Rows that the client's own application wrote past the API, in any form that the tables take, are read."""

import json
from datetime import timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from ingest.app import handler as ingest
from rollup.sessions.rounds import catch_up
from tests.gateway import call
from tests.people import Direct, happen
from tests.query.access.test_nobody_elses import APP, RANGE, ROWS, filled, put
from tests.query.conftest import Ask
from tests.query.looks.test_export import NOON

ENTRY = "all"  # ingest and rollup have their say, too
FUNNEL = {"from": "2026-11-01", "to": "2026-12-01", "conversionWindowSeconds": 86_400}
ODD_PROPERTIES = ([1, {"a": 2}], [], "text", "", 7, 0, True, None, {}, {"": {"a.b": 1}}, {"path": None})
ODD_IDS = ("", "d", "d" * 3000, " ", "ключ", "a/b?c", None)
ODD_NAMES = ("", " ", "open", "n" * 2000, "\n", "$pageview", "ключ")
MOMENTS = ("0001-01-01 00:00+00 BC", "250000-01-01 00:00+00", "infinity", "-infinity")

READ = {
    **{row: said for row, said in ROWS.items() if row[0] == "GET" and "{job_id}" not in row[1]},  # no job is kept
    **{row: said for row, said in ROWS.items() if "/reports/" in row[1] and "{report}" not in row[1]},
    ("GET", "/api/apps/{app_id}/events"): "from=2026-11-01&limit=1000",
    ("GET", "/api/apps/{app_id}/export"): "visitorId=d",
}
ASKED = {
    "trends by a property": (
        "trends",
        {"interval": "day", "series": [{"event": None}], "breakdown": {"property": "path"}},
    ),
    "trends of a property": (
        "trends",
        {"interval": "day", "series": [{"event": None, "measure": "sum", "property": "a"}]},
    ),
    "filters": (
        "trends",
        {
            "interval": "day",
            "series": [{"event": None}],
            "filters": [{"property": "path", "operator": "isNot", "value": "x"}],
        },
    ),
    "funnel by a property": ("funnel", {"steps": [{"event": "open"}], "breakdown": {"property": "path"}}),
}


@pytest.fixture
def odd(database: Direct, shop: str) -> str:
    """The app with every odd property, id and name on some event, sessions of its own, and odd moments."""
    minute = timedelta(minutes=1)
    happen(database, shop, [("open", "d", NOON + at * minute) for at in range(2)])
    for at, properties in enumerate(ODD_PROPERTIES):
        database.execute(
            "INSERT INTO public.events (app_id, name, anonymous_id, properties, occurred_at)"
            " VALUES (%s, 'open', 'd', %s, %s)",
            [shop, Jsonb(properties), NOON + at * minute],
        )
    happen(database, shop, [("open", anonymous_id, NOON) for anonymous_id in ODD_IDS if len(anonymous_id or "") < 2000])
    happen(database, shop, [(name, "d", NOON) for name in ODD_NAMES])
    happen(database, shop, [("open", "d", at) for at in MOMENTS])
    database.execute(
        "INSERT INTO public.sessions (app_id, anonymous_id, started_at, ended_at) VALUES (%(app)s, 'd', %(at)s, NULL),"
        " (%(app)s, '', %(at)s, %(at)s), (%(app)s, %(long)s, %(at)s, NULL), (%(app)s, 'd', 'infinity', NULL)",
        {"app": shop, "at": NOON, "long": "d" * 3000},
    )
    return shop


@pytest.mark.parametrize(("method", "path"), READ, ids=lambda part: str(part))
def test_every_read_answers_whatever_the_application_wrote(
    database: Direct, odd: str, ask: Ask, method: str, path: str
) -> None:
    reply = put(ask, method, filled(ask, odd, path).replace(APP, odd), READ[method, path], "ann")
    assert reply.status == 200, reply.text


@pytest.mark.parametrize("case", ASKED)
def test_a_question_about_properties_passes_over_those_that_are_no_object(
    database: Direct, odd: str, ask: Ask, case: str
) -> None:
    report, said = ASKED[case]
    assert ask("POST", f"/api/apps/{odd}/reports/{report}", {**RANGE, **said}).status == 200


def test_properties_that_are_no_object_are_shown_as_the_value_of_one(database: Direct, odd: str, ask: Ask) -> None:
    events = ask("GET", f"/api/apps/{odd}/events?from=2026-11-01&to=2026-12-01&limit=1000").json["events"]
    assert all(isinstance(event["properties"], dict) for event in events)
    shown = [event["properties"]["$value"] for event in events if "$value" in event["properties"]]
    assert sorted(map(json.dumps, shown)) == sorted(
        json.dumps(each) for each in ODD_PROPERTIES if each is not None and not isinstance(each, dict)
    )


def test_rollup_keeps_the_sessions_of_an_application_that_writes_its_own(database: Direct, odd: str) -> None:
    done = catch_up(NOON + timedelta(days=1))
    assert (done.unfinished, done.skipped) == (0, 0)
    rows = database.execute(
        "SELECT session_id FROM spoor.session_reach WHERE app_id = %s AND anonymous_id IN ('', 'd', %s)",
        [odd, "d" * 3000],
    ).fetchall()
    assert len(rows) >= 3
    assert catch_up(NOON + timedelta(days=1)).opened == 0


STEPS: dict[str, tuple[Any, int, list[str]]] = {
    "texts": (["open", "paid"], 200, []),
    "names": ([{"name": "open"}, {"name": "paid"}], 200, []),
    "events": ([{"event": "open"}, {"event": "paid"}], 200, []),
    "each in its way": (["open", {"name": "paid"}], 200, []),
    "an event and what it is called": (
        [{"event": "open", "name": "First"}, {"event": "paid", "label": "Last"}],
        200,
        [],
    ),
    "any event": ([{"event": None}], 200, []),
    "with filters": ([{"name": "open", "filters": [{"property": "a", "operator": "isSet"}]}], 200, []),
    "null": (None, 422, ["steps"]),
    "an empty list": ([], 422, ["steps"]),
    "a text": ("open", 200, []),
    "an object": ({"first": "open"}, 422, ["steps[0].event", "steps[0].first"]),
    "a number": (7, 422, ["steps[0].event", "steps[0].unreadable"]),
    "a number among texts": (["open", 7], 422, ["steps[1].event", "steps[1].unreadable"]),
    "a list in a list": ([["open"]], 422, ["steps[0].event", "steps[0].unreadable"]),
    "null in a list": ([None], 422, ["steps[0].event", "steps[0].unreadable"]),
    "an object without an event": (["open", {"filters": []}], 422, ["steps[1].event"]),
    "an event that is no text": ([{"event": {"name": "open"}}], 422, ["steps[0].event"]),
    "a name that is no text": ([{"name": 7}], 422, ["steps[0].event", "steps[0].name"]),
    "an empty name": (["open", ""], 422, ["steps[1].event"]),
    "a long name": (["n" * 300], 422, ["steps[0].event"]),
    "unknown words": ([{"event": "open", "colour": "red"}], 422, ["steps[0].colour"]),
    "filters that are none": ([{"event": "open", "filters": "x"}], 422, ["steps[0].filters"]),
    "too many": (["open"] * 21, 422, ["steps"]),
}


@pytest.mark.parametrize("case", STEPS)
def test_a_saved_funnel_of_the_application_is_asked_or_its_step_is_named(
    database: Direct, shop: str, ask: Ask, case: str
) -> None:
    steps, status, paths = STEPS[case]
    happen(database, shop, [("open", "d", NOON), ("paid", "d", NOON + timedelta(hours=1))])
    funnel_id = saved(database, shop, steps)
    for reply in (
        ask("POST", f"/api/apps/{shop}/reports/funnel", {**FUNNEL, "funnelId": funnel_id}),
        ask(
            "POST",
            f"/api/apps/{shop}/reports/funnel/visitors",
            {**FUNNEL, "funnelId": funnel_id, "step": 1, "outcome": "reached"},
        ),
    ):
        assert (reply.status, sorted(each["path"] for each in reply.json.get("errors", []))) == (status, paths)
    cohort = {
        "name": "In it",
        "definition": {"kind": "funnel", **FUNNEL, "funnelId": funnel_id, "step": 1, "outcome": "reached"},
    }
    made = ask("POST", f"/api/apps/{shop}/cohorts", cohort)
    assert made.status in {201, 422}
    if made.status == 201:
        assert ask("GET", f"/api/apps/{shop}/cohorts/{made.json['id']}/size").status == status


@pytest.mark.parametrize("case", STEPS)
def test_a_saved_funnel_of_the_application_is_listed_and_mended(
    database: Direct, shop: str, ask: Ask, case: str
) -> None:
    address = f"/api/apps/{shop}/funnels/{saved(database, shop, STEPS[case][0])}"
    [listed] = ask("GET", f"/api/apps/{shop}/funnels").json["funnels"]
    assert listed == ask("GET", address).json
    assert all(isinstance(step, dict) for step in listed["steps"])
    assert listed["conversionWindowSeconds"] == 604_800
    assert ask("PATCH", address, {"name": "renamed"}).status == 200
    mended = ask("PATCH", address, {"steps": [{"event": "open"}], "conversionWindowSeconds": 60}).json
    assert (mended["name"], mended["steps"], mended["conversionWindowSeconds"]) == ("renamed", [{"event": "open"}], 60)


def test_texts_and_names_mean_what_events_mean(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", "d", NOON), ("paid", "d", NOON + timedelta(hours=1)), ("open", "e", NOON)])
    answers = [
        ask("POST", f"/api/apps/{shop}/reports/funnel", {**FUNNEL, "funnelId": saved(database, shop, steps)}).json
        for steps in (["open", "paid"], [{"name": "open"}, {"name": "paid"}], [{"event": "open"}, {"event": "paid"}])
    ]
    assert answers[0] == answers[1] == answers[2]
    assert answers[0]["converted"] == 1


@pytest.mark.parametrize(
    "key", ["legacy-key-1", "k", "with spaces in it", "0f5d9a86-5d5f-4f0e-8f0c-1f2c3d4e5f60", "ключ ✓", "k" * 900]
)
def test_an_ingest_key_of_any_form_opens_its_app(database: Direct, shop: str, key: str) -> None:
    database.execute("UPDATE public.tracked_apps SET api_key = %s, name = ''", [key])
    body = {"apiKey": key, "events": [{"name": "open", "anonymousId": "d"}]}
    reply = call(ingest, "POST", "/v1/events", body)
    assert (reply.status, reply.json["accepted"]) == (200, 1)


def test_an_app_that_the_application_made_has_the_settings_of_a_new_one(database: Direct, shop: str, ask: Ask) -> None:
    assert database.execute("SELECT FROM spoor.app_settings").fetchall() == []
    made = ask("POST", "/api/apps", {"name": "by the API"}).json["id"]
    settings = ask("GET", f"/api/apps/{shop}/settings").json
    assert settings == ask("GET", f"/api/apps/{made}/settings").json
    assert ask("PATCH", f"/api/apps/{shop}/settings", {"keepBots": True}).json == {**settings, "keepBots": True}
    assert ask("PATCH", f"/api/apps/{shop}/settings", {"allowedOrigins": ["https://a.example"]}).json == {
        **settings,
        "keepBots": True,
        "allowedOrigins": ["https://a.example"],
    }


def saved(database: Direct, app_id: str, steps: Any) -> str:
    """A funnel as the application saves it."""
    row = database.execute(
        "INSERT INTO public.funnels (app_id, name, steps) VALUES (%s, '', %s) RETURNING id::text",
        [app_id, None if steps is None else Jsonb(steps)],
    ).fetchone()
    assert row
    return str(row["id"])
