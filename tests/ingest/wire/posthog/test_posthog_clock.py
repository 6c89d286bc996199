"""A PostHog event that says that its time is exact is left alone, however far its sender's clock seems off."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from ingest.app import handler
from tests.doubles.sqs import Sqs
from tests.gateway import call
from tests.ingest.conftest import KEY, Away
from tests.ingest.draining import empty
from tests.people import Direct, stored

V1 = "/i/v1/analytics/events"


def post(path: str, switch: object) -> None:
    """An event of two hours ago, sent by a clock that is two hours behind."""
    ago = (datetime.now(UTC) - timedelta(hours=2)).isoformat()
    event: dict[str, Any] = {"event": "a", "uuid": "1", "distinct_id": "d", "timestamp": ago}
    exact = (
        {"options": {"disable_skew_correction": switch}} if path == V1 else {"properties": {"$ignore_sent_at": switch}}
    )
    around = {} if path == V1 else {"api_key": KEY, "sent_at": ago}
    headers = {"authorization": f"Bearer {KEY}", "posthog-request-timestamp": ago} if path == V1 else {}
    assert call(handler, "POST", path, {**around, "batch": [{**event, **exact}]}, headers=headers).status == 200


def hours_ago(database: Direct) -> tuple[int, bool]:
    """How long ago the one row happened, and whether its time was moved."""
    [row] = stored(database)
    return round((datetime.now(UTC) - row["occurred_at"]).total_seconds() / 3600), (
        "$sent_occurred_at" in row["properties"]
    )


@pytest.mark.parametrize("path", ["/batch", "/e", V1])
@pytest.mark.parametrize(("switch", "left_alone"), [(True, True), (False, False), (None, False)])
def test_a_time_that_is_said_to_be_exact_is_not_corrected(
    database: Direct, shop: str, path: str, switch: object, left_alone: bool
) -> None:
    post(path, switch)
    assert hours_ago(database) == ((2, False) if left_alone else (0, True))


def test_it_stays_so_while_it_waits_in_the_queue(queues: Sqs, database: Direct, shop: str, away: Away) -> None:
    with away():
        post("/batch", True)
    empty(queues)
    assert hours_ago(database) == (2, False)
