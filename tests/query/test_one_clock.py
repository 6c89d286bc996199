"""All that an answer calls now is the database's clock, whatever that of the instance says."""

from dataclasses import replace
from datetime import UTC, datetime, timedelta
from uuid import UUID

import pytest

from query.access import door
from query.access.door import Access
from query.api.caller import Caller
from tests.people import Direct, happen
from tests.query.conftest import Ask

LATER = timedelta(days=40)
TREND = {"interval": "day", "series": [{"event": None}]}


def test_saved_reports_cohorts_the_catalog_and_live_go_by_the_databases_clock(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    then = datetime.now(UTC) + LATER
    happen(database, shop, [("then", "ann", then - timedelta(minutes=5)), ("now", "bob", then - LATER)])
    saved = ask(
        "POST", f"/api/apps/{shop}/saved-reports", {"name": "S", "report": "trends", "question": TREND, "lastDays": 7}
    )
    did = {"kind": "did", "event": None, "lastDays": 7}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "C", "definition": did}).json["id"]
    found = door.find_access

    def of_a_database_that_is_ahead(asking: Caller, app_id: UUID | None = None) -> Access:
        access = found(asking, app_id)
        return replace(access, apps=[replace(app, now=app.now + LATER) for app in access.apps])

    monkeypatch.setattr(door, "find_access", of_a_database_that_is_ahead)
    answer = ask("GET", f"/api/apps/{shop}/saved-reports/{saved.json['id']}/answer").json
    assert (answer["buckets"][-1][:10], answer["series"][0]["total"]) == (then.date().isoformat(), 1)
    assert ask("GET", f"/api/apps/{shop}/cohorts/{cohort}/visitors").json["visitors"] == ["ann"]
    catalog = ask("GET", f"/api/apps/{shop}/catalog").json
    assert [event["name"] for event in catalog["events"]] == ["then"]
    assert [event["name"] for event in ask("GET", f"/api/apps/{shop}/live").json["events"]] == ["then"]
