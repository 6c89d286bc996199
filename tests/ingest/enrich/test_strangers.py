"""Visitors whose tracker gives no id are told apart for a day, by what nobody can lead back to an address."""

from concurrent.futures import ThreadPoolExecutor
from datetime import UTC, date, datetime, timedelta
from threading import Barrier

import psycopg
import pytest

from dev import migrate
from dev.database import postgres
from ingest.app import handler
from ingest.enrich.strangers import Stranger, stranger_of
from ingest.events.event import TrackedEvent
from ingest.http.request import Request
from ingest.storage import salts
from ingest.storage.salts import put_anonymous_ids
from spoor import database as layer_database
from tests.conftest import forget_settings
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.ingest.enrich.test_bots import CHROME
from tests.ingest.wire.captured import people_of
from tests.people import Direct, stored

NOON = datetime(2026, 6, 1, 12, tzinfo=UTC)
ANN = Stranger("192.0.2.1", "Firefox")
APP, OTHER_APP = "9d3c0b5e-0000-4000-8000-000000000001", "9d3c0b5e-0000-4000-8000-000000000002"


@pytest.fixture(autouse=True)
def no_salts(database: Direct) -> None:
    """A deployment that has made no salt yet."""
    database.execute("DELETE FROM spoor.visitor_salts")


def name(stranger: Stranger, app_id: str = APP, now: datetime = NOON) -> str:
    """The anonymous id that a stranger gets."""
    event = TrackedEvent("a", anonymous_id=stranger)
    put_anonymous_ids([event], app_id, now)
    assert isinstance(event.anonymous_id, str)
    return event.anonymous_id


def test_a_visitor_has_one_id_all_day_in_every_instance() -> None:
    first = name(ANN, now=NOON.replace(hour=0))
    salts._remembered.clear()
    assert name(ANN, now=NOON.replace(hour=23, minute=59)) == first


@pytest.mark.parametrize("other", [Stranger("192.0.2.2", "Firefox"), Stranger("192.0.2.1", "Safari")])
def test_another_address_or_another_browser_is_another_visitor(other: Stranger) -> None:
    assert name(other) != name(ANN)


def test_nobody_is_followed_from_app_to_app_or_from_day_to_day() -> None:
    assert len({name(ANN), name(ANN, OTHER_APP), name(ANN, now=NOON + timedelta(days=1))}) == 3


def test_two_deployments_call_the_same_visitor_by_different_ids(database: Direct) -> None:
    first = name(ANN)
    database.execute("DELETE FROM spoor.visitor_salts")
    salts._remembered.clear()
    assert name(ANN) != first


def test_yesterdays_salt_outlives_midnight_by_a_day_and_older_ones_are_forgotten(database: Direct) -> None:
    for days in range(4):
        name(ANN, now=NOON + timedelta(days=days))
    assert days_of(database) == [date(2026, 6, 3), date(2026, 6, 4)]
    before = name(ANN, now=NOON + timedelta(days=3))
    name(ANN, now=NOON + timedelta(days=2))  # a slower clock
    assert name(ANN, now=NOON + timedelta(days=3)) == before


def test_instances_that_wake_at_midnight_together_agree_on_one_salt(database: Direct, server: postgres.Server) -> None:
    together = Barrier(8)

    def wake() -> str:
        with psycopg.connect(server.url_of(migrate.LOCAL_USER), autocommit=True) as instance:
            together.wait()
            instance.execute(layer_database.sql("ingest.storage", "make_salt"), {"day": NOON.date()})
            row = instance.execute(layer_database.sql("ingest.storage", "find_salt"), {"day": NOON.date()}).fetchone()
            assert row is not None
            return str(row[0])

    with ThreadPoolExecutor(8) as pool:
        assert len({done.result() for done in [pool.submit(wake) for _ in range(8)]}) == 1


def test_the_salt_is_asked_for_once_a_day_and_instance(database: Direct) -> None:
    name(ANN)
    database.execute("DELETE FROM spoor.visitor_salts")
    name(Stranger("192.0.2.2", "Safari"))
    assert days_of(database) == []


def test_an_event_is_named_while_the_database_is_away_and_as_everywhere_when_it_is_back(
    database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    usual = name(ANN)
    salts._remembered.clear()
    with monkeypatch.context() as outage:
        outage.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
        forget_settings()
        layer_database.close()
        meanwhile = name(ANN)
        assert name(ANN) == meanwhile != usual
    forget_settings()
    outage_over = {day: (salt, 0.0) for day, (salt, _) in salts._remembered.items()}
    salts._remembered.update(outage_over)
    assert name(ANN) == usual


def test_an_address_is_neither_stored_nor_logged(
    database: Direct, shop: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    headers = {"user-agent": "A browser/7", "x-forwarded-for": "203.0.113.77"}
    call(handler, "POST", "/api/event", {"name": "seen", "url": "", "domain": KEY}, headers=headers)
    call(handler, "POST", "/api/event", {"name": "", "url": "", "domain": KEY}, headers=headers)
    logged = "".join(capsys.readouterr()) + "".join(str(vars(record)) for record in caplog.records)
    assert "EventsAccepted" in logged
    assert "RejectedInvalidName" in logged
    [row] = stored(database, shop)
    written = logged + str(row) + repr(stranger_of(request(headers)))
    assert "203.0.113.77" not in written
    assert "127.0.0.1" not in written
    assert "A browser/7" not in logged


def request(headers: dict[str, str]) -> Request:
    """A request from 203.0.113.5."""
    return Request("POST", "/api/event", {}, headers, b"", False, "203.0.113.5")


def days_of(database: Direct) -> list[date]:
    """The days that have a salt."""
    return [row["day"] for row in database.execute("SELECT day FROM spoor.visitor_salts ORDER BY day").fetchall()]


BROWSER = {"authorization": f"Bearer {KEY}", "user-agent": CHROME, "origin": "https://shop.example"}


def test_a_page_that_keeps_no_id_has_one_visitor_a_day_and_the_event_says_so(database: Direct, shop: str) -> None:
    for name in ("a", "b"):
        call(handler, "POST", "/v1/events", {"name": name, "anonymousId": "$visitor_of_day"}, headers=BROWSER)
    call(handler, "POST", "/v1/events", {"name": "c", "anonymousId": "device"}, headers=BROWSER)
    call(handler, "POST", "/v1/events", {"name": "d"}, headers=BROWSER)
    rows = {row["name"]: row for row in stored(database)}
    assert rows["a"]["anonymous_id"] == rows["b"]["anonymous_id"]
    assert len(rows["a"]["anonymous_id"]) == 32
    assert (rows["c"]["anonymous_id"], rows["d"]["anonymous_id"]) == ("device", None)
    marked = [name for name, row in rows.items() if row["properties"].get("$visitor_of_day") is True]
    assert sorted(marked) == ["a", "b"]


def test_a_user_of_a_page_that_keeps_no_id_is_a_visitor_for_good_and_has_claimed_the_day(
    database: Direct, shop: str
) -> None:
    event = {"name": "a", "anonymousId": "$visitor_of_day"}
    call(handler, "POST", "/v1/events", event, headers=BROWSER)
    call(handler, "POST", "/v1/events", {**event, "name": "b", "userId": "ann"}, headers=BROWSER)
    before, after = sorted(stored(database), key=lambda row: str(row["name"]))
    assert after["anonymous_id"] == "ann"
    assert after["properties"]["$anonymous_id"] == before["anonymous_id"]
    assert "$visitor_of_day" not in after["properties"]
    assert people_of(database, shop) == {"ann"}


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/api/event", {"n": "pageview", "u": "https://shop.example/", "d": KEY}),
        ("/api/send", {"type": "event", "payload": {"website": KEY, "hostname": "shop.example", "url": "/"}}),
        ("/api/track", {"site_id": KEY, "type": "pageview", "hostname": "shop.example", "pathname": "/"}),
    ],
)
def test_visitors_of_trackers_without_ids_are_told_to_be_of_the_day(
    database: Direct, shop: str, path: str, body: dict[str, object]
) -> None:
    assert call(handler, "POST", path, body, headers={"user-agent": CHROME}).status < 300
    [row] = stored(database)
    assert row["properties"]["$visitor_of_day"] is True
