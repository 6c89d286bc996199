"""The same numbers for a spreadsheet."""

import csv
from datetime import UTC, datetime

from query.app import handler
from tests.gateway import call
from tests.oracles.trends import Seen
from tests.query.reports.trends.conftest import Store

NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


def test_a_bucket_is_a_row_a_line_a_column_and_the_previous_period_stands_beside(shop: str, store: Store) -> None:
    seen = [("view", 20, "pro"), ("view", 21, None), ("buy", 20, "pro"), ("view", 18, "pro")]
    store([Seen(name, "d1", NOON.replace(day=day), {"plan": plan} if plan else {}) for name, day, plan in seen])
    body = {
        "from": "2026-11-20",
        "to": "2026-11-22",
        "interval": "day",
        "series": [{"event": "view", "label": "Views"}, {"event": "buy"}],
        "formulas": [{"expression": "A / B"}],
        "breakdown": {"property": "plan"},
        "compare": "previous",
    }
    reply = call(
        handler, "POST", f"/api/apps/{shop}/reports/trends", body, user_id="ann", headers={"accept": "text/csv"}
    )
    header, first, second, whole = reply.text.strip().splitlines()
    names = ["Views: pro", "Views: (none)", "buy: pro", "buy: (none)", "A / B: pro", "A / B: (none)"]
    assert header.split(",") == ["bucket", *names, "previous bucket", *(f"previous {name}" for name in names)]
    assert first == "2026-11-20T00:00:00+00:00,1,0,1,0,1,,2026-11-18T00:00:00+00:00,1,0,0,0,,"
    assert second == "2026-11-21T00:00:00+00:00,0,1,0,0,,,2026-11-19T00:00:00+00:00,0,0,0,0,,"
    assert whole == "whole range,1,1,1,0,1,,whole range,1,0,0,0,,"


def test_the_last_row_is_the_whole_range_which_is_no_sum_of_buckets(shop: str, store: Store) -> None:
    store([Seen("view", "d1", NOON.replace(day=day), {}) for day in (1, 3, 4)])
    body = {
        "from": "2026-11-03",
        "to": "2026-11-05",
        "interval": "day",
        "series": [{"event": "view", "measure": "visitors"}],
        "compare": "previous",
    }
    address, accept = f"/api/apps/{shop}/reports/trends", {"accept": "text/csv"}
    answer = call(handler, "POST", address, body, user_id="ann").json
    rows = list(csv.reader(call(handler, "POST", address, body, user_id="ann", headers=accept).text.splitlines()))
    assert [row[1] for row in rows[1:]] == ["1", "1", "1"]
    assert rows[-1] == ["whole range", "1", "whole range", "1"]
    assert [answer["series"][0]["total"], answer["previous"]["series"][0]["total"]] == [1, 1]


def test_a_longer_previous_period_ends_before_the_totals_of_both(shop: str, store: Store) -> None:
    store([Seen("view", "d1", NOON.replace(day=day), {}) for day in (1, 2)])
    body = {
        "from": "2026-11-02T06:00:00Z",
        "to": "2026-11-03T00:00:00Z",
        "interval": "day",
        "series": [{"event": "view"}],
        "compare": "previous",
    }
    address, accept = f"/api/apps/{shop}/reports/trends", {"accept": "text/csv"}
    _, *rows = csv.reader(call(handler, "POST", address, body, user_id="ann", headers=accept).text.splitlines())
    assert [[row[0][:10], row[1], row[2][:10], row[3]] for row in rows] == [
        ["2026-11-02", "1", "2026-11-01", "1"],
        ["", "", "2026-11-02", "0"],
        ["whole rang", "1", "whole rang", "1"],
    ]


def test_values_that_are_no_texts_stand_as_json_writes_them(shop: str, store: Store) -> None:
    store([Seen("view", "d1", NOON, {"plan": plan}) for plan in (True, {"tier": "é"}, -2)])
    series = {"series": [{"event": "view"}], "breakdown": {"property": "plan"}}
    body = {"from": "2026-11-20", "to": "2026-11-21", "interval": "day", **series}
    reply = call(
        handler, "POST", f"/api/apps/{shop}/reports/trends", body, user_id="ann", headers={"accept": "text/csv"}
    )
    [names, *_] = csv.reader(reply.text.splitlines())
    assert names == ["bucket", "view: -2", "view: true", 'view: {"tier": "é"}']
