"""A database that cannot be used, for whatever reason that is not the events' own, lets them wait and says why."""

import os
from collections.abc import Callable
from io import StringIO

import pytest

from ingest.app import handler
from ingest.drain import FAULTS_FORGIVEN
from spoor import database as layer
from tests.conftest import forget_settings
from tests.doubles.sqs import WAITING, Sqs
from tests.faults.rig.silence import silence
from tests.gateway import call
from tests.ingest.conftest import KEY, Send
from tests.ingest.draining import run
from tests.people import Direct, stored

SECRET = "hunter2secret"
Point = Callable[[str | None], None]


@pytest.fixture
def point(monkeypatch: pytest.MonkeyPatch) -> Point:
    """Says where the database is, or nothing."""

    def to(url: str | None) -> None:
        layer.close()
        monkeypatch.setenv("DATABASE_URL", url or "")
        forget_settings()

    return to


UNREADABLE = [
    f"mysql://u:{SECRET}@h/d",
    f"postgresql://u:{SECRET}@h:port/d",
    f"postgresql://u:{SECRET}@h/d?sslmod=require",
    f"postgresql://u:{SECRET}@h/d?sslmode=paranoid",
    f"postgresql://u:{SECRET}@127.0.0.1/d?channel_binding=perhaps",
    f"postgresql://u:{SECRET}@127.0.0.1/d?target_session_attrs=perhaps",
    f"postgresql://u:{SECRET}@127.0.0.1/d?keepalives=perhaps",
    f'{{"username": "u", "password": "{SECRET}"}}',
    SECRET,
]


@pytest.mark.parametrize("url", UNREADABLE)
def test_behind_a_url_that_cannot_be_read_events_wait_and_the_log_names_the_variable(
    queues: Sqs, shop: str, send: Send, point: Point, log: StringIO, url: str
) -> None:
    point(url)
    assert send({"name": "open"}).json["queued"] == 1
    assert queues.count(WAITING) == 1
    logged = log.getvalue()
    assert "DATABASE_URL cannot be read" in logged
    assert '"cause":"url"' in logged
    assert SECRET not in logged


@pytest.mark.parametrize("url", UNREADABLE)
def test_without_a_queue_it_is_misconfigured_by_name(shop: str, send: Send, point: Point, url: str) -> None:
    point(url)
    refused = send({"name": "open"})
    assert (refused.status, refused.json["code"]) == (500, "MISCONFIGURED")
    assert "DATABASE_URL" in refused.json["message"]
    assert SECRET not in refused.text


def test_without_a_url_events_wait_too(queues: Sqs, shop: str, send: Send, point: Point, log: StringIO) -> None:
    point(None)
    assert send({"name": "open"}).json["queued"] == 1
    assert '"cause":"setting"' in log.getvalue()


def test_what_waited_is_stored_once_the_url_is_mended_and_none_of_it_dies_meanwhile(
    queues: Sqs, database: Direct, shop: str, send: Send, point: Point
) -> None:
    good = os.environ["DATABASE_URL"]
    point(UNREADABLE[0])
    send({"id": "e1", "name": "open"})
    for _ in range(FAULTS_FORGIVEN + 2):
        records = queues.receive()
        assert len(run(records)) == 1
        queues.pass_time(records)
    point(good)
    assert run(queues.receive()) == []
    assert [row["name"] for row in stored(database)] == ["open"]


@pytest.mark.parametrize("url", ["postgresql://u:p@h:port/d", "postgresql://spoor@127.0.0.1:1/ingest"])
def test_a_large_batch_of_an_app_that_is_known_waits_like_any_other(
    queues: Sqs, shop: str, send: Send, point: Point, url: str
) -> None:
    assert send({"name": "open"}).json["accepted"] == 1
    point(url)
    reply = send([{"name": "open", "properties": {"note": "x" * 1000}} for _ in range(200)])
    assert (reply.status, reply.json["queued"]) == (200, 200)


@pytest.mark.parametrize("store", ["silent", "shut", "without it"])
def test_behind_a_secret_that_cannot_be_fetched_events_wait_and_the_log_names_the_variable(
    queues: Sqs, shop: str, send: Send, monkeypatch: pytest.MonkeyPatch, log: StringIO, store: str
) -> None:
    layer.close()
    monkeypatch.delenv("DATABASE_URL")
    monkeypatch.setenv("DATABASE_URL_ARN", "arn:aws:secretsmanager:us-east-1:123456789012:secret:spoor/none-AbCdEf")
    forget_settings()
    with silence(1) as quiet:
        places = {"silent": f"http://{quiet.addresses[0]}:{quiet.port}", "shut": "http://127.0.0.1:1"}
        if store in places:
            monkeypatch.setenv("AWS_ENDPOINT_URL_SECRETS_MANAGER", places[store])
        assert send({"name": "open"}).json["queued"] == 1
    kinds = {"silent": "time-out", "shut": "refused", "without it": "ResourceNotFoundException"}
    assert f"The secret of DATABASE_URL could not be fetched: {kinds[store]}." in log.getvalue()
    assert '"cause":"secret"' in log.getvalue()


def test_words_of_other_programs_cost_nothing_and_are_told_once(
    database: Direct, shop: str, send: Send, point: Point, log: StringIO
) -> None:
    point(f"{os.environ['DATABASE_URL']}?pgbouncer=true&connection_limit=1\n")
    for _ in range(2):
        layer.close()
        assert send({"name": "open"}).json["accepted"] == 1
    assert log.getvalue().count("words of other programs left out") == 1


def test_a_visitor_without_an_id_takes_no_second_share_of_the_time_during_an_outage(
    queues: Sqs, shop: str, point: Point
) -> None:
    """The look-up of the key has used it up: the salt is this instance's own, and nobody is called again."""
    body = {"name": "pageview", "url": "https://shop.example/", "domain": KEY}
    with silence(3) as quiet:
        point(f"postgresql://spoor@{','.join(f'{each}:{quiet.port}' for each in quiet.addresses)}/ingest")
        reply = call(handler, "POST", "/api/event", body, headers={"user-agent": "Mozilla/5.0"})
        assert list(quiet.called.values()) == [1, 1, 1]
    assert reply.status < 300
    assert queues.count(WAITING) == 1
