"""A report that refers to a name of which no event happened for a week says so, without a look at the events."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ingest.app import handler
from ingest.apps import keys
from ingest.storage import sightings
from query.apps import unseen_names
from rollup import clearings
from tests.gateway import call
from tests.people import Direct, sign_up, track
from tests.query.conftest import Ask

ENTRY = "all"  # ingest and rollup have their say, too

NOW = datetime.now(UTC)
LONG_AGO = (NOW - timedelta(days=9)).replace(microsecond=0)
RANGE = {"from": (NOW - timedelta(days=20)).date().isoformat(), "to": (NOW + timedelta(days=1)).date().isoformat()}
HEADER = "spoor-unseen-names"
OLD = {"name": "old name", "lastSeenAt": LONG_AGO.isoformat()}
NEVER = {"name": "never, sent", "lastSeenAt": None}


@pytest.fixture(autouse=True)
def _afresh(database: Direct) -> Iterator[None]:
    """Instances that remember nothing, and a catalogue that is kept for a month."""
    keys._remembered.clear()
    sightings._stored.clear()
    unseen_names._seen.clear()
    [since] = database.execute("SELECT spoor.names_kept_since()::text AS at").fetchall()
    keep_since(database, f"{NOW - timedelta(days=30)}")
    yield
    keep_since(database, since["at"])


def keep_since(database: Direct, at: str) -> None:
    """The catalogue of names is kept since then."""
    statement = (
        "CREATE OR REPLACE FUNCTION spoor.names_kept_since() RETURNS timestamptz LANGUAGE sql IMMUTABLE AS $$ {} $$"
    )
    database.execute(statement.format(f"SELECT '{at}'::timestamptz").encode())


def send(*events: tuple[str, datetime], key: str = "spk_shop") -> None:
    """Events of these names."""
    body = [{"name": name, "occurredAt": at.isoformat(), "anonymousId": "v"} for name, at in events]
    assert call(handler, "POST", "/v1/events", body, headers={"authorization": f"Bearer {key}"}).status == 200


def trend(*names: str | None, **more: Any) -> dict[str, Any]:
    """A question about events of these names."""
    return {"report": "trends", **RANGE, "interval": "day", "series": [{"event": name} for name in names], **more}


def told(ask: Ask, app_id: str, *questions: dict[str, Any]) -> list[Any]:
    """What the answers to questions of one request say of names; what the report alone says is the same."""
    reply = ask("POST", f"/api/apps/{app_id}/reports", {"questions": [*questions]})
    found = [each.get("unseenNames") for each in reply.json["answers"]]
    for question, unseen in zip(questions, found, strict=True):
        path = f"/api/apps/{app_id}/reports/{question['report']}"
        words = {word: said for word, said in question.items() if word != "report"}
        for alone in (ask("POST", path, words), ask("POST", f"{path}?format=csv", words)):
            assert alone.status == 200, alone.text
            assert (HEADER in alone.headers) == bool(unseen)
    return found


def test_each_report_that_refers_to_a_name_not_seen_for_a_week_says_so(database: Direct, shop: str, ask: Ask) -> None:
    send(("open", NOW), ("old name", LONG_AGO), ("open", LONG_AGO))
    by_name = {"property": "$name", "operator": "is", "value": ["open", "old name"]}
    steps = [{"event": "open"}, {"event": "never, sent"}]
    funnel = ask("POST", f"/api/apps/{shop}/funnels", {"name": "f", "steps": steps}).json["id"]
    did = {"kind": "did", "event": "old name", "lastDays": 30}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "c", "definition": did}).json["id"]
    in_cohort = {"property": "$cohort", "operator": "is", "value": cohort}
    retention = {"report": "retention", **RANGE, "interval": "week", "periods": 1}
    changes = {"report": "changes", "question": {**trend("old name")}, "compare": "previous"}
    del changes["question"]["report"]
    exclusions = [{"event": "old name", "fromStep": 1, "toStep": 2}]
    assert told(
        ask,
        shop,
        trend("open", None),
        trend("old name", "open", "never, sent"),
        trend(None, filters=[{"any": [by_name]}]),
        trend(None, filters=[{**by_name, "operator": "isNot"}]),
        trend(None, filters=[in_cohort]),
        {"report": "funnel", **RANGE, "funnelId": funnel, "exclusions": exclusions},
        {**retention, "startEvent": "open", "returnEvent": "old name"},
        {"report": "paths", **RANGE, "startEvent": "old name"},
        {"report": "lifecycle", **RANGE, "interval": "day", "event": "old name"},
        {"report": "stickiness", **RANGE, "interval": "day", "event": "open"},
        {"report": "sessions", **RANGE, "interval": "day"},
        changes,
    ) == [None, [NEVER, OLD], [OLD], None, [OLD], [NEVER, OLD], [OLD], [OLD], [OLD], None, None, [OLD]]
    path = f"/api/apps/{shop}/reports/trends"
    words = {word: said for word, said in trend("old name", "never, sent").items() if word != "report"}
    header = ask("POST", path, words).headers[HEADER]
    assert header == f'never%2C%20sent, old%20name; last-seen="{LONG_AGO.isoformat()}"'
    many = trend(*(f"{at}" + "\u00e4" * 190 for at in range(10)))
    assert len(told(ask, shop, many)[0]) == 10
    assert (
        len(ask("POST", path, {word: said for word, said in many.items() if word != "report"}).headers[HEADER]) <= 2000
    )


def test_a_name_is_seen_once_an_event_of_it_is_stored_whatever_the_instance_remembers(
    database: Direct, shop: str, ask: Ask
) -> None:
    other = track(database, sign_up(database, "bob"), "spk_bob")
    send(("old name", LONG_AGO))
    send(("old name", NOW), key="spk_bob")
    assert told(ask, shop, trend("old name")) == [[OLD]]
    send(("old name", LONG_AGO - timedelta(days=3)), ("open", NOW))
    assert told(ask, shop, trend("old name")) == [[OLD]]
    sightings._stored.clear()
    send(("old name", LONG_AGO - timedelta(days=5)))
    assert told(ask, shop, trend("old name")) == [[OLD]]
    send(("old name", NOW))
    assert told(ask, shop, trend("old name")) == [None]
    assert told(lambda *words: ask(*words, user_id="bob"), other, trend("old name")) == [None]
    database.execute("DELETE FROM spoor.event_names")
    assert told(ask, shop, trend("old name")) == [None], "it was read to be there less than a week ago"


def test_of_what_came_before_names_were_kept_nothing_is_said(database: Direct, shop: str, ask: Ask) -> None:
    keep_since(database, f"{NOW - timedelta(days=2)}")
    send(("old name", LONG_AGO))
    assert told(ask, shop, trend("old name", "never, sent")) == [[OLD]]


def test_names_are_kept_up_to_a_number_and_beyond_it_nothing_is_said_of_others(
    database: Direct, shop: str, ask: Ask
) -> None:
    database.execute(
        "INSERT INTO spoor.event_names SELECT %s, 'made up ' || n, now() FROM generate_series(1, 9999) AS n", [shop]
    )
    send(("old name", LONG_AGO))
    send(("one more", LONG_AGO))
    assert told(ask, shop, trend("old name", "one more", "never, sent")) == [[OLD]]
    send(("old name", NOW))
    assert told(ask, shop, trend("old name")) == [None]


def test_a_name_that_is_cleared_is_kept_no_more(database: Direct, shop: str, ask: Ask) -> None:
    send(("poison ann@example.com", LONG_AGO), ("open", LONG_AGO), ("mixed", LONG_AGO))
    day = {"from": (LONG_AGO - timedelta(days=1)).isoformat(), "to": (LONG_AGO + timedelta(days=1)).isoformat()}
    for words in ({"names": ["poison ann@example.com"]}, {"names": ["mixed"], "property": "a"}, {"property": "b"}):
        assert ask("POST", f"/api/apps/{shop}/clearings", {**day, **words}).status in (201, 202)
    clearings.work_off()
    kept = {row["name"] for row in database.execute("SELECT name FROM spoor.event_names").fetchall()}
    assert kept == {"open", "mixed"}
