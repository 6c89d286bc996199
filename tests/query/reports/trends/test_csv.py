"""The same numbers for a spreadsheet."""

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
    header, first, second = reply.text.strip().splitlines()
    names = ["Views: pro", "Views: (none)", "buy: pro", "buy: (none)", "A / B: pro", "A / B: (none)"]
    assert header.split(",") == ["bucket", *names, "previous bucket", *(f"previous {name}" for name in names)]
    assert first == "2026-11-20T00:00:00+00:00,1,0,1,0,1,,2026-11-18T00:00:00+00:00,1,0,0,0,,"
    assert second == "2026-11-21T00:00:00+00:00,0,1,0,0,,,2026-11-19T00:00:00+00:00,0,0,0,0,,"
