"""Ids come as text or as numbers, and a number is the same id however its language writes it."""

import pytest

from ingest.app import handler
from ingest.events.texts import read_id
from tests.gateway import call
from tests.ingest.conftest import KEY, Send
from tests.people import Direct, stored


@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("ann", "ann"),
        (12, "12"),
        (12.0, "12"),
        (-0.0, "0"),
        (1.5, "1.5"),
        (1e21, "1000000000000000000000"),
        (1234567890.123, "1234567890.123"),
        (10**30, "1" + "0" * 30),
        (None, None),
        ("", None),
    ],
)
def test_a_number_becomes_the_text_that_it_is_written_as(value: object, text: str | None) -> None:
    warnings: list[str] = []
    assert read_id(value, "userId", True, warnings) == text
    assert warnings == []


def test_a_user_12_and_a_user_12_0_are_one_visitor(database: Direct, shop: str, send: Send) -> None:
    assert (
        send('[{"name":"a","userId":12},{"name":"b","userId":12.0},{"name":"c","userId":"12"}]').json["accepted"] == 3
    )
    assert {row["anonymous_id"] for row in stored(database)} == {"12"}


def test_an_event_whose_own_id_is_a_number_is_stored_once(database: Direct, shop: str, send: Send) -> None:
    when = '"occurredAt":"2026-01-31T12:00:00Z"'
    reply = send(f'[{{"id":7.0,"name":"a",{when}}},{{"id":7,"name":"a",{when}}}]')
    assert (reply.json["accepted"], reply.json["duplicates"]) == (1, 1)


def test_a_google_client_id_that_lost_its_quotes_keeps_its_event(database: Direct, shop: str) -> None:
    body = '{"client_id":1.5,"events":[{"name":"open"}]}'
    assert call(handler, "POST", "/mp/collect", body, query=f"api_secret={KEY}&measurement_id=G-1").status == 204
    assert [row["anonymous_id"] for row in stored(database)] == ["1.5"]
