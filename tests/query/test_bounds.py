"""Every bound of a question is held, and told by its number; a report takes one connection, and not for ever."""

from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest

from dev.database import pooler
from query.access import door
from query.api.body_limit import LARGEST
from query.app import handler
from query.engines.postgres import turn as turns
from query.reports.catalogue import REPORTS
from spoor import database as layer
from tests.conftest import forget_settings
from tests.faults.rig.proxy import FaultProxy
from tests.gateway import Reply, call
from tests.people import Direct, happen
from tests.query.conftest import Ask

RANGE = {"from": "2026-11-01", "to": "2026-11-03"}
NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
TREND = {**RANGE, "interval": "day", "series": [{"event": None}]}
STEP = {"event": "a"}
FUNNEL = {**RANGE, "steps": [STEP, STEP]}
PLAN = {"property": "plan", "operator": "is", "value": "pro"}
MANY = {"property": "plan", "operator": "contains", "value": [f"p{at}" for at in range(100)]}
LONG = {"from": "2020-01-01", "to": "2026-01-01"}

BEYOND = {
    "buckets of trends": ("trends", {**TREND, **LONG, "interval": "hour"}, "2000 buckets"),
    "buckets of sessions": ("sessions", {**LONG, "interval": "hour"}, "2000 buckets"),
    "buckets of a funnel over time": ("funnel", {**FUNNEL, **LONG, "interval": "hour"}, "2000 buckets"),
    "periods of retention": ("retention", {**LONG, "interval": "day", "periods": 7}, "366 days"),
    "periods of lifecycle": ("lifecycle", {**LONG, "interval": "day"}, "366 days"),
    "days of stickiness": ("stickiness", LONG, "366 days"),
    "periods after a cohort": ("retention", {**RANGE, "interval": "day", "periods": 53}, "52"),
    "series": ("trends", {**TREND, "series": [STEP] * 11}, "10"),
    "formulas": ("trends", {**TREND, "formulas": [{"expression": "A"}] * 11}, "10"),
    "values of a breakdown of trends": ("trends", {**TREND, "breakdown": {"property": "plan", "limit": 51}}, "50"),
    "values of a breakdown of a funnel": ("funnel", {**FUNNEL, "breakdown": {"property": "plan", "limit": 51}}, "50"),
    "values of an answer": (
        "trends",
        {
            **{**TREND, "interval": "hour", "from": "2026-01-01", "to": "2026-03-20"},
            **{"series": [STEP] * 10, "breakdown": {"property": "plan", "limit": 50}},
        },
        "200000",
    ),
    "steps": ("funnel", {**RANGE, "steps": [STEP] * 21}, "20"),
    "exclusions": ("funnel", {**FUNNEL, "exclusions": [{**STEP, "fromStep": 1, "toStep": 2}] * 11}, "10"),
    "conversion window": ("funnel", {**FUNNEL, "conversionWindowSeconds": 366 * 86_400 + 1}, "31622400"),
    "depth of paths": ("paths", {**RANGE, "depth": 11}, "10"),
    "nodes of paths": ("paths", {**RANGE, "limit": 51}, "50"),
    "conditions": ("trends", {**TREND, "filters": [PLAN] * 51}, "50"),
    "conditions in groups": ("trends", {**TREND, "filters": [{"any": [PLAN] * 50}]}, "50 conditions"),
    "groups in groups": ("trends", {**TREND, "filters": [{"any": [{"any": [{"any": [{"any": [PLAN]}]}]}]}]}, "3 deep"),
    "values of a list of filters": ("trends", {**TREND, "filters": [MANY] * 21}, "2000"),
    "values of the filters of all series": (
        "trends",
        {**TREND, "series": [{**STEP, "filters": [MANY] * 3}] * 7},
        "2000",
    ),
    "values of the filters of all steps": ("funnel", {**RANGE, "steps": [{**STEP, "filters": [MANY] * 3}] * 7}, "2000"),
    "values of a condition": ("trends", {**TREND, "filters": [{**PLAN, "value": ["x"] * 101}]}, "100"),
    "the years there are": ("trends", {**TREND, "to": "2101-01-01"}, "1970 and 2100"),
}


@pytest.mark.parametrize("bound", BEYOND)
def test_over_a_bound_is_a_422_that_names_it(shop: str, ask: Ask, bound: str) -> None:
    report, question, named = BEYOND[bound]
    reply = ask("POST", f"/api/apps/{shop}/reports/{report}", question)
    assert (reply.status, reply.json["code"]) == (422, "INVALID_REQUEST")
    assert any(named in each["message"] for each in reply.json["errors"])


@pytest.mark.parametrize(
    ("path", "most"),
    [("events?limit=1001", "1000"), ("visitors/d1?limit=1001", "1000"), (f"events?filters={'x' * 10_001}", "10000")],
)
def test_over_a_bound_of_a_page_is_a_422_that_names_it(shop: str, ask: Ask, path: str, most: str) -> None:
    reply = ask("GET", f"/api/apps/{shop}/{path}")
    assert reply.status == 422
    assert most in reply.json["errors"][0]["message"]


@pytest.mark.parametrize("form", ["text", "base64"])
def test_a_body_may_have_so_many_bytes_and_no_more(ann: str, form: str) -> None:
    def post(size: int) -> Reply:
        body = '{"name": "ü"}'.encode().ljust(size)
        said = body.decode() if form == "text" else body
        return call(handler, "POST", "/api/apps", said, user_id=ann, headers={"content-type": "application/json"})

    accepted, refused = post(LARGEST), post(LARGEST + 1)
    assert (accepted.status, refused.status, refused.json["code"]) == (201, 413, "BODY_TOO_LARGE")
    assert "1,048,576 bytes" in refused.json["message"]


LOOKS = [
    *(("POST", f"reports/{report.name}", report.example.question) for report in REPORTS),
    ("POST", "reports/funnel/visitors", {**FUNNEL, "step": 1, "outcome": "reached"}),
    *(("GET", path, None) for path in ("events", "catalog", "live", "export?day=2026-11-01", "visitors/d1")),
]
"""Whatever reads events."""


@pytest.mark.parametrize(("method", "path", "body"), LOOKS, ids=lambda part: part if isinstance(part, str) else "")
def test_what_takes_too_long_is_a_503_that_says_what_to_ask_instead(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch, method: str, path: str, body: Any
) -> None:
    monkeypatch.setattr(turns, "STATEMENT_TIMEOUT_MS", 50)
    with database.transaction():
        database.execute("LOCK TABLE public.events IN ACCESS EXCLUSIVE MODE")  # nobody gets to read a row
        reply = ask(method, f"/api/apps/{shop}/{path}", body)
    assert (reply.status, reply.json["code"]) == (503, "REPORT_TOO_SLOW")
    assert "shorter range" in reply.json["message"]
    assert int(reply.headers["retry-after"]) >= 1


@pytest.mark.parametrize(
    ("path", "question"),
    [
        ("funnel", FUNNEL),  # of the same step twice
        ("funnel", {**FUNNEL, "order": "unordered"}),
        ("funnel/visitors", {**FUNNEL, "step": 1, "outcome": "reached"}),
        ("paths", RANGE),
    ],
)
def test_what_takes_too_long_to_count_is_the_same_503(
    database: Direct, shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch, path: str, question: Any
) -> None:
    happen(database, shop, [("a", "d1", NOON)] * 2)
    address = f"/api/apps/{shop}/reports/{path}"
    assert ask("POST", address, question).status == 200
    own = door.Deadline
    # so it is over once the events have come in
    monkeypatch.setattr(door, "Deadline", lambda until: own(until, more_s=-60.0))
    reply = ask("POST", address, question)
    assert (reply.status, reply.json["code"]) == (503, "REPORT_TOO_SLOW")
    assert "shorter range" in reply.json["message"]


@pytest.fixture
def counted(shop: str, bouncer: pooler.Pooler, monkeypatch: pytest.MonkeyPatch) -> Iterator[FaultProxy]:
    """What counts the connections that the function opens; it has none yet."""
    proxy = FaultProxy(bouncer.port)
    monkeypatch.setenv("DATABASE_URL", f"postgresql://{bouncer.user}@127.0.0.1:{proxy.port}/query")
    forget_settings()
    layer.close()
    yield proxy
    layer.close()
    proxy.close()


def among(member: dict[str, Any], path: str, body: Any) -> Any:
    """The question of those whom a filter lets through."""
    if body is None:
        return None
    if path == "reports/changes":
        return {**body, "question": {**body["question"], **member}}
    return {**body, **member}


def test_no_report_takes_more_than_one_connection(shop: str, ask: Ask, counted: FaultProxy) -> None:
    did = {"kind": "did", "event": "a", "lastDays": 7}
    cohort = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "C", "definition": did}).json["id"]
    member = {"filters": [{"property": "$cohort", "operator": "is", "value": cohort}]}
    for method, path, body in LOOKS:
        reply = ask(method, f"/api/apps/{shop}/{path}", among(member, path, body))
        assert reply.status == 200, reply
    assert counted.accepted == 1
