"""Exports hold every event of a day or a visitor once, in parts that fit, and nothing that a spreadsheet would run."""

import base64
import csv
import gzip
import io
import json
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from query.app import handler
from query.looks import export
from tests.gateway import Reply, call, invoke
from tests.people import Direct, claim, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def tell(database: Direct, app_id: str, properties: list[dict[str, Any]]) -> None:
    """Events with these properties, a second apart."""
    happen(database, app_id, [("open", "d", NOON + timedelta(seconds=at), one) for at, one in enumerate(properties)])


def all_parts(ask: Ask, path: str) -> list[Reply]:
    """Follow the links from part to part."""
    parts = [ask("GET", path)]
    while link := parts[-1].headers.get("link"):
        parts.append(ask("GET", path.partition("?")[0] + link.partition("<")[2].partition(">")[0]))
    return parts


def test_a_day_is_that_of_the_zone_and_comes_oldest_first(database: Direct, shop: str, ask: Ask) -> None:
    midnight = datetime(2026, 11, 19, 23, tzinfo=UTC)  # in Berlin
    moments = [midnight - timedelta(seconds=1), midnight, NOON, midnight + timedelta(days=1)]
    happen(database, shop, [("open", f"d{at}", moment) for at, moment in reversed(list(enumerate(moments)))])
    reply = ask("GET", f"/api/apps/{shop}/export?day=2026-11-20&timezone=Europe/Berlin")
    assert reply.headers["content-type"] == "application/x-ndjson; charset=utf-8"
    assert reply.headers["content-disposition"] == 'attachment; filename="events-2026-11-20.jsonl"'
    events = [json.loads(line) for line in reply.text.splitlines()]
    assert [event["anonymousId"] for event in events] == ["d1", "d2"]
    assert sorted(events[0]) == ["anonymousId", "id", "name", "occurredAt", "properties"]


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_parts_put_together_are_the_whole(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch, form: str
) -> None:
    monkeypatch.setattr(export, "LARGEST_PLAIN", 1000)
    tell(database, shop, [{"at": at} for at in range(50)])
    parts = all_parts(ask, f"/api/apps/{shop}/export?day=2026-11-20&format={form}")
    assert len(parts) > 3
    whole = "".join(part.text for part in parts)
    if form == "csv":
        found = [json.loads(row["properties"])["at"] for row in csv.DictReader(io.StringIO(whole, newline=""))]
    else:
        found = [json.loads(line)["properties"]["at"] for line in whole.splitlines()]
    assert found == list(range(50))


def test_who_understands_gzip_gets_it(database: Direct, shop: str, ask: Ask, ann: str) -> None:
    tell(database, shop, [{"text": "long " * 1000}] * 20)
    path, headers = f"/api/apps/{shop}/export", {"accept-encoding": "br, gzip"}
    answer = invoke(handler, "GET", path, user_id=ann, query="day=2026-11-20", headers=headers)
    packed = base64.b64decode(answer["body"])
    assert answer["headers"]["content-encoding"] == "gzip"
    assert len(packed) < 5000
    assert gzip.decompress(packed).decode() == ask("GET", f"{path}?day=2026-11-20").text


def test_who_refuses_gzip_gets_none(shop: str, ann: str) -> None:
    headers = {"accept-encoding": "gzip;q=0, identity"}
    reply = call(handler, "GET", f"/api/apps/{shop}/export", user_id=ann, headers=headers, query="day=2026-11-20")
    assert "content-encoding" not in reply.headers


@pytest.mark.parametrize("form", ["jsonl", "csv"])
def test_numbers_beyond_what_a_computer_counts_in_are_exported_too(
    database: Direct, shop: str, ask: Ask, form: str
) -> None:
    tell(database, shop, [{"big": 10**30, "large": 1e20}])
    reply = ask("GET", f"/api/apps/{shop}/export?visitorId=d&format={form}")
    assert (reply.status, str(10**30) in reply.text) == (200, True)


def test_a_part_of_large_events_is_no_larger_than_an_answer_may_be(database: Direct, shop: str, ask: Ask) -> None:
    tell(database, shop, [{"text": '"' * 262_000}] * 8)
    parts = all_parts(ask, f"/api/apps/{shop}/export?day=2026-11-20&format=csv")
    assert all(len(json.dumps(part.text, ensure_ascii=False)) < 6_000_000 for part in parts)
    assert sum(part.text.count("\r\n") for part in parts) == 1 + 8


def test_a_visitors_export_holds_what_all_his_ids_did(database: Direct, shop: str, ask: Ask) -> None:
    happen(database, shop, [("open", one, NOON) for one in ("phone", "ann", "ben")])
    claim(database, shop, ("phone", "ann"))
    reply = ask("GET", f"/api/apps/{shop}/export?visitorId=phone")
    assert sorted(json.loads(line)["anonymousId"] for line in reply.text.splitlines()) == ["ann", "phone"]


WIDE = ["\uff1d1", "\uff0b1", "\uff0d1", "\uff201"]
"""Formulas with signs as wide as a Chinese or Japanese letter."""


def test_no_cell_is_a_formula_and_every_text_survives(database: Direct, shop: str, ask: Ask) -> None:
    names = ["=1+1", "+1", "-1", "@x", "\tx", "\rx", "\nx", *WIDE, "a,b", 'a"b', "a\nb", "ä"]
    happen(database, shop, [(name, "-d", NOON + timedelta(seconds=at)) for at, name in enumerate(names)])
    reply = ask("GET", f"/api/apps/{shop}/export?day=2026-11-20&format=csv")
    rows = list(csv.DictReader(io.StringIO(reply.text, newline="")))
    assert [row["name"].removeprefix("'") for row in rows] == names
    for row in rows:
        assert not any(cell.startswith(("=", "+", "-", "@", "\t", "\r", "\n", *WIDE)) for cell in row.values())


@pytest.mark.parametrize(
    "query",
    [
        "",
        "day=2026-11-31",
        "day=yesterday",
        "day=2026-11-20&visitorId=a",
        "day=2026-11-20&format=xls",
        "day=2026-11-20&cursor=nonsense",
        "day=2026-11-20&colour=red",
        "day=2026-11-20&timezone=Mars",
        f"day={quote('２０２６-11-20')}",
        "visitorId=",
    ],
)
def test_a_word_that_makes_no_sense_is_refused(shop: str, ask: Ask, query: str) -> None:
    assert ask("GET", f"/api/apps/{shop}/export?{query}").status == 422


@pytest.mark.parametrize(
    ("accept", "form"),
    [
        ("text/csv", "text/csv"),
        ("text/csv, application/json", "text/csv"),
        ("application/json, text/csv", "application/json"),
        ("*/*", "application/json"),
        ("application/json;q=0.1, text/csv", "text/csv"),
        ("text/csv;q=0.5, */*", "application/json"),
        ("text/csv, */*", "text/csv"),
        ("text/csv;q=0", "application/json"),
        ("", "application/json"),
    ],
)
def test_a_report_is_a_table_too_for_who_asks_for_csv(
    database: Direct, shop: str, ann: str, accept: str, form: str
) -> None:
    happen(database, shop, [("=open", "d", NOON)])
    asked = {"from": "2026-11-20", "to": "2026-11-22", "interval": "day", "series": [{"event": "=open"}]}
    path = f"/api/apps/{shop}/reports/trends"
    reply = call(handler, "POST", path, asked, user_id=ann, headers={"accept": accept})
    assert reply.headers["content-type"] == f"{form}; charset=utf-8"
    if form == "text/csv":
        assert reply.text.splitlines() == [
            "bucket,'=open",
            "2026-11-20T00:00:00+00:00,1",
            "2026-11-21T00:00:00+00:00,0",
            "whole range,1",
        ]
        assert reply.headers["content-disposition"] == 'attachment; filename="trends.csv"'


def test_answers_are_for_the_caller_alone_and_what_they_say_they_are(shop: str, ask: Ask) -> None:
    export_of_a_day = ask("GET", f"/api/apps/{shop}/export?day=2026-11-20")
    assert export_of_a_day.headers["cache-control"] == "no-store"
    found = ask("GET", f"/api/apps/{shop}/funnels")
    refused = ask("GET", "/api/nothing"), ask("GET", "/api/apps", user_id=None)
    for reply, kept in ((found, "private, no-cache"), *((each, "no-store") for each in refused)):
        assert reply.headers["content-type"] == "application/json; charset=utf-8"
        assert reply.headers["cache-control"] == kept
        assert reply.headers["x-content-type-options"] == "nosniff"
