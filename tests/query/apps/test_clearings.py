"""Poison goes by what it is, all of it and nothing else, within minutes, and a receipt tells how much that was."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from rollup import clearings
from rollup.sessions.rounds import catch_up
from tests.gateway import Reply
from tests.people import Direct, happen, stored, track
from tests.query.conftest import Ask
from tests.tables import every_row

ENTRY = "all"  # rollup has its say, too

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
DAY = {"from": "2026-11-20", "to": "2026-11-21"}

HELD: list[dict[str, Any] | None] = [
    None,
    {},
    {"a": None},
    {"a": 1},
    {"a": 1.0},
    {"a": "1"},
    {"a": True},
    {"a": {"b": "x"}},
    {"a.b": "y", "a": {"b": "x"}},
    {"a.b": None, "a": {"b": "x"}},
    {"$lib": "evil"},
    {"a": [1]},
]

MEANT: list[dict[str, Any]] = [
    {"names": ["open"]},
    {"names": ["open", "nothing"], "property": "a"},
    {"property": "a"},
    {"property": "a", "value": 1},
    {"property": "a", "value": "1"},
    {"property": "a", "value": True},
    {"property": "a.b"},
    {"property": "a.b", "value": "x"},
    {"property": "a.b", "value": "y"},
    {"property": "$lib", "value": "evil"},
    {"names": ["'; DROP TABLE events;--"]},
    {},
]


def clear(ask: Ask, app_id: str, **words: Any) -> Reply:
    """Ask for a clearing."""
    return ask("POST", f"/api/apps/{app_id}/clearings", {**DAY, **words})


def is_meant(name: str, held: dict[str, Any] | None, at: datetime, words: dict[str, Any]) -> bool:
    """The same naively: what a clearing of that day means."""
    if not datetime(2026, 11, 20, tzinfo=UTC) <= at < datetime(2026, 11, 21, tzinfo=UTC):
        return False
    if name not in words.get("names", [name]):
        return False
    if "property" not in words:
        return True
    key, held = words["property"], held or {}
    found: Any = held.get(key) if key in held else held
    for part in [] if key in held else key.split("."):
        found = found.get(part) if isinstance(found, dict) else None
    if found is None or "value" not in words:
        return found is not None
    return bool(found == words["value"] and isinstance(found, bool) == isinstance(words["value"], bool))


@pytest.fixture
def poisoned(database: Direct, shop: str) -> str:
    """Events of two names and many properties, on three days."""
    rows = [
        (name, f"v{at % 3}", day + timedelta(minutes=at), held)
        for day in (NOON - timedelta(days=1), NOON, NOON + timedelta(days=1))
        for name in ("open", "junk")
        for at, held in enumerate(HELD)
    ]
    happen(database, shop, rows)
    return shop


@pytest.mark.parametrize("words", MEANT, ids=str)
def test_what_is_meant_goes_and_nothing_else_and_a_dry_run_tells_beforehand(
    database: Direct, poisoned: str, ask: Ask, words: dict[str, Any]
) -> None:
    before = stored(database, poisoned)
    left = [each for each in before if not is_meant(each["name"], each["properties"], each["occurred_at"], words)]
    told = clear(ask, poisoned, **words, dryRun=True)
    assert (told.status, told.json["events"], told.json["id"]) == (202, len(before) - len(left), None)
    assert stored(database, poisoned) == before
    assert clear(ask, poisoned, **words).status == 202
    assert clearings.work_off(most=7) == {"cleared": len(before) - len(left), "unfinished": 0}
    assert stored(database, poisoned) == left
    [receipt] = ask("GET", f"/api/apps/{poisoned}/clearings").json["clearings"]
    assert receipt["events"] == len(before) - len(left)
    assert receipt["endedAt"]


def test_a_receipt_keeps_no_value_and_tells_how_far_it_is(database: Direct, poisoned: str, ask: Ask) -> None:
    receipt = clear(ask, poisoned, property="$lib", value="evil").json
    assert (receipt["events"], receipt["endedAt"]) == (0, None)
    assert clearings.work_off(working_s=-1) == {"cleared": 0, "unfinished": 1}
    [row] = every_row(database, "spoor.clearings")
    assert "evil" in str(row)
    clearings.work_off()
    [row] = every_row(database, "spoor.clearings")
    assert "evil" not in str(row)
    assert clearings.work_off() == {"cleared": 0, "unfinished": 0}, "it is done once"


def test_a_sealed_day_that_lost_events_is_marked_and_another_app_keeps_its_own(
    database: Direct, ann: str, poisoned: str, ask: Ask
) -> None:
    other = track(database, ann, "spk_other")
    happen(database, other, [("junk", "v", NOON)])
    for day in ("2026-11-20", "2026-11-21"):
        database.execute(
            "INSERT INTO spoor.lake_days (app_id, day, attempt) VALUES (%s, %s, gen_random_uuid())", [poisoned, day]
        )
    clear(ask, poisoned, names=["junk"])
    clearings.work_off()
    marked = database.execute("SELECT app_id::text, day::text FROM spoor.lake_marks").fetchall()
    assert marked == [{"app_id": poisoned, "day": "2026-11-20"}]
    assert len(stored(database, other)) == 1


def test_sessions_are_those_of_the_events_that_are_left(database: Direct, shop: str, ask: Ask) -> None:
    kept = [("open", "ann", NOON + timedelta(minutes=at)) for at in (0, 10, 50, 60)]
    poison = [("junk", "ann", NOON + timedelta(minutes=35)), ("junk", "bot", NOON), ("junk", "bot", NOON)]
    happen(database, shop, [*kept, ("open", "ben", NOON + timedelta(minutes=5)), *poison])
    after = NOON + timedelta(hours=3)
    catch_up(after)
    whole = database.execute("SELECT anonymous_id FROM public.sessions ORDER BY 1").fetchall()
    assert [row["anonymous_id"] for row in whole] == ["ann", "ben", "bot"], "the poison joins what is two"
    clear(ask, shop, names=["junk"])
    clearings.work_off()
    catch_up(after)
    found = database.execute("SELECT anonymous_id, started_at, ended_at FROM public.sessions ORDER BY 1, 2").fetchall()
    assert [tuple(row.values()) for row in found] == [
        ("ann", NOON, NOON + timedelta(minutes=10)),
        ("ann", NOON + timedelta(minutes=50), NOON + timedelta(minutes=60)),
        ("ben", NOON + timedelta(minutes=5), NOON + timedelta(minutes=5)),
    ]


def test_many_events_go_only_where_somebody_says_that_they_are_meant(
    poisoned: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("query.apps.clearings.WITHOUT_ASKING", 3)
    refused = clear(ask, poisoned)
    assert (refused.status, refused.json["code"]) == (422, "NOT_CONFIRMED")
    assert clearings.work_off() == {"cleared": 0, "unfinished": 0}
    assert clear(ask, poisoned, confirm=True).status == 202
    assert clear(ask, poisoned, names=["nothing"]).status == 202


@pytest.mark.parametrize(
    "words",
    [
        *({"value": 1}, {"names": []}, {"names": [""]}, {"property": "x" * 201}, {"property": "a", "value": [1]}),
        *({"from": "2026-11-22"}, {"to": None}, {"name": "open"}, {"property": "a", "value": {"b": 1}}),
    ],
    ids=str,
)
def test_what_cannot_be_meant_is_refused(database: Direct, poisoned: str, ask: Ask, words: dict[str, Any]) -> None:
    assert clear(ask, poisoned, **words).status == 422
    assert every_row(database, "spoor.clearings") == []
