"""Nobody reaches another's app, or a thing of another app, by any address there is.

The addresses come from the application's own table of routes: one that has no row here fails the test.
"""

from pathlib import Path
from typing import Any

import pytest

import query.routes
from query.app import app
from query.reports.catalogue import REPORTS
from tests.people import Direct, happen, sign_up, track
from tests.query.conftest import Ask
from tests.query.looks.test_export import NOON
from tests.tables import every_row

RANGE = {"from": "2026-11-01", "to": "2026-11-03"}
TREND = {**RANGE, "interval": "day", "series": [{"event": None}]}
STEPS = [{"event": "open"}]
DID = {"kind": "did", "event": "open", "lastDays": 7}
APP = "{app_id}"
MADE_FIRST = "{dashboard_id}"
"""In a body, the id of a board that has to be there before."""

FREE = {
    ("GET", "/api/apps"),
    ("POST", "/api/apps"),
    ("GET", "/api/tokens"),
    ("POST", "/api/tokens"),
    ("DELETE", "/api/tokens/{token_id}"),
    ("GET", "/api/activity"),
}
"""What is about no app in particular."""

BY_LINK = {("GET", "/api/shared/{token}"), ("POST", "/api/shared/{token}")}
"""What nobody has to be signed in for: whoever has a link sees what it shows."""

HIDDEN = {"docs.py": 1, "reports.py": 1, "page.py": 1}
"""Files of routes that the documentation leaves out: itself, the answer to unknown reports, which has a row, and the
page of a link."""

ROWS: dict[tuple[str, str], Any] = {
    ("GET", "/api/apps/{app_id}"): None,
    ("PATCH", "/api/apps/{app_id}"): {"name": "mine"},
    ("DELETE", "/api/apps/{app_id}"): None,
    ("POST", "/api/apps/{app_id}/rotate-key"): None,
    ("PUT", "/api/apps/{app_id}/team"): {"teamId": "growth"},
    ("DELETE", "/api/apps/{app_id}/team"): None,
    ("GET", "/api/apps/{app_id}/settings"): None,
    ("PATCH", "/api/apps/{app_id}/settings"): {"keepBots": True},
    ("GET", "/api/apps/{app_id}/events"): None,
    ("GET", "/api/apps/{app_id}/catalog"): None,
    ("GET", "/api/apps/{app_id}/export"): "day=2026-11-20",
    ("GET", "/api/apps/{app_id}/visitors/{visitor_id:path}"): None,
    ("GET", "/api/apps/{app_id}/visitors"): "visitorId=d",
    ("GET", "/api/apps/{app_id}/visitors/{visitor_id:path}/merges"): None,
    ("POST", "/api/apps/{app_id}/visitors/{visitor_id:path}/merges"): {"visitorId": "e"},
    ("DELETE", "/api/apps/{app_id}/visitors/{visitor_id:path}/merges"): None,
    ("GET", "/api/apps/{app_id}/merges"): None,
    ("POST", "/api/apps/{app_id}/merges"): {"visitorId": "d", "otherVisitorId": "e"},
    ("DELETE", "/api/apps/{app_id}/merges"): "visitorId=d",
    ("GET", "/api/apps/{app_id}/claims"): None,
    ("DELETE", "/api/apps/{app_id}/claims"): "since=2026-11-20",
    ("GET", "/api/apps/{app_id}/accounts"): None,
    ("DELETE", "/api/apps/{app_id}/accounts"): "type=company&id=acme",
    ("GET", "/api/apps/{app_id}/live"): None,
    ("GET", "/api/apps/{app_id}/outcomes"): None,
    ("GET", "/api/apps/{app_id}/plan"): None,
    ("PUT", "/api/apps/{app_id}/plan"): {"events": []},
    ("DELETE", "/api/apps/{app_id}/plan"): None,
    ("GET", "/api/apps/{app_id}/plan/suggestion"): None,
    ("POST", "/api/apps/{app_id}/erasures"): {"visitorId": "d"},
    ("GET", "/api/apps/{app_id}/jobs/{job_id}"): None,
    ("GET", "/api/apps/{app_id}/erasures"): None,
    ("POST", "/api/apps/{app_id}/clearings"): {**RANGE, "names": ["open"], "confirm": True},
    ("GET", "/api/apps/{app_id}/clearings"): None,
    ("POST", "/api/apps/{app_id}/imports"): {"format": "posthog"},
    ("GET", "/api/apps/{app_id}/imported"): None,
    ("POST", "/api/apps/{app_id}/reports"): {"questions": [{"report": "trends", **TREND}]},
    ("POST", "/api/apps/{app_id}/reports/funnel/visitors"): {
        **RANGE,
        "steps": STEPS,
        "step": 1,
        "outcome": "reached",
    },
    **{("POST", f"/api/apps/{{app_id}}/reports/{each.name}"): each.example.question for each in REPORTS},
    ("POST", "/api/apps/{app_id}/reports/{report}"): {},
    ("POST", "/api/apps/{app_id}/funnels"): {"name": "F", "steps": STEPS},
    ("GET", "/api/apps/{app_id}/funnels"): None,
    ("GET", "/api/apps/{app_id}/funnels/{funnel_id}"): None,
    ("PATCH", "/api/apps/{app_id}/funnels/{funnel_id}"): {"name": "G"},
    ("DELETE", "/api/apps/{app_id}/funnels/{funnel_id}"): None,
    ("POST", "/api/apps/{app_id}/cohorts"): {"name": "C", "definition": DID},
    ("GET", "/api/apps/{app_id}/cohorts"): None,
    ("GET", "/api/apps/{app_id}/cohorts/{cohort_id}"): None,
    ("GET", "/api/apps/{app_id}/cohorts/{cohort_id}/size"): None,
    ("GET", "/api/apps/{app_id}/cohorts/{cohort_id}/visitors"): None,
    ("PATCH", "/api/apps/{app_id}/cohorts/{cohort_id}"): {"name": "D"},
    ("DELETE", "/api/apps/{app_id}/cohorts/{cohort_id}"): None,
    ("POST", "/api/apps/{app_id}/saved-reports"): {"name": "S", "report": "trends", "question": TREND},
    ("GET", "/api/apps/{app_id}/saved-reports"): None,
    ("GET", "/api/apps/{app_id}/saved-reports/{report_id}"): None,
    ("GET", "/api/apps/{app_id}/saved-reports/{report_id}/answer"): None,
    ("PUT", "/api/apps/{app_id}/saved-reports/{report_id}"): {"name": "S", "report": "trends", "question": TREND},
    ("DELETE", "/api/apps/{app_id}/saved-reports/{report_id}"): None,
    ("POST", "/api/apps/{app_id}/dashboards"): {"name": "D"},
    ("GET", "/api/apps/{app_id}/dashboards"): None,
    ("GET", "/api/apps/{app_id}/dashboards/{dashboard_id}"): None,
    ("PATCH", "/api/apps/{app_id}/dashboards/{dashboard_id}"): {"name": "E"},
    ("DELETE", "/api/apps/{app_id}/dashboards/{dashboard_id}"): None,
    ("POST", "/api/apps/{app_id}/alerts"): {
        "name": "A",
        "report": "trends",
        "question": {"interval": "day", "series": [{"event": "open"}]},
        "when": {"above": 1},
        "to": [{"webhook": "https://example.com/hook"}],
    },
    ("GET", "/api/apps/{app_id}/alerts"): None,
    ("GET", "/api/apps/{app_id}/alerts/{alert_id}"): None,
    ("PATCH", "/api/apps/{app_id}/alerts/{alert_id}"): {"name": "B"},
    ("DELETE", "/api/apps/{app_id}/alerts/{alert_id}"): None,
    ("POST", "/api/apps/{app_id}/alerts/{alert_id}/test"): None,
    ("GET", "/api/apps/{app_id}/alerts/{alert_id}/history"): None,
    ("POST", "/api/apps/{app_id}/annotations"): {"at": "2026-11-01", "text": "A"},
    ("GET", "/api/apps/{app_id}/annotations"): None,
    ("PATCH", "/api/apps/{app_id}/annotations/{annotation_id}"): {"text": "B"},
    ("DELETE", "/api/apps/{app_id}/annotations/{annotation_id}"): None,
    ("POST", "/api/apps/{app_id}/shares"): {"dashboardId": MADE_FIRST},
    ("GET", "/api/apps/{app_id}/shares"): None,
    ("DELETE", "/api/apps/{app_id}/shares/{share_id}"): None,
}
"""A good request for each: a body, or a query string."""

MADE_BY = {
    "funnel_id": "funnels",
    "cohort_id": "cohorts",
    "report_id": "saved-reports",
    "dashboard_id": "dashboards",
    "annotation_id": "annotations",
    "alert_id": "alerts",
    "share_id": "shares",
}
"""Where a thing of an app is made whose id stands in an address."""

UNKNOWN = ("POST", "/api/apps/{app_id}/reports/{report}")
ROUTES = Path(query.routes.__file__).parent
OTHER_PARTS = {"visitor_id:path": "d", "report": "nothing"}
TABLES = (
    *("public.tracked_apps", "public.events", "public.funnels"),
    *("spoor.cohorts", "spoor.saved_reports", "spoor.dashboards", "spoor.annotations"),
    *("spoor.alerts", "spoor.alert_messages"),
    *("spoor.erasures", "spoor.clearings", "spoor.imports", "spoor.shares"),
)


def test_every_address_is_in_the_table_and_nothing_else() -> None:
    documented = {(method.upper(), path) for path, ways in app.openapi()["paths"].items() for method in ways}
    assert {(method, path.replace(":path", "")) for method, path in ROWS} - {UNKNOWN} | FREE | BY_LINK == documented


def test_no_other_address_is_hidden_from_the_table() -> None:
    sources = {path.name: path.read_text().count("include_in_schema=False") for path in ROUTES.rglob("*.py")}
    assert {name: count for name, count in sources.items() if count} == HIDDEN


@pytest.mark.parametrize(("method", "path"), ROWS, ids=lambda part: str(part))
def test_another_owners_app_is_the_same_404_as_none_at_all(
    database: Direct, shop: str, ask: Ask, method: str, path: str
) -> None:
    happen(database, shop, [("open", "d", NOON)])
    address, body = filled(ask, shop, path), ROWS[method, path]
    bob = sign_up(database, "bob")
    track(database, bob, "spk_bob")
    before = state(database)
    foreign = put(ask, method, address.replace(APP, shop), body, bob)
    absent = put(ask, method, address.replace(APP, "00000000-0000-0000-0000-000000000000"), body, bob)
    garbled = put(ask, method, address.replace(APP, "%00'"), body, bob)
    assert (foreign.status, foreign.json["code"]) == (404, "APP_NOT_FOUND")
    assert foreign == absent == garbled
    assert put(ask, method, address.replace(APP, shop), body, None).status == 401
    assert state(database) == before


@pytest.mark.parametrize(
    ("method", "path"), [row for row in ROWS if any(part in row[1] for part in MADE_BY)], ids=lambda part: str(part)
)
def test_a_thing_of_another_app_is_a_404_though_both_apps_are_mine(
    database: Direct, ann: str, shop: str, ask: Ask, method: str, path: str
) -> None:
    address, body, other = filled(ask, shop, path), ROWS[method, path], track(database, ann, "spk_other")
    before = state(database)
    wrong = put(ask, method, address.replace(APP, other), body, ann)
    assert wrong.status == 404
    unknown = put(ask, method, address.replace(APP, other).replace(last_id(address), "0" * 8), body, ann)
    assert wrong == unknown
    assert state(database) == before
    assert put(ask, method, address.replace(APP, shop), body, ann).status in {200, 204}


def put(ask: Ask, method: str, address: str, said: Any, user_id: str | None) -> Any:
    """Send a row's request."""
    if isinstance(said, str):
        return ask(method, f"{address}?{said}", user_id=user_id)
    return ask(method, address, said, user_id=user_id)


def filled(ask: Ask, app_id: str, path: str) -> str:
    """The path with all but the app filled in; a thing that it names is made in the app."""
    for part, room in MADE_BY.items():
        if f"{{{part}}}" in path:
            path = path.replace(f"{{{part}}}", made_in(ask, app_id, room))
    for part, value in OTHER_PARTS.items():
        path = path.replace(f"{{{part}}}", value)
    return path


def made_in(ask: Ask, app_id: str, room: str) -> str:
    """The id of a thing that is made in the app."""
    said = ROWS["POST", f"/api/apps/{{app_id}}/{room}"]
    if MADE_FIRST in said.values():
        board = made_in(ask, app_id, "dashboards")
        said = {word: board if value == MADE_FIRST else value for word, value in said.items()}
    return str(ask("POST", f"/api/apps/{app_id}/{room}", said).json["id"])


def last_id(address: str) -> str:
    """The id of the thing in a filled address."""
    return address.split("/")[5]


def state(database: Direct) -> list[Any]:
    """All that could have been changed."""
    plans = every_row(database, "spoor.tracking_plans", "app_id")
    return [plans, *(every_row(database, table, "id") for table in TABLES)]
