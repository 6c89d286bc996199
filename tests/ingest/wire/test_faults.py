"""A fault of ours that nobody foresaw reaches a tracker in its own maker's words, and the log without a payload."""

from typing import Any

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

AMPLITUDE = {"api_key": KEY, "events": [{"event_type": "secret", "user_id": "u"}]}
POSTHOG = {"api_key": KEY, "batch": [{"event": "secret", "distinct_id": "u"}]}
SEGMENT = {"writeKey": KEY, "type": "track", "event": "secret", "userId": "u"}
MIXPANEL = {"event": "secret", "properties": {"token": KEY}}
SNOWPLOW = {"data": [{"aid": KEY, "e": "se", "se_ac": "secret"}]}


@pytest.mark.parametrize(
    ("path", "body", "said"),
    [
        ("/v1/events", {"apiKey": KEY, "events": [{"name": "secret"}]}, {"code": "INTERNAL_ERROR"}),
        ("/2/httpapi", AMPLITUDE, {"code": 500}),
        ("/batch", POSTHOG, {"code": "INTERNAL_ERROR"}),
        ("/v1/track", SEGMENT, {"code": "INTERNAL_ERROR"}),
        ("/track", MIXPANEL, 0),
        ("/com.snowplowanalytics.snowplow/tp2", SNOWPLOW, {"code": "INTERNAL_ERROR"}),
    ],
    ids=["native", "amplitude", "posthog", "segment", "mixpanel", "snowplow"],
)
def test_a_fault_nobody_foresaw_is_a_500_in_the_trackers_own_words(
    database: Direct, shop: str, path: str, body: Any, said: Any, caplog: pytest.LogCaptureFixture
) -> None:
    reply = with_a_column_missing(database, path, body)
    assert reply.status == 500
    assert {key: reply.json[key] for key in said} == said if isinstance(said, dict) else reply.json == said
    [fault] = [vars(record) for record in caplog.records if record.message == "unexpected fault"]
    assert fault["kind"] == "UndefinedColumn"
    assert "secret" not in str(fault) + reply.text
    assert stored(database) == []


def with_a_column_missing(database: Direct, path: str, body: object) -> Reply:
    """The answer to a request that meets a table other than the code knows it."""
    database.execute("ALTER TABLE public.events RENAME COLUMN name TO named")
    try:
        return call(handler, "POST", path, body)
    finally:
        database.execute("ALTER TABLE public.events RENAME COLUMN named TO name")
