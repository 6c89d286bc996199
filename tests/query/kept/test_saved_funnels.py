"""A saved funnel lends a question its steps and its window; what the question says itself counts more."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from tests.people import Direct, happen
from tests.query.conftest import Ask

NOON = datetime(2026, 11, 1, 12, tzinfo=UTC)
RANGE = {"from": "2026-11-01", "to": "2026-11-02"}
STEPS = [{"event": "open"}, {"event": "buy"}]


@pytest.fixture
def funnel(database: Direct, shop: str, ask: Ask) -> str:
    """Two steps within a minute; one visitor takes two."""
    happen(database, shop, [("open", "ann", NOON), ("buy", "ann", NOON + timedelta(minutes=2))])
    saved = {"name": "Checkout", "steps": STEPS, "conversionWindowSeconds": 60}
    return str(ask("POST", f"/api/apps/{shop}/funnels", saved).json["id"])


@pytest.mark.parametrize(("words", "bought"), [({}, 0), ({"conversionWindowSeconds": 120}, 1)])
def test_the_window_of_a_saved_funnel_holds_where_the_question_names_none(
    shop: str, ask: Ask, funnel: str, words: dict[str, Any], bought: int
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", {**RANGE, "funnelId": funnel, **words})
    assert [step["visitors"] for step in reply.json["steps"]] == [1, bought]


@pytest.mark.parametrize(("last", "status"), [(2, 200), (3, 422)])
def test_an_exclusion_ends_at_the_last_step_of_the_saved_funnel_at_the_latest(
    shop: str, ask: Ask, funnel: str, last: int, status: int
) -> None:
    exclusions = [{"event": "leave", "fromStep": 1, "toStep": last}]
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", {**RANGE, "funnelId": funnel, "exclusions": exclusions})
    assert reply.status == status
    if status == 422:
        assert [each["path"] for each in reply.json["errors"]] == ["exclusions"]


@pytest.mark.parametrize(
    ("words", "status"),
    [({"step": 2}, 200), ({"step": 3}, 422), ({"funnelId": "00000000-0000-4000-8000-000000000000"}, 404)],
)
def test_a_cohort_is_changed_only_to_what_could_be_asked(
    shop: str, ask: Ask, funnel: str, words: dict[str, Any], status: int
) -> None:
    before = ask("POST", f"/api/apps/{shop}/cohorts", {"name": "C", "definition": DID}).json
    path = f"/api/apps/{shop}/cohorts/{before['id']}"
    definition = {"kind": "funnel", **RANGE, "funnelId": funnel, "step": 1, "outcome": "reached", **words}
    assert ask("PATCH", path, {"definition": definition}).status == status
    assert (ask("GET", path).json == before) == (status != 200)


DID = {"kind": "did", "event": "open", "lastDays": 7}
