"""Whatever is sent wherever, there is an answer, and no log gives away what was in it."""

import json

import pytest

from ingest.app import handler
from tests.gateway import call
from tests.ingest.conftest import Send


@pytest.mark.parametrize("event", [{}, {"body": "!!!", "isBase64Encoded": True}, {"requestContext": {}}])
def test_an_event_made_by_hand_gets_an_answer_and_no_traceback(event: dict[str, object]) -> None:
    result = handler(event, None)
    assert result["statusCode"] == 400
    assert "Traceback" not in result["body"]


@pytest.mark.parametrize("method", ["GET", "PUT", "DELETE", "TRACE", "PATCH"])
def test_events_come_by_post_only_and_the_rest_costs_no_connection(
    method: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.delenv("DATABASE_URL", raising=False)
    assert call(handler, method, "/v1/events").status == 405


def test_an_unknown_address_is_a_404() -> None:
    assert call(handler, "POST", "/../../etc/passwd", {"name": "a"}).status == 404


def test_logs_and_metrics_hold_neither_keys_nor_properties(
    shop: str, send: Send, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    """The logger holds on to the stream it was made with, so its records are looked at and not what is printed."""
    send(
        [
            {"name": "a", "properties": {"email": "pii@example.com"}},
            {"name": 'x\0\n{"level":"forged"}\x1b[31m'},
        ]
    )
    send({"name": "a"}, key="spk_secretive")
    metrics = capsys.readouterr().out
    counted = json.loads(metrics.splitlines()[0])
    assert (counted["vendor"], counted["EventsRejected"], counted["RejectedInvalidName"]) == ("native", [1], [1])
    said = metrics + "".join(str(vars(record)) for record in caplog.records)
    for secret in ("pii@example.com", "spk_", "forged"):
        assert secret not in said
