"""A key opens its own app, from the moment it is made until it is rotated, and a wrong one nothing."""

from base64 import b64encode
from typing import Any

import pytest

from ingest.app import handler
from ingest.apps import keys
from ingest.gate import turns
from spoor import settings
from tests.gateway import call
from tests.ingest.conftest import KEY, Send
from tests.people import Direct, stored


@pytest.mark.parametrize("headers", [{"x-api-key": KEY}, {"authorization": f"bearer {KEY}"}, {}])
def test_the_key_comes_in_a_header_or_for_a_beacon_in_the_body(
    database: Direct, shop: str, send: Send, headers: dict[str, str]
) -> None:
    body = {"events": [{"name": "open"}]} | ({} if headers else {"apiKey": KEY})
    assert send(body, key=None, headers=headers).status == 200


WRONG_KEYS = [None, "", "wrong", "SPK_SHOP", "é", "spk_shop\0", "k" * 10_000, "' OR '1'='1"]


@pytest.mark.parametrize("key", WRONG_KEYS)
def test_every_wrong_key_gets_the_same_401(database: Direct, shop: str, send: Send, key: str | None) -> None:
    reply = send({"name": "open"}, key=key)
    assert (reply.status, reply.json["code"]) == (401, "UNKNOWN_KEY")
    assert reply.text == send({"name": "open"}, key="another").text
    assert stored(database) == []


@pytest.mark.parametrize("key", [[KEY], {"$ne": ""}, 0, True])
def test_a_key_of_another_type_is_a_wrong_key(shop: str, send: Send, key: object) -> None:
    assert send({"apiKey": key, "events": [{"name": "open"}]}, key=None).status == 401


@pytest.mark.parametrize(
    "body",
    [
        {"name": "open"},
        [{"name": "open"}, {"name": "buy"}],
        [{"name": "open"}, {"name": "buy", "anonymousId": "phone", "userId": "ann"}],
    ],
    ids=["one event", "two events", "with links"],
)
def test_a_key_that_was_rotated_stores_nothing_from_that_moment(
    database: Direct, shop: str, send: Send, body: object
) -> None:
    assert send({"name": "open", "anonymousId": "before", "userId": "bob"}).status == 200
    database.execute("UPDATE public.tracked_apps SET api_key = 'spk_new'")
    before = everything(database)
    assert send(body).status == 401
    assert everything(database) == before
    assert send(body, key="spk_new").status == 200
    assert everything(database) != before


def everything(database: Direct) -> list[list[dict[str, Any]]]:
    """What there is of events and of who is whom."""
    identities = "SELECT * FROM spoor.identities ORDER BY anonymous_id"
    return [stored(database), database.execute(identities).fetchall()]


def test_a_deleted_apps_key_stores_nothing(database: Direct, shop: str, send: Send) -> None:
    assert send({"name": "open"}).status == 200
    database.execute("DELETE FROM public.tracked_apps")
    assert send({"name": "open"}).status == 401


def test_a_key_known_to_be_bad_costs_no_further_query(shop: str, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send({"name": "open"}, key="wrong").status == 401
    monkeypatch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/nowhere")
    settings.secret.cache_clear()
    assert send({"name": "open"}, key="wrong").status == 401


NOBODY = "spk_nobody"
BASIC = f"Basic {b64encode(f'{NOBODY}:'.encode()).decode()}"
OUTSIDE: dict[str, tuple[str, str, dict[str, str]]] = {
    "native": ("/v1/events", "", {"authorization": f"Bearer {NOBODY}"}),
    "posthog v1": ("/i/v1/analytics/events", "", {"authorization": f"Bearer {NOBODY}"}),
    "segment": ("/v1/batch", "", {"authorization": BASIC}),
    "jitsu": ("/api/s/track", "", {"x-write-key": f"{NOBODY}:secret"}),
    "openpanel": ("/track", "", {"openpanel-client-id": NOBODY}),
    "ga4": ("/mp/collect", f"api_secret={NOBODY}", {}),
}
INSIDE: dict[str, tuple[str, object, object]] = {
    "native": ("/v1/events", {"apiKey": NOBODY, "name": "a"}, {"apiKey": NOBODY, "events": 7}),
    "posthog": ("/batch", {"api_key": NOBODY, "batch": [{"event": "a"}]}, {"api_key": NOBODY, "batch": 7}),
    "segment": ("/v1/batch", {"writeKey": NOBODY, "batch": [{"type": "track"}]}, {"writeKey": NOBODY, "batch": 7}),
    "umami": ("/api/batch", [{"payload": {"website": NOBODY}}], [{"payload": {"website": NOBODY}}] * 5001),
    "mixpanel": ("/track", [{"properties": {"token": NOBODY}}], [{"properties": {"token": NOBODY}}] * 5001),
    "snowplow": (
        "/com.snowplowanalytics.snowplow/tp2",
        {"data": [{"aid": NOBODY}]},
        {"data": [{"aid": NOBODY}] * 5001},
    ),
}


@pytest.mark.parametrize("vendor", OUTSIDE)
def test_a_body_is_not_opened_for_a_key_known_to_be_nobodys(shop: str, vendor: str) -> None:
    path, query, headers = OUTSIDE[vendor]
    unread = call(handler, "POST", path, "{", query=query, headers=headers).status
    keys._remember(NOBODY, None)
    assert call(handler, "POST", path, "{", query=query, headers=headers).status == 401
    assert unread != 401


@pytest.mark.parametrize("vendor", INSIDE)
def test_events_are_not_read_for_a_key_known_to_be_nobodys(
    shop: str, vendor: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    path, good, bad = INSIDE[vendor]
    monkeypatch.setattr(turns, "LARGE", 1 << 30)  # else whose turn it is would be asked first
    assert call(handler, "POST", path, bad).status != 401
    assert call(handler, "POST", path, good).status == 401
    assert call(handler, "POST", path, bad).status == 401


def test_a_body_is_not_opened_for_what_cannot_be_a_key(shop: str, send: Send) -> None:
    assert send("{", key="k" * 1001).status == 401


def test_on_import_a_token_inside_goes_before_the_user_outside(database: Direct, shop: str) -> None:
    keys._remember(NOBODY, None)
    event = {"event": "a", "properties": {"token": KEY}}
    assert call(handler, "POST", "/import", [event], headers={"authorization": BASIC}).status == 200
    assert len(stored(database)) == 1


def test_memory_for_made_up_keys_is_bounded() -> None:
    for at in range(2 * keys._MAX_REMEMBERED):
        keys._remember(f"key {at}", None)
    assert len(keys._remembered) <= keys._MAX_REMEMBERED
    keys._remembered.clear()


def test_a_database_that_is_away_is_503_and_never_401(
    database: Direct, shop: str, send: Send, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/nowhere")
    settings.secret.cache_clear()
    reply = send({"name": "open"})
    assert (reply.status, reply.json["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert int(reply.headers["retry-after"]) >= 1
    monkeypatch.undo()
    settings.secret.cache_clear()
    assert KEY not in keys._remembered, "a look-up that failed must not be remembered as a refusal"
