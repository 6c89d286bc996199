"""Breakdowns by what stands on another event, two at once, and comparisons: what is refused, and the tables of them."""

import csv
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from query.app import handler
from tests.gateway import call
from tests.people import Direct, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)
RANGE = {"from": "2026-11-20", "to": "2026-11-22"}
QUESTIONS: dict[str, dict[str, Any]] = {
    "trends": {**RANGE, "interval": "day", "series": [{"event": "view"}]},
    "funnel": {**RANGE, "steps": [{"event": "view"}, {"event": "buy"}]},
    "retention": {**RANGE, "interval": "day", "periods": 1},
    "sessions": {**RANGE, "interval": "day"},
}
HOURS = {"from": "2026-11-01", "to": "2026-11-30", "interval": "hour"}
YEAR = {"from": "2025-01-01", "to": "2026-01-01"}


@pytest.mark.parametrize(
    ("report", "change", "path", "named"),
    [
        *((name, {"compare": "nextMonth"}, "compare", "previousYear") for name in QUESTIONS),
        *(
            (name, {"compare": {"from": "2026-02-30", "to": "2026-03-01"}}, "compare.from", "date")
            for name in QUESTIONS
        ),
        *((name, {"compare": 7}, "compare", "a range {from, to}") for name in QUESTIONS),
        *((name, {"breakdown": {"property": "k", "of": "page"}}, "breakdown.of", "sessionEnd") for name in QUESTIONS),
        *((name, {"breakdown": {"property": "k", "limit": 51}}, "breakdown.limit", "50") for name in QUESTIONS),
        ("sessions", {"breakdown": {"property": "k", "of": "event"}}, "breakdown.of", "session"),
        ("sessions", {"breakdown": {"property": "k", "of": "visitor"}}, "breakdown.of", "session"),
        ("trends", {"breakdown": [{"property": "k"}]}, "breakdown", "at least 2"),
        ("trends", {"breakdown": [{"property": "k"}] * 3}, "breakdown", "at most 2"),
        ("trends", {"breakdown": [{"property": "k"}, {"limit": 2}]}, "breakdown[1].property", "required"),
        ("funnel", {"breakdown": [{"property": "k"}] * 2}, "breakdown", "object"),
        ("trends", {**HOURS, "breakdown": [{"property": "k", "limit": 50}] * 2}, "", "200000"),
        ("trends", {"interval": "hour", "compare": YEAR}, "", "2000 buckets"),
        ("sessions", {"interval": "hour", "compare": YEAR}, "", "2000 buckets"),
        ("sessions", {**HOURS, "breakdown": {"property": "k", "limit": 50}, "compare": "previous"}, "", ""),
        ("funnel", {"interval": "hour", "compare": YEAR}, "", "2000 buckets"),
        ("retention", {"compare": {"from": "2020-01-01", "to": "2026-01-01"}}, "", "366 days"),
        ("retention", {**YEAR, "periods": 52, "breakdown": {"property": "k", "limit": 50}}, "", "100000"),
    ],
)
def test_what_makes_no_sense_is_refused_by_its_place(
    shop: str, ask: Ask, report: str, change: dict[str, Any], path: str, named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/{report}", {**QUESTIONS[report], **change})
    if not named:
        assert reply.status == 200  # just within the bound
        return
    assert reply.status == 422, reply.text
    assert reply.json["errors"][0]["path"] == path
    assert named in reply.json["errors"][0]["message"]


def test_a_table_of_sessions_has_all_first_then_each_value_and_what_is_compared_beside(
    database: Direct, shop: str
) -> None:
    views(database, shop)
    rows = table(shop, "sessions", breakdown={"property": "p"}, compare={"from": "2026-11-19", "to": "2026-11-20"})
    numbers = ["sessions", "visitors", "bounce rate", "median seconds", "average seconds", "events per session"]
    assert rows[0] == ["p", "bucket", *numbers, "previous bucket", *(f"previous {name}" for name in numbers)]
    assert [row[:3] + row[8:10] for row in rows[1:]] == [
        ["$all", "2026-11-20T00:00:00+00:00", "2", "2026-11-19T00:00:00+00:00", "1"],
        ["$all", "2026-11-21T00:00:00+00:00", "0", "", ""],
        ["$all", "whole range", "2", "whole range", "1"],
        ["/", "2026-11-20T00:00:00+00:00", "1", "2026-11-19T00:00:00+00:00", "0"],
        ["/", "2026-11-21T00:00:00+00:00", "0", "", ""],
        ["/", "whole range", "1", "whole range", "0"],
        ["/a", "2026-11-20T00:00:00+00:00", "1", "2026-11-19T00:00:00+00:00", "1"],
        ["/a", "2026-11-21T00:00:00+00:00", "0", "", ""],
        ["/a", "whole range", "1", "whole range", "1"],
    ]


def test_a_table_of_retention_has_all_first_then_each_value_and_what_is_compared_beside(
    database: Direct, shop: str
) -> None:
    views(database, shop)
    rows = table(shop, "retention", breakdown={"property": "p"}, compare={"from": "2026-11-19", "to": "2026-11-20"})
    assert rows[0] == ["p", "cohort", "size", "day 1", "previous cohort", "previous size", "previous day 1"]
    assert [row[:1] + row[2:4] + row[5:] for row in rows[1:]] == [
        ["$all", "1", "0", "1", "1"],
        ["$all", "0", "0", "", ""],
        ["/", "1", "0", "0", "0"],
        ["/", "0", "0", "", ""],
        ["$other", "0", "0", "1", "1"],
        ["$other", "0", "0", "", ""],
    ]


def test_a_table_of_a_funnel_has_the_numbers_that_are_compared_beside(database: Direct, shop: str) -> None:
    views(database, shop)
    rows = table(shop, "funnel", breakdown={"property": "p"}, compare={"from": "2026-11-19", "to": "2026-11-20"})
    numbers = ["visitors", "conversion from start", "conversion from previous", "median seconds"]
    assert rows[0] == ["p", "step", "event", *numbers, *(f"previous {name}" for name in numbers)]
    assert [(row[0], row[1], row[3], row[7]) for row in rows[1:]] == [
        ("$all", "view", "2", "1"),
        ("$all", "buy", "1", "1"),
        ("/", "view", "1", "0"),
        ("/", "buy", "1", "0"),
        ("/a", "view", "1", "1"),
        ("/a", "buy", "0", "1"),
    ]


def test_a_column_of_two_breakdowns_is_called_by_both_values(database: Direct, shop: str) -> None:
    views(database, shop)
    [names, *_] = table(shop, "trends", breakdown=[{"property": "p"}, {"property": "$name", "of": "sessionEnd"}])
    assert names == ["bucket", "view: /, buy", "view: /a, view"]


def test_weeks_of_what_is_compared_begin_on_the_same_day(database: Direct, shop: str, ask: Ask) -> None:
    views(database, shop)
    for report in ("trends", "sessions"):
        asked = {**QUESTIONS[report], "interval": "week", "weekStart": "sunday", "compare": "previousMonth"}
        reply = ask("POST", f"/api/apps/{shop}/reports/{report}", asked).json
        assert reply["buckets"] == ["2026-11-15T00:00:00+00:00"]
        assert reply["previous"]["buckets"] == ["2026-10-18T00:00:00+00:00"]


def test_a_cohort_chooses_whose_events_are_told_apart_by_where_they_came_from(
    database: Direct, shop: str, ask: Ask
) -> None:
    views(database, shop)
    buyers = {"kind": "did", "event": "buy", "from": "2026-11-20", "to": "2026-11-22"}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "Buyers", "definition": buyers}).json["id"]
    only = [{"property": "$cohort", "operator": "is", "value": cohort}]
    for of in ("session", "sessionEnd", "visitor"):
        asked = {**QUESTIONS["trends"], "filters": only, "breakdown": {"property": "p", "of": of}}
        lines = ask("POST", f"/api/apps/{shop}/reports/trends", asked).json["series"]
        assert [(line["breakdown"], line["total"]) for line in lines] == [("/" if of != "sessionEnd" else None, 1)]


def views(database: Direct, shop: str) -> None:
    """d1 views / and buys; d2 views /a on this day and the one before, and buys at once then."""
    day = timedelta(days=1)
    happen(database, shop, [("view", "d1", NOON, {"p": "/"}), ("buy", "d1", NOON + timedelta(minutes=5), {})])
    happen(database, shop, [("view", "d2", NOON, {"p": "/a"}), ("view", "d2", NOON - day, {"p": "/a"})])
    happen(database, shop, [("buy", "d2", NOON - day + timedelta(minutes=5), {"p": "/b"})])


def table(shop: str, report: str, **change: Any) -> list[list[str]]:
    """The rows of the answer as a table, its header first."""
    body = {**QUESTIONS[report], **change}
    reply = call(
        handler, "POST", f"/api/apps/{shop}/reports/{report}", body, user_id="ann", headers={"accept": "text/csv"}
    )
    assert reply.status == 200, reply.text
    return list(csv.reader(reply.text.splitlines()))
