"""What lies before an app's horizon is answered from the lake alone, or clearly refused; never another number."""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, date, datetime, timedelta
from pathlib import Path
from typing import Any
from uuid import UUID, uuid4

import psycopg
import pytest

from dev.database import pooler
from query.engines import postgres
from query.engines.horizon import looks_back_to
from query.engines.lake import plan
from query.looks import export
from query.scope import Scope
from rollup.lake import compaction
from rollup.lake.sealing import seal
from spoor.lake.folder import Folder
from tests.engines import as_rollup, forget_lake
from tests.golden.statements import goldens
from tests.people import Direct, claim, happen, track
from tests.query.conftest import Ask

FIRST = date(2026, 11, 1)
DAYS = [FIRST + timedelta(days=n) for n in range(4)]
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
RANGE = {"from": "2026-11-01", "to": "2026-11-06"}
TREND = {**RANGE, "interval": "day", "series": [{"event": None}]}
OF_PLAN = {"filters": [{"property": "plan", "operator": "is", "value": "pro"}]}
REGEX = {"filters": [{"property": "plan", "operator": "matches", "value": "\\Bo"}]}
"""What the lake does not know."""


@pytest.fixture(autouse=True)
def sealed(database: Direct, shop: str, store: Folder, bouncer: pooler.Pooler) -> None:
    """Four days that are sealed, of which two have left the table, and one that is open."""
    happen(
        database,
        shop,
        [
            ("open", f"d{n}", NOON + timedelta(days=n % 5, seconds=n), {"plan": "pro" if n % 2 else "free"})
            for n in range(15)
        ],
    )
    with as_rollup(bouncer.url("rollup")):
        for day in DAYS:
            assert seal(UUID(shop), day, store).what == "sealed"
    leave(database, shop, DAYS[2])


def leave(database: Direct, shop: str, since: date) -> None:
    """Let the days before one leave the table, as seal does."""
    database.execute("INSERT INTO spoor.lake_horizons (app_id, since) VALUES (%s, %s)", [shop, since])
    database.execute("INSERT INTO spoor.lake_held SELECT app_id, day FROM spoor.lake_days WHERE day < %s", [since])
    database.execute("DELETE FROM public.events WHERE occurred_at < %s", [since])


def asked(ask: Ask, shop: str, report: str = "trends", **words: Any) -> tuple[int, Any, str]:
    """The status, the answer or its code, and from where it is."""
    base = TREND if report == "trends" else RANGE
    reply = ask("POST", f"/api/apps/{shop}/reports/{report}", {**base, **words})
    if reply.status != 200:
        return reply.status, reply.json["code"], ""
    return 200, reply.json, reply.headers["spoor-engine"]


def values(ask: Ask, shop: str, **words: Any) -> Any:
    """Of the first series; or the status and the code."""
    status, found, _ = asked(ask, shop, **words)
    return found["series"][0]["values"] if status == 200 else (status, found)


def test_what_has_left_the_table_is_answered_from_the_lake_however_little_and_whatever_changed(
    ask: Ask, shop: str, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(plan, "LEAST_EVENTS", 5_000)
    status, found, way = asked(ask, shop)
    assert (status, way) == (200, "lake; reason=sealed")
    assert found["series"][0]["values"] == [3, 3, 3, 3, 3]
    happen(database, shop, [("open", "late", NOON), ("open", "late", NOON + timedelta(days=2))])
    database.execute("SELECT spoor.mark_days(%s, %s)", [shop, [FIRST, DAYS[2]]])
    database.execute("UPDATE spoor.lake_days SET sealed_at = NULL WHERE day = %s", [FIRST])
    assert values(ask, shop) == [3, 3, 4, 3, 3], "late events of a day that left count once it is sealed"
    assert values(ask, shop, **OF_PLAN) == [1, 2, 1, 2, 1]
    assert values(ask, shop, **{"from": "2026-10-01", "to": "2026-10-04"}) == [0, 0, 0]


def test_a_name_not_seen_for_a_week_is_told_where_the_lake_answers_too(ask: Ask, shop: str, database: Direct) -> None:
    database.execute("INSERT INTO spoor.event_names VALUES (%s, 'open', now() - interval '9 days')", [shop])
    database.execute("INSERT INTO spoor.event_names VALUES (%s, 'use', now())", [shop])
    of = {"interval": "day", "series": [{"event": "open"}, {"event": "use"}]}
    questions: list[dict[str, Any]] = [
        {"report": "trends", **RANGE, **of},
        {"report": "trends", **RANGE, **of, "filters": OF_PLAN["filters"], "group": "plan"},
        {"report": "funnel", **RANGE, "steps": [{"event": "open"}, {"event": "use"}]},
        {"report": "retention", **RANGE, "interval": "day", "periods": 2, "returnEvent": "open"},
        {"report": "trends", **RANGE, **of, "series": [{"event": "use"}]},
    ]
    together = ask("POST", f"/api/apps/{shop}/reports", {"questions": questions}).json["answers"]
    for said, other in zip(questions, together, strict=True):
        words = {word: each for word, each in said.items() if word != "report"}
        alone = ask("POST", f"/api/apps/{shop}/reports/{said['report']}", words)
        assert alone.headers["spoor-engine"].startswith("lake"), alone.text
        told = [each["name"] for each in other.get("unseenNames", [])]
        assert told == (["open"] if said is not questions[-1] else [])
        assert alone.headers.get("spoor-unseen-names", "").partition(";")[0] == "".join(told)


def test_what_the_lake_does_not_know_is_refused_where_the_table_has_not_all_of_it(ask: Ask, shop: str) -> None:
    assert asked(ask, shop, **REGEX)[:2] == (413, "BEFORE_HORIZON")
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", {**TREND, **REGEX})
    assert "2026-11-03" in reply.json["message"]
    status, found, way = asked(ask, shop, **REGEX, **{"from": "2026-11-04"})
    assert (status, way) == (200, "postgres; reason=filter_not_sealed")
    assert found["series"][0]["values"] == [2, 1]
    lists: dict[str, Any] = {"interval": "day", "lists": [{"property": "plan", "of": "visitor"}]}
    assert asked(ask, shop, "overview", **lists, **REGEX, **{"from": "2026-11-05"})[:2] == (413, "BEFORE_HORIZON")
    cohort = ask(
        "POST",
        f"/api/apps/{shop}/cohorts",
        {"name": "c", "definition": {"kind": "did", "event": "open", "from": "2026-11-01", "to": "2026-11-02"}},
    ).json
    belongs = {"filters": [{"property": "$cohort", "operator": "is", "value": cohort["id"]}, *REGEX["filters"]]}
    assert asked(ask, shop, **belongs, **{"from": "2026-11-05"})[:2] == (413, "BEFORE_HORIZON")


def test_while_the_lake_is_away_what_it_alone_has_is_not_answered(
    ask: Ask, shop: str, monkeypatch: pytest.MonkeyPatch, store: Folder, tmp_path: Path
) -> None:
    visited = {"series": [{"event": None, "measure": "visitors"}]}
    store.root.rename(tmp_path / "elsewhere")
    assert values(ask, shop, **visited) == (503, "LAKE_UNAVAILABLE")
    assert values(ask, shop) == [3, 3, 3, 3, 3]  # how many events there are the manifest knows
    assert values(ask, shop, **visited, **{"from": "2026-11-04"}) == [3, 3]
    (tmp_path / "elsewhere").rename(store.root)
    monkeypatch.delenv("LAKE_URL")
    forget_lake()
    assert values(ask, shop) == (503, "LAKE_UNAVAILABLE")
    assert ask("GET", f"/api/apps/{shop}/export?day=2026-11-01").status == 503


def lines(ask: Ask, address: str) -> list[str]:
    """Whose events an export has, all parts of it."""
    found: list[str] = []
    query = address
    while True:
        reply = ask("GET", query)
        assert reply.status == 200, reply.text
        found += [json.loads(line)["anonymousId"] for line in reply.text.splitlines()]
        if "link" not in reply.headers:
            return found
        query = address.partition("?")[0] + reply.headers["link"].partition("<")[2].partition(">")[0]


def test_an_export_reaches_what_has_left_the_table_in_parts_and_without_who_was_erased(
    ask: Ask, shop: str, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    happen(database, shop, [("open", "d5", NOON + timedelta(days=4, hours=1))])
    monkeypatch.setattr(export, "LARGEST_PLAIN", 1)
    of_day = f"/api/apps/{shop}/export?day="
    assert lines(ask, of_day + "2026-11-01") == ["d0", "d5", "d10"]
    assert lines(ask, of_day + "2026-11-02&timezone=Pacific/Auckland") == ["d0", "d5", "d10"]
    assert lines(ask, of_day + "2026-11-03&timezone=Asia/Tokyo") == ["d2", "d7", "d12"]
    assert lines(ask, f"/api/apps/{shop}/export?visitorId=d5") == ["d5", "d5"]
    database.execute("SELECT spoor.erase_visitor(%s, 'd5')", [shop])
    assert lines(ask, of_day + "2026-11-01") == ["d0", "d10"]
    assert lines(ask, f"/api/apps/{shop}/export?visitorId=d5") == []
    assert values(ask, shop) == [2, 3, 3, 3, 3], "at once, and not only when the files are written anew"


def test_who_the_visitors_of_a_funnel_and_of_a_cohort_are_is_answered_from_the_lake_or_refused(
    ask: Ask, shop: str, database: Direct, store: Folder, tmp_path: Path
) -> None:
    claim(database, shop, ("d0", "ann"), ("d6", "ann"), ("d4", "zoe"))
    happen(database, shop, [("open", "new", NOON + timedelta(days=4, hours=1))])
    of_funnel = f"/api/apps/{shop}/reports/funnel/visitors"
    funnel = {**RANGE, "steps": [{"event": "open"}], "step": 1, "outcome": "reached", "limit": 4}
    listed: list[str] = []
    cursor: str | None = None
    while cursor or not listed:
        reply = ask("POST", of_funnel, {**funnel, **({"cursor": cursor} if cursor else {})})
        assert reply.status == 200, reply.text
        listed += [each["visitorId"] for each in reply.json["visitors"]]
        cursor = reply.json["nextCursor"]
    assert listed == ["new", "d14", "d9", "zoe", "d13", "d8", "d3", "d12", "d7", "d2", "d11", "d1", "d10", "d5", "ann"]
    definition = {"kind": "did", "event": "open", "from": "2026-11-01", "to": "2026-11-06"}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "c", "definition": definition}).json["id"]
    of_cohort = f"/api/apps/{shop}/cohorts/{cohort}/visitors?limit=6"
    first = ask("GET", of_cohort).json
    assert first["visitors"] == ["ann", "d1", "d10", "d11", "d12", "d13"]
    rest = ask("GET", f"{of_cohort}&cursor={first['nextCursor']}").json
    assert rest["visitors"] == ["d14", "d2", "d3", "d5", "d7", "d8"]
    database.execute("SELECT spoor.erase_visitor(%s, 'd6')", [shop])
    assert ask("GET", of_cohort).json["visitors"][0] == "d1", "who was erased is nobody"
    assert ask("POST", of_funnel, {**funnel, **REGEX}).json["code"] == "BEFORE_HORIZON"
    for cached in (tmp_path / "cache").iterdir():
        cached.unlink()
    store.root.rename(tmp_path / "elsewhere")
    assert ask("POST", of_funnel, funnel).json["code"] == "LAKE_UNAVAILABLE"
    assert ask("GET", of_cohort).json["code"] == "LAKE_UNAVAILABLE"


def test_the_receipt_of_an_erasure_counts_each_event_once_wherever_it_is(
    ask: Ask, shop: str, database: Direct, store: Folder, tmp_path: Path
) -> None:
    claim(database, shop, ("d0", "ann"), ("d5", "ann"), ("d3", "ann"))
    [line] = ask("GET", f"/api/apps/{shop}/export?day=2026-11-01").text.splitlines()[1:2]
    row = "INSERT INTO public.events (id, app_id, name, anonymous_id, occurred_at) VALUES (%s, %s, 'open', %s, %s)"
    again = json.loads(line)
    database.execute(row, [again["id"], shop, again["anonymousId"], again["occurredAt"]])  # it is in a file, too
    happen(database, shop, [("open", "d0", NOON + timedelta(hours=1)), ("open", "d0", NOON - timedelta(days=9))])
    address = f"/api/apps/{shop}/erasures"
    trial = ask("POST", address, {"visitorId": "d3", "dryRun": True}).json
    assert (trial["ids"], trial["events"]) == (4, 5), "two of files, two that came late, and one of the table"
    store.root.rename(tmp_path / "elsewhere")
    for cached in (tmp_path / "cache").iterdir():
        cached.unlink()
    refused = ask("POST", address, {"visitorId": "d3"})
    assert (refused.status, refused.json["code"]) == (503, "LAKE_UNAVAILABLE")
    assert ask("POST", address, {"visitorId": "nobody"}).json["events"] == 0, "who has no code is in no file"
    (tmp_path / "elsewhere").rename(store.root)
    assert ask("POST", address, {"visitorId": "d3", "ids": 4, "events": 3}).json["code"] == "COUNTS_DIFFER"
    assert ask("POST", address, {"visitorId": "ann"}).json["events"] == 5
    assert [each["events"] for each in ask("GET", address).json["erasures"]] == [5, 0]
    assert ask("POST", address, {"visitorId": "d0"}).json["events"] == 0
    assert values(ask, shop) == [1, 3, 3, 2, 3]
    database.execute("DELETE FROM spoor.lake_horizons")
    assert ask("POST", address, {"visitorId": "d4"}).json["events"] == 1, "without a horizon no file is looked at"


def test_looks_at_single_events_begin_where_the_table_does(ask: Ask, shop: str, database: Direct) -> None:
    happen(database, shop, [("open", "late", NOON)])  # it waits for being sealed
    page = ask("GET", f"/api/apps/{shop}/events").json["events"]
    assert {each["anonymousId"] for each in page} == {f"d{n}" for n in range(15) if n % 5 > 1}
    assert ask("GET", f"/api/apps/{shop}/events?from=2026-11-03").status == 200
    assert ask("GET", f"/api/apps/{shop}/events?from=2026-11-01").json["code"] == "BEFORE_HORIZON"
    assert ask("GET", f"/api/apps/{shop}/visitors/late").json["events"] == []
    assert ask("GET", f"/api/apps/{shop}/catalog?to=2026-11-06").json["events"][0]["count"] == 9
    said = "2026-11-03T00:00:00+00:00"
    for look in ("events", "visitors/d2", "catalog", "plan/suggestion"):
        cut = ask("GET", f"/api/apps/{shop}/{look}?to=2026-11-06")
        assert cut.headers["spoor-begins-at"] == said, look
        whole = ask("GET", f"/api/apps/{shop}/{look}?to=2026-11-06&from=2026-11-04")
        assert "spoor-begins-at" not in whole.headers, look
        if look != "plan/suggestion":
            assert (cut.json["beginsAt"], "beginsAt" in whole.json) == (said, False), look
            table = ask("GET", f"/api/apps/{shop}/{look}?to=2026-11-06&format=csv")
            assert table.headers["spoor-begins-at"] == said, look
    clearing = {"names": ["open"], **RANGE}
    assert ask("POST", f"/api/apps/{shop}/clearings", clearing).status == 422
    assert ask("POST", f"/api/apps/{shop}/clearings", {**clearing, "from": "2026-11-03", "dryRun": True}).status == 202


def test_how_long_rows_stay_is_a_setting(ask: Ask, shop: str) -> None:
    address = f"/api/apps/{shop}/settings"
    assert ask("GET", address).json["retentionDays"] is None
    assert ask("PATCH", address, {"retentionDays": 30}).json["retentionDays"] == 30
    assert ask("PATCH", address, {"keepBots": True}).json["retentionDays"] == 30
    for wrong in (0, 6, 36_501, "30", 7.5):
        assert ask("PATCH", address, {"retentionDays": wrong}).status == 422
    assert ask("PATCH", address, {"retentionDays": None}).json["retentionDays"] is None


@contextmanager
def kept(database: Direct) -> Iterator[None]:
    """Put the manifest back at the end, and what was marked."""
    for name in ("lake_days", "lake_held"):
        database.execute(f"CREATE TEMP TABLE kept_{name} AS SELECT * FROM spoor.{name}".encode())
    try:
        yield
    finally:
        database.execute("DELETE FROM spoor.lake_held")
        database.execute("DELETE FROM spoor.lake_days")
        for name in ("lake_days", "lake_held"):
            database.execute(f"INSERT INTO spoor.{name} SELECT * FROM kept_{name}".encode())
            database.execute(f"DROP TABLE kept_{name}".encode())
        database.execute("DELETE FROM spoor.lake_marks")


_COLUMNS = (
    "SELECT column_name AS name, data_type AS kind FROM information_schema.columns"
    " WHERE table_schema = 'spoor' AND table_name = 'lake_days'"
)
OTHER = {
    "uuid": "gen_random_uuid()",
    "date": "{} + 30",
    "timestamp with time zone": "{} - interval '1 day'",
    "integer": "{} + 1",
    "bigint": "{} - 1",
    "boolean": "NOT {}",
    "jsonb": "'{{}}'",
    "ARRAY": "'{{}}'",
    "text": "{} || 'x'",
}
HARMLESS = {"attempt", "begun_at", "sealed_at", "checked_at"}
"""What nobody reads of a day that counts."""


@pytest.mark.parametrize("day", [FIRST, DAYS[2]], ids=["before the horizon", "in the table, too"])
def test_whatever_is_falsified_missing_or_cut_off_is_noticed_and_never_another_number(
    ask: Ask, shop: str, database: Direct, store: Folder, tmp_path: Path, day: date
) -> None:
    other = track(database, "ann", "spk_other")
    right = [1, 2, 1, 2, 1]
    allowed = (right, (503, "LAKE_UNAVAILABLE")) if day == FIRST else (right,)
    assert values(ask, shop, **OF_PLAN) == right
    for row in database.execute(_COLUMNS).fetchall():
        for wrong in (OTHER[row["kind"]].format(row["name"]), "NULL"):
            with kept(database):
                said = f"'{other}'" if row["name"] == "app_id" and wrong != "NULL" else wrong
                try:
                    database.execute(f"UPDATE spoor.lake_days SET {row['name']} = {said} WHERE day = '{day}'".encode())
                except psycopg.errors.IntegrityError:
                    continue
                found = values(ask, shop, **OF_PLAN)
                assert found in allowed, (row["name"], wrong)
                if day == FIRST and row["name"] not in HARMLESS:
                    assert found == allowed[1], (row["name"], wrong)
    with kept(database):
        try:
            database.execute("DELETE FROM spoor.lake_days WHERE day = %s", [day])
        except psycopg.errors.IntegrityError:
            assert day == FIRST
        assert values(ask, shop, **OF_PLAN) == right
    [row] = database.execute("SELECT core, properties FROM spoor.lake_days WHERE day = %s", [day]).fetchall()
    for kind in ("core", "properties"):
        path = store.root / row[kind]
        whole = path.read_bytes()
        for broken in (None, b"", whole[:-9], whole[:60] + b"?" + whole[61:], whole + whole):
            for cached in (tmp_path / "cache").iterdir():
                cached.unlink()
            path.unlink() if broken is None else path.write_bytes(broken)
            assert values(ask, shop, **OF_PLAN) == allowed[-1], (kind, broken and len(broken))
            assert database.execute("SELECT day FROM spoor.lake_marks").fetchall() == [{"day": day}]
            database.execute("DELETE FROM spoor.lake_marks")
            path.write_bytes(whole)
            assert values(ask, shop, **OF_PLAN) == right, "somebody has put it back"


def test_a_months_file_that_is_falsified_missing_or_cut_off_is_noticed_and_its_days_are_sealed_again(
    ask: Ask, shop: str, database: Direct, store: Folder, tmp_path: Path, bouncer: pooler.Pooler
) -> None:
    database.execute("DELETE FROM spoor.lake_held")
    database.execute("DELETE FROM spoor.lake_horizons")
    happen(
        database,
        shop,
        [("open", f"d{n}", NOON + timedelta(days=n % 5, seconds=n), {"plan": "pro"}) for n in range(15) if n % 5 < 2],
    )
    visited = {"series": [{"event": None, "measure": "visitors"}]}
    with as_rollup(bouncer.url("rollup")):
        assert compaction.compact(UUID(shop), FIRST, store) == "compacted"
    [row] = database.execute("SELECT DISTINCT core FROM spoor.lake_days").fetchall()
    path = store.root / row["core"]
    whole = path.read_bytes()
    for broken in (None, b"", whole[:-9], whole[:60] + b"?" + whole[61:], whole + whole):
        for cached in (tmp_path / "cache").glob("*"):
            cached.unlink()
        path.unlink() if broken is None else path.write_bytes(broken)
        assert values(ask, shop, **visited) == [3, 3, 3, 3, 3], broken and len(broken)
        marked = database.execute("SELECT day FROM spoor.lake_marks ORDER BY day").fetchall()
        assert [each["day"] for each in marked] == DAYS
        database.execute("DELETE FROM spoor.lake_marks")
        path.write_bytes(whole)
    path.unlink()
    for cached in (tmp_path / "cache").glob("*"):
        cached.unlink()
    values(ask, shop, **visited)
    with as_rollup(bouncer.url("rollup")):
        for day in DAYS:
            assert seal(UUID(shop), day, store).what == "sealed"
    assert database.execute("SELECT day FROM spoor.lake_marks").fetchall() == []
    status, found, way = asked(ask, shop, **visited)
    assert (status, found["series"][0]["values"], way) == (200, [3, 3, 3, 3, 3], "lake; reason=sealed")


def test_no_answer_depends_on_what_lies_before_where_its_question_is_known_to_look(database: Direct, ann: str) -> None:
    """Each of the reviewed questions is asked with, and without, a past of the same visitors."""
    for golden in goldens():
        question = golden.question()
        apps = [track(database, ann, f"spk_{uuid4()}") for _ in range(2)]
        scopes = [Scope(UUID(each), timedelta(hours=24), datetime(2026, 12, 1, tzinfo=UTC)) for each in apps]
        since = looks_back_to(question, scopes[0])
        assert since is not None
        names = ["signup", "purchase", "page_view", "$pageview", "open"]
        then = [
            (name, f"v{n}", since + timedelta(hours=7 * n + at), {"plan": "pro"})
            for at, name in enumerate(names)
            for n in range(40)
        ]
        before = [
            (name, f"v{n}", since - timedelta(microseconds=1 + n * 10**9), {"plan": "x"})
            for name in names
            for n in range(40)
        ]
        happen(database, apps[0], then)
        happen(database, apps[1], [*then, *before])
        found = []
        for scope in scopes:
            with postgres.gathered(golden.report, question, scope) as (gathered, _):
                found.append(golden.report.tally(question, scope, gathered))
        assert found[0] == found[1], golden.path
        database.execute("DELETE FROM public.events")
