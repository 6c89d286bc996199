"""An app over its rate waits, the others do not notice, and no query is spent on it."""

from base64 import b64encode
from collections.abc import Iterator

import pytest

from ingest.app import handler
from ingest.apps import keys
from ingest.apps.app_rules import AppRules
from ingest.gate import throttle
from ingest.gate.throttle import TooManyEvents, take
from spoor import settings
from spoor.errors import Misconfigured
from tests.app_settings import say
from tests.gateway import call
from tests.ingest.conftest import KEY, Send
from tests.people import Direct, sign_up, stored, track

SLOW = AppRules("slow", rate_limit_per_minute=60)
FAST = AppRules("fast", rate_limit_per_minute=6000)


@pytest.fixture(autouse=True)
def fresh() -> Iterator[None]:
    """An instance that has seen nobody."""
    throttle._events.clear()
    throttle._bytes.clear()
    settings.setting.cache_clear()
    yield
    throttle._events.clear()
    throttle._bytes.clear()
    settings.setting.cache_clear()


def passed(app: AppRules, counts: list[tuple[float, int]]) -> int:
    """How many events get through of requests of (second, count)."""
    through = 0
    for now, count in counts:
        try:
            take(app, count, now=now)
        except TooManyEvents:
            continue
        through += count
    return through


def test_a_minutes_worth_passes_at_once_and_then_as_much_as_the_rate_allows() -> None:
    assert passed(SLOW, [(0.0, 1)] * 1000) == 60
    assert passed(SLOW, [(10.0, 1)] * 1000) == 10
    assert passed(SLOW, [(1000.0, 1)] * 1000) == 60, "what is saved up is a minute's worth"


def test_a_batch_larger_than_the_limit_passes_and_is_made_up_for() -> None:
    flood = [(float(second), 600) for second in range(3600)]
    assert passed(SLOW, flood) == pytest.approx(3600 + 600, abs=600)


def test_whoever_is_over_the_limit_is_told_when_to_come_again() -> None:
    take(SLOW, 90, now=0.0)
    with pytest.raises(TooManyEvents) as told:
        take(SLOW, 1, now=0.0)
    assert told.value.retry_after == 31
    with pytest.raises(TooManyEvents):
        take(SLOW, 1, now=29.0)
    take(SLOW, 1, now=31.0)


def test_one_apps_flood_leaves_the_others_alone() -> None:
    assert passed(SLOW, [(0.0, 1)] * 5000) == 60
    assert passed(FAST, [(0.0, 1)] * 5000) == 5000


def test_an_app_without_a_limit_is_not_counted() -> None:
    assert passed(AppRules("free"), [(0.0, 5000)] * 100) == 500_000
    assert throttle._events == {}


def test_the_deployment_may_have_a_default_and_an_app_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", "10")
    assert passed(AppRules("free"), [(0.0, 1)] * 1000) == 100, "ten minutes' worth is saved up"
    assert passed(SLOW, [(0.0, 1)] * 100) == 60


@pytest.mark.parametrize("said", ["many", "-1", "1.5"])
def test_a_default_that_is_no_number_is_named(monkeypatch: pytest.MonkeyPatch, said: str) -> None:
    monkeypatch.setenv("RATE_LIMIT_PER_MINUTE", said)
    with pytest.raises(Misconfigured, match="RATE_LIMIT_PER_MINUTE"):
        take(AppRules("free"), 1, now=0.0)


def test_memory_for_apps_is_bounded_and_the_quietest_is_forgotten_first() -> None:
    take(SLOW, 100, now=0.0)
    for at in range(throttle._MOST - 1):
        take(AppRules(f"app {at}", rate_limit_per_minute=1), 1, now=1.0)
    assert passed(SLOW, [(1.0, 1)]) == 0
    take(AppRules("one more", rate_limit_per_minute=1), 1, now=1.0)
    assert len(throttle._events) == throttle._MOST
    assert SLOW.id in throttle._events


def limit(database: Direct, events: int) -> None:
    """Give the app a limit, some time ago."""
    say(database, KEY, rate_limit_per_minute=events)
    keys._remembered.clear()


def test_a_request_over_the_limit_is_429_and_stores_nothing(database: Direct, shop: str, send: Send) -> None:
    limit(database, 2)
    assert send([{"name": "open"}] * 3).status == 200
    reply = send({"name": "open"})
    assert (reply.status, reply.json["code"]) == (429, "RATE_LIMITED")
    assert int(reply.headers["retry-after"]) >= 30
    assert len(stored(database)) == 3


def test_posthogs_sdks_are_told_503_since_posthog_js_drops_on_429(database: Direct, shop: str, send: Send) -> None:
    limit(database, 1)
    send({"name": "open"})
    reply = call(handler, "POST", "/e", {"api_key": KEY, "batch": [{"event": "open", "distinct_id": "a"}]})
    assert (reply.status, reply.json["code"]) == (503, "RATE_LIMITED")
    assert int(reply.headers["retry-after"]) >= 30


@pytest.mark.parametrize(
    ("path", "body"),
    [
        ("/v1/batch", {"writeKey": KEY, "batch": [{"type": "track", "event": "open", "anonymousId": "a"}]}),
        ("/2/httpapi", {"api_key": KEY, "events": [{"event_type": "open", "device_id": "device-7"}]}),
        ("/track", {"event": "open", "properties": {"token": KEY, "distinct_id": "a"}}),
    ],
)
def test_other_vendors_sdks_are_told_429_and_when_to_come_again(
    database: Direct, shop: str, send: Send, path: str, body: object
) -> None:
    limit(database, 1)
    send({"name": "open"})
    reply = call(handler, "POST", path, body)
    assert reply.status == 429
    assert int(reply.headers["retry-after"]) >= 30


def test_a_flood_costs_no_query(database: Direct, shop: str, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    limit(database, 1)
    send({"name": "open"})
    monkeypatch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/nowhere")
    settings.secret.cache_clear()
    assert send({"name": "open"}).status == 429


def test_another_apps_events_are_stored_during_a_flood(database: Direct, shop: str, send: Send) -> None:
    track(database, sign_up(database, "bob"), "spk_bob")
    limit(database, 1)
    replies = [send({"name": "open"}, key=key).status for key in (KEY, KEY, KEY, "spk_bob")]
    assert replies == [200, 429, 429, 200]


def test_an_app_has_a_limit_in_bytes_too(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("RATE_LIMIT_BYTES_PER_MINUTE", "600")
    for app in (AppRules("free"), FAST):
        for second in range(7):
            take(app, 1, 1000, now=0.0)
            if second == 5:
                break
        with pytest.raises(TooManyEvents) as told:
            take(app, 1, 1000, now=0.0)
        assert told.value.retry_after == 1
        take(app, 1, 1000, now=1.0)


OUTSIDE: dict[str, tuple[str, str, dict[str, str], int]] = {
    "native": ("/v1/events", "", {"authorization": f"Bearer {KEY}"}, 429),
    "native, another header": ("/v1/events", "", {"x-api-key": KEY}, 429),
    "posthog v1": ("/i/v1/analytics/events", "", {"authorization": f"Bearer {KEY}"}, 503),
    "segment": ("/v1/batch", "", {"authorization": f"Basic {b64encode(f'{KEY}:'.encode()).decode()}"}, 429),
    "jitsu": ("/api/s/track", "", {"x-write-key": f"{KEY}:secret"}, 429),
    "openpanel": ("/track", "", {"openpanel-client-id": KEY}, 429),
    "ga4": ("/mp/collect", f"api_secret={KEY}", {}, 429),
}


@pytest.mark.parametrize("vendor", OUTSIDE)
def test_over_the_limit_a_body_is_not_opened_where_the_key_stands_outside_of_it(
    database: Direct, shop: str, send: Send, vendor: str
) -> None:
    limit(database, 1)
    path, query, headers, status = OUTSIDE[vendor]
    unread = call(handler, "POST", path, "{", query=query, headers=headers)
    assert unread.status not in (429, 503), "it cannot be read"
    send([{"name": "open"}] * 3)
    reply = call(handler, "POST", path, "{", query=query, headers=headers)
    assert reply.status == status
    assert int(reply.headers["retry-after"]) >= 30


def test_over_the_limit_events_are_not_read_where_the_key_stands_inside(
    database: Direct, shop: str, send: Send
) -> None:
    limit(database, 1)
    wrong = {"apiKey": KEY, "events": 7}
    assert send(wrong, key=None).status == 400
    send([{"name": "open"}] * 3)
    assert send(wrong, key=None).status == 429


def test_what_is_over_the_limit_in_bytes_waits_though_its_events_are_few(
    database: Direct, shop: str, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("RATE_LIMIT_BYTES_PER_MINUTE", "1000")
    assert send({"name": "open", "properties": {"text": "x" * 20_000}}).status == 200
    reply = send({"name": "open"})
    assert (reply.status, reply.json["code"]) == (429, "RATE_LIMITED")
    assert len(stored(database)) == 1
