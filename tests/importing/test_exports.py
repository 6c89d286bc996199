"""An export becomes the events that its vendor's tracker would have sent here, once, and all else is told."""

import json
from collections import Counter
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from ingest.app import handler as ingest
from query.app import handler
from tests.gateway import call
from tests.importing.conftest import KEY, Import
from tests.people import Direct, stored

ENTRY = "all"
EXPORTS = Path(__file__).parents[1] / "data" / "exports"
WEBSITE = ("--website", "2828c034-f1fe-4f26-9807-8cfe87875bd7")
MAPPING = ("--mapping", str(EXPORTS / "csv" / "mapping.json"))

CASES: dict[str, tuple[str, str, tuple[str, ...], tuple[tuple[str, str, int, int], ...]]] = {
    "posthog": ("posthog", "posthog/events.jsonl", (), (
        ("posthog", "posthog/events.jsonl.gz", 0, 18), ("posthog", "posthog/events.parquet.zst", 0, 18),
        ("posthog", "posthog/api-events.json", 1, 2),
        ("posthog", "posthog/query.csv", 0, 2), ("posthog", "posthog/persons.jsonl", 0, 0),
    )),
    "mixpanel": ("mixpanel", "mixpanel/export.jsonl", (), ()),
    "amplitude": ("amplitude", "amplitude/export.zip", (), (
        ("amplitude", "amplitude/2026-10-25_10_0.jsonl", 0, 10), ("amplitude", "amplitude/merged-ids.jsonl", 0, 0),
    )),
    "segment": ("segment", "segment/log.jsonl", (), (
        ("segment", "segment/log.gz", 0, 10), ("warehouse", "segment/warehouse-order_completed.csv", 0, 1),
    )),
    "rudderstack": ("rudderstack", "rudderstack/log.jsonl", (), (
        ("rudderstack", "rudderstack/1793000000.source-1.0001.json.gz", 0, 10),
    )),
    "ga4": ("ga4", "ga4/events_20261025.jsonl", (), (("ga4", "ga4/events_intraday_20261025.jsonl", 0, 3),)),
    "umami": ("umami", "umami/dump.sql", WEBSITE, (("umami", "umami/cloud.zip", 3, 0),)),
    "csv": ("csv", "csv/events.csv", MAPPING, ()),
}  # fmt: skip
"""The format, the file, options, and what further files add: new ones, and those that are there already."""


@pytest.mark.parametrize("case", CASES)
def test_an_export_is_stored_once_as_live_tracking_would_have_and_reports_count_what_the_file_holds(
    case: str, database: Direct, shop: str, run: Import
) -> None:
    format_, file, options, further = CASES[case]
    expected = json.loads((EXPORTS / case / "expected.json").read_text())
    counts = expected["counts"]
    first = run(format_, EXPORTS / file, options=options)
    assert first.outcome == (counts["events"], counts["duplicates"], counts["refused"], counts["skipped"])
    assert sorted(map(refusal, first.report)) == sorted(
        (one["line"], one["code"]) for one in (*expected.get("refused", ()), *expected.get("skipped", ()))
    )
    rows = stored(database, shop)
    assert Counter(map(as_row, rows)) == Counter(map(as_said, expected["events"]))
    for one in expected["events"]:
        held = [row["properties"] for row in rows if as_row(row) == as_said(one)]
        assert any(holds(properties, one) for properties in held), (one, held)
    claims = database.execute(
        "SELECT anonymous_id, user_id, claimed_at FROM spoor.claims WHERE app_id = %s", [shop]
    ).fetchall()
    assert {(one["anonymous_id"], one["user_id"], one["claimed_at"]) for one in claims} == {
        (one["anonymousId"], one["userId"], datetime.fromisoformat(one["at"])) for one in expected["claims"]
    }
    if visitors := expected.get("visitors"):
        assert visitors_by_report(shop) == (sum(visitors.values()), len(visitors.keys() - {"none"}))
    again = run(format_, EXPORTS / file, options=options)
    assert again.outcome == (0, counts["events"] + counts["duplicates"], counts["refused"], counts["skipped"])
    assert stored(database, shop) == rows
    for other, path, new, duplicates in further:
        outcome = run(other, EXPORTS / path, options=options if other == format_ else ()).outcome
        assert outcome[:2] == (new, duplicates), path
    if visitors := expected.get("visitorsWithPersons"):  # and one event more, of the API's answer
        assert visitors_by_report(shop) == (sum(visitors.values()) + 1, len(visitors.keys() - {"none"}))


@pytest.mark.parametrize(("case", "kind"), [("posthog", "company"), ("segment", "group")])
def test_what_an_export_says_of_accounts_themselves_is_kept(
    case: str, kind: str, database: Direct, shop: str, run: Import
) -> None:
    run(case, EXPORTS / CASES[case][1])
    [kept] = database.execute(
        "SELECT type, id, said -> 'seats' -> 1 AS seats FROM spoor.account_profiles WHERE app_id = %s", [shop]
    ).fetchall()
    assert kept == {"type": kind, "id": "acme", "seats": 5}


def refusal(line: dict[str, Any]) -> tuple[int, str]:
    return line["line"], line.get("refused") or line["skipped"]


def as_row(row: dict[str, Any]) -> tuple[str, str | None, datetime]:
    return row["name"], row["anonymous_id"], row["occurred_at"]


def as_said(one: dict[str, Any]) -> tuple[str, str | None, datetime]:
    return one["name"], one.get("userId") or one.get("anonymousId"), datetime.fromisoformat(one["occurredAt"])


def holds(properties: dict[str, Any], one: dict[str, Any]) -> bool:
    """Whether the properties are what is expected, types included."""
    said = {key: typed(properties.get(key)) for key in one.get("properties", {})}
    groups = one.get("groups")
    return (
        said == {key: typed(value) for key, value in one.get("properties", {}).items()}
        and not set(one.get("absent", ())) & properties.keys()
        and (groups is None or groups == properties.get("$groups"))
        and ("userId" not in one or properties.get("$anonymous_id") == one.get("anonymousId"))
    )


def typed(value: Any) -> tuple[str, Any]:
    return "number" if type(value) in (int, float) else type(value).__name__, value


def visitors_by_report(shop: str) -> tuple[int, int]:
    """Events and visitors, as a report counts them."""
    series = [{"event": None, "measure": measure} for measure in ("total", "visitors")]
    question = {"from": "2026-10-01", "to": "2026-11-01", "interval": "month", "series": series}
    answer = call(handler, "POST", f"/api/apps/{shop}/reports/trends", question, user_id="ann")
    assert answer.status == 200, answer.body
    total, visitors = (one["total"] for one in answer.json["series"])
    return total, visitors


def test_real_exports_of_public_repositories_are_read_whole(
    database: Direct, shop: str, run: Import, tmp_path: Path
) -> None:
    mapping = tmp_path / "mapping.json"
    said = {
        "id": "insert_id",
        "name": "name",
        "anonymousId": "distinct_id",
        "occurredAt": "time",
        "json": ["properties"],
    }
    mapping.write_text(json.dumps({**said, "properties": ["properties"]}))
    files = {
        "mixpanel-export.jsonl": ("mixpanel", ()),
        "mixpanel-fivetran.csv": ("csv", ("--mapping", str(mapping))),
        "amplitude-fivetran.csv": ("amplitude", ()),
        "segment-pages.csv": ("warehouse", ()),
    }
    for name, (format_, options) in files.items():
        file = EXPORTS / "real" / name
        first, again = (run(format_, file, options=options) for _ in range(2))
        assert (first.outcome[2:], again.outcome[0]) == ((0, 0), 0), first.report
        assert first.outcome[0] > 0
        assert sum(again.outcome) == sum(first.outcome) == first.counts["records"], name
    [page] = stored(database, shop)[-1:]
    assert {row["name"] for row in stored(database, shop)} >= {"$page", "test", "watch_test_amplitude", "plays"}, page
    pages = [row["properties"] for row in stored(database, shop) if row["name"] == "$page"]
    assert {"$current_url", "utm_source", "$browser"} <= pages[0].keys()
    assert KEY not in json.dumps(pages)


def test_every_event_has_its_browser_however_many_there_are(
    database: Direct, shop: str, run: Import, tmp_path: Path
) -> None:
    browser = (
        "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/{}.0.0.0 Safari/537.36"
    )
    calls = [
        {"type": "track", "messageId": f"m{at}", "event": "seen", "anonymousId": f"a{at}", "properties": {}}
        | {"timestamp": f"2026-10-01T10:{at // 60:02}:{at % 60:02}Z", "context": {"userAgent": browser.format(at + 1)}}
        for at in range(300)
    ]
    (tmp_path / "log.jsonl").write_text("".join(json.dumps(one) + "\n" for one in calls))
    assert run("segment", tmp_path / "log.jsonl").outcome == (300, 0, 0, 0)
    held = {
        (row["properties"].get("$browser"), row["properties"].get("$browser_version")) for row in stored(database, shop)
    }
    assert held == {("Chrome", at + 1) for at in range(300)}


def test_what_came_live_already_is_there_already(database: Direct, shop: str, run: Import) -> None:
    calls = [json.loads(line) for line in (EXPORTS / "segment/log.jsonl").read_text().splitlines()]
    for one in calls:  # as the SDK sent it: the device's time, which Segment has corrected since
        one["timestamp"] = one["originalTimestamp"]
    live = call(ingest, "POST", "/v1/batch", {"batch": calls, "writeKey": KEY})
    rows = [json.loads(line) for line in (EXPORTS / "amplitude/2026-10-25_10_0.jsonl").read_text().splitlines()]
    sent = [
        {
            **{key: one[key] for key in ("event_type", "user_id", "device_id")},
            "insert_id": one["$insert_id"] or one["uuid"],
            "time": int(datetime.fromisoformat(f"{one['client_event_time']}Z").timestamp() * 1000),
        }
        for one in rows
    ]
    assert (live.status, call(ingest, "POST", "/2/httpapi", {"api_key": KEY, "events": sent}).status) == (200, 200)
    before = stored(database, shop)
    assert len(before) == 19
    assert run("segment", EXPORTS / "segment/log.jsonl").outcome == (0, 10, 0, 0)
    assert run("amplitude", EXPORTS / "amplitude/2026-10-25_10_0.jsonl").outcome == (0, 10, 0, 0)
    assert stored(database, shop) == before
