"""How a database or a role likes to write dates, intervals, bytes and zones is nothing that an answer depends on."""

from collections.abc import Iterator
from typing import Any

import pytest

from spoor import database as layer
from tests.people import Direct, happen
from tests.query.conftest import Ask

RANGE = {"from": "2026-11-01", "to": "2026-11-05"}
STEP = {"event": "open"}
REPORTS: dict[str, dict[str, Any]] = {
    "trends": {"interval": "day", "series": [STEP]},
    "funnel": {"steps": [STEP, {"event": "close"}]},
    "retention": {"interval": "day", "periods": 2},
    "lifecycle": {"interval": "day"},
    "stickiness": {"interval": "day"},
    "sessions": {"interval": "day"},
    "overview": {"interval": "day"},
    "paths": {},
}
READS = (
    "/api/apps",
    "/api/apps/{app}/events?limit=5",
    "/api/apps/{app}/catalog",
    "/api/apps/{app}/live",
    "/api/apps/{app}/export?day=2026-11-02",
    "/api/apps/{app}/visitors/ann?from=2026-11-01&to=2026-11-05",
)


@pytest.fixture(
    params=[
        {"datestyle": "German"},
        {"datestyle": "'SQL, DMY'"},
        {"datestyle": "'Postgres, MDY'"},
        {"datestyle": "'ISO, DMY'"},
        {"intervalstyle": "sql_standard", "timezone": "'Asia/Shanghai'", "bytea_output": "escape"},
    ],
    ids=str,
)
def liking(request: pytest.FixtureRequest, database: Direct) -> Iterator[None]:
    """What the functions' role is set to."""
    for name, value in request.param.items():
        database.execute(f"ALTER ROLE spoor SET {name} = {value}".encode())
    begin_anew(database)
    yield
    database.execute("ALTER ROLE spoor RESET ALL")
    begin_anew(database)


def begin_anew(database: Direct) -> None:
    """Let the pooler open new connections, which the role's settings hold for."""
    database.execute("SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE usename = 'spoor'")


def test_reports_lists_and_exports_answer_whatever_a_role_likes(
    database: Direct, shop: str, ask: Ask, liking: None
) -> None:
    happen(database, shop, [("open", "ann", "2026-11-02T10:00Z"), ("close", "ann", "2026-11-02T10:05Z")])
    assert ask("POST", "/api/apps", {"name": "second"}).status == 201
    for path in READS:
        reply = ask("GET", path.format(app=shop))
        assert reply.status == 200, (path, reply.text)
    for report, words in REPORTS.items():
        reply = ask("POST", f"/api/apps/{shop}/reports/{report}", {**RANGE, **words})
        assert reply.status == 200, (report, reply.text)
    changed = {"question": {**RANGE, "steps": [STEP, {"event": "close"}]}}
    assert ask("POST", f"/api/apps/{shop}/reports/changes", changed).status == 200
    [newest, _] = ask("GET", f"/api/apps/{shop}/events").json["events"]
    assert newest["occurredAt"].startswith("2026-11-02T10:05:00")


def test_the_pooler_hands_the_style_on(database: Direct, liking: None) -> None:
    assert layer.run("SELECT current_setting('datestyle') AS style", repeatable=True)[0]["style"].startswith("ISO")
