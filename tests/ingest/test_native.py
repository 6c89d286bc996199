"""Spoor's own format: every event of a batch is accounted for, and stored once."""

import gzip
import json
from datetime import UTC, datetime, timedelta

import pytest

from ingest import keys
from ingest.app import handler
from spoor import settings
from tests.gateway import call
from tests.ingest.conftest import KEY, Send
from tests.people import Direct, sign_up, stored, track

NOW = datetime.now(UTC)


def test_an_event_is_stored_as_it_was_sent(database: Direct, shop: str, send: Send) -> None:
    happened = NOW - timedelta(hours=1)
    reply = send(
        {
            "id": "e1",
            "name": "order completed",
            "anonymousId": "device",
            "occurredAt": happened.isoformat(),
            "properties": {"plan": "pro", "amount": 12.5, "items": [{"sku": "A"}], "note": "Grüße ☕", "none": None},
        }
    )
    assert (reply.status, reply.json) == (200, {"accepted": 1, "duplicates": 0, "rejected": []})
    [row] = stored(database, shop)
    assert row["name"] == "order completed"
    assert row["anonymous_id"] == "device"
    assert row["occurred_at"] == happened
    assert row["properties"] == {
        "plan": "pro",
        "amount": 12.5,
        "items": [{"sku": "A"}],
        "note": "Grüße ☕",
        "none": None,
    }


def test_an_event_without_a_time_happened_now(database: Direct, shop: str, send: Send) -> None:
    send({"name": "open"})
    [row] = stored(database, shop)
    assert abs(row["occurred_at"] - datetime.now(UTC)) < timedelta(seconds=30)
    assert row["properties"] == {}
    assert row["anonymous_id"] is None


@pytest.mark.parametrize("wrap", [lambda one: one, lambda one: [one], lambda one: {"events": [one]}])
@pytest.mark.parametrize(
    "content_type", ["application/json", "text/plain;charset=UTF-8", "APPLICATION/JSON; Charset=UTF-8"]
)
def test_an_event_alone_a_list_and_an_object_are_all_understood(
    database: Direct, shop: str, send: Send, wrap: object, content_type: str
) -> None:
    assert callable(wrap)
    body = json.dumps(wrap({"name": "open"}))
    assert send(body, headers={"content-type": content_type}).status == 200
    assert len(stored(database)) == 1


@pytest.mark.parametrize("headers", [{"x-api-key": KEY}, {"authorization": f"bearer {KEY}"}, {}])
def test_the_key_comes_in_a_header_or_for_a_beacon_in_the_body(
    database: Direct, shop: str, send: Send, headers: dict[str, str]
) -> None:
    body = {"events": [{"name": "open"}]} | ({} if headers else {"apiKey": KEY})
    assert send(body, key=None, headers=headers).status == 200


def test_the_same_event_again_is_a_duplicate_and_the_first_stands(database: Direct, shop: str, send: Send) -> None:
    when = NOW.isoformat()
    first = {"id": "e1", "name": "open", "occurredAt": when, "properties": {"v": 1}}
    assert send([first, {**first, "name": "other"}]).json == {"accepted": 1, "duplicates": 1, "rejected": []}
    assert send([{**first, "properties": {"v": 2}}]).json == {"accepted": 0, "duplicates": 1, "rejected": []}
    [row] = stored(database)
    assert (row["name"], row["properties"]) == ("open", {"v": 1})


def test_the_same_id_in_another_app_is_another_event(database: Direct, shop: str, send: Send) -> None:
    track(database, sign_up(database, "bob"), "spk_bob")
    event = {"id": "e1", "name": "open", "occurredAt": NOW.isoformat()}
    for key in (KEY, "spk_bob"):
        assert send(event, key=key).json["accepted"] == 1


def test_events_without_an_id_are_each_their_own(database: Direct, shop: str, send: Send) -> None:
    assert send([{"name": "open"}, {"name": "open"}]).json["accepted"] == 2


def test_event_ids_arrive_in_order_of_time(database: Direct, shop: str, send: Send) -> None:
    send(
        [{"id": f"e{at}", "name": "open", "occurredAt": (NOW - at * timedelta(hours=1)).isoformat()} for at in range(9)]
    )
    ids = [row["id"] for row in stored(database)]
    assert ids == sorted(ids)
    assert {one.version for one in ids} == {8}


BAD = {
    "no event": 5,
    "no name": {},
    "blank name": {"name": "   "},
    "name of another type": {"name": 5},
    "long name": {"name": "a" * 201},
    "NUL in name": {"name": "a\0"},
    "half a character in name": {"name": "\ud800a"},
    "NUL in id": {"name": "a", "id": "a\0"},
    "id of another type": {"name": "a", "id": {"a": 1}},
    "anonymousId of another type": {"name": "a", "anonymousId": True},
    "long anonymousId": {"name": "a", "anonymousId": "a" * 201},
    "properties of another type": {"name": "a", "properties": []},
    "NUL in a property's key": {"name": "a", "properties": {"k\0": 1}},
    "too deep": {"name": "a", "properties": {"a": json.loads("[" * 30 + "]" * 30)}},
    "too many properties": {"name": "a", "properties": {str(at): at for at in range(1001)}},
    "too large": {"name": "a", "properties": {"a": "x" * 300_000}},
    "a word for a time": {"name": "a", "occurredAt": "now"},
    "a day that is none": {"name": "a", "occurredAt": "2026-02-30T00:00:00Z"},
    "long ago": {"name": "a", "occurredAt": 0},
    "far ahead": {"name": "a", "occurredAt": (NOW + timedelta(days=9)).isoformat()},
}


@pytest.mark.parametrize("bad", BAD.values(), ids=BAD.keys())
def test_a_bad_event_is_itemised_and_its_neighbours_are_stored(
    database: Direct, shop: str, send: Send, bad: object
) -> None:
    reply = send([{"name": "before"}, bad, {"name": "after"}])
    assert reply.status == 200
    assert reply.json["accepted"] == 2
    [rejected] = reply.json["rejected"]
    assert rejected["index"] == 1
    assert rejected["code"].isupper()
    assert rejected["message"]
    assert {row["name"] for row in stored(database)} == {"before", "after"}


@pytest.mark.parametrize(
    "poison", ["NaN", "-Infinity", "1e400", "9" * 5000, "[" * 990 + "]" * 990, "[" * 99_999 + "]" * 99_999]
)
def test_a_value_that_spoils_a_parser_spoils_only_its_own_event(
    database: Direct, shop: str, send: Send, poison: str
) -> None:
    body = f'[{{"name":"before"}},{{"name":"bad","properties":{{"a":{{"b":[1,{poison}]}}}}}},{{"name":"after"}}]'
    reply = send(body)
    assert (reply.status, reply.json["accepted"]) == (200, 2)
    assert [one["index"] for one in reply.json["rejected"]] == [1]
    assert {row["name"] for row in stored(database)} == {"before", "after"}


def test_what_only_postgres_refuses_is_found_and_its_neighbours_are_stored(
    database: Direct, shop: str, send: Send
) -> None:
    database.execute("ALTER TABLE events ADD CONSTRAINT no_thirteen CHECK (name <> '13')")
    try:
        reply = send([{"name": str(at)} for at in range(20)])
        assert reply.json["accepted"] == 19
        assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [(13, "REFUSED_BY_DATABASE")]
        assert len(stored(database)) == 19
    finally:
        database.execute("ALTER TABLE events DROP CONSTRAINT no_thirteen")


def test_a_batch_of_which_nothing_can_be_stored_is_a_400_with_the_reasons(shop: str, send: Send) -> None:
    reply = send([{"name": ""}, 7])
    assert reply.status == 400
    assert reply.json["accepted"] == 0
    assert [one["code"] for one in reply.json["rejected"]] == ["INVALID_NAME", "INVALID_EVENT"]


def test_unstorable_characters_in_a_value_are_replaced_and_told(database: Direct, shop: str, send: Send) -> None:
    reply = send('{"name":"open","properties":{"a":"x\\u0000y","b":["\\ud800"],"c":"\\udbff\\udfff","d":"\\\\u0000"}}')
    assert reply.json["warnings"] == [{"index": 0, "code": "CHARACTERS_REPLACED"}]
    [row] = stored(database)
    assert row["properties"] == {"a": "x\ufffdy", "b": ["\ufffd"], "c": "\U0010ffff", "d": "\\u0000"}


def test_whole_numbers_are_kept_to_the_last_digit(database: Direct, shop: str, send: Send) -> None:
    send('{"name":"open","properties":{"a":9007199254740993,"b":123456789012345678901234567890}}')
    row = database.execute("SELECT properties->>'a' AS a, properties->>'b' AS b FROM events").fetchone()
    assert row == {"a": "9007199254740993", "b": "123456789012345678901234567890"}


def test_a_clock_that_is_wrong_is_corrected_and_the_correction_is_kept(database: Direct, shop: str, send: Send) -> None:
    ahead = datetime.now(UTC) + timedelta(days=40)
    reply = send(
        {
            "sentAt": ahead.isoformat(),
            "events": [{"name": "open", "occurredAt": (ahead - timedelta(minutes=5)).isoformat()}],
        }
    )
    assert reply.json["warnings"] == [{"index": 0, "code": "TIME_CORRECTED"}]
    [row] = stored(database)
    assert abs(row["occurred_at"] - (datetime.now(UTC) - timedelta(minutes=5))) < timedelta(seconds=30)
    assert row["properties"]["$sent_occurred_at"] == (ahead - timedelta(minutes=5)).isoformat()


def test_a_retry_with_another_sent_at_is_still_the_same_event(database: Direct, shop: str, send: Send) -> None:
    event = {"id": "e1", "name": "open", "occurredAt": (datetime.now(UTC) - timedelta(days=3)).isoformat()}
    for days in (0, 2):
        send({"sentAt": (datetime.now(UTC) - timedelta(days=days)).isoformat(), "events": [event]})
    assert len(stored(database)) == 1


def test_identify_links_a_device_to_its_user(database: Direct, shop: str, send: Send) -> None:
    send({"name": "signed in", "anonymousId": "device", "userId": "ann"})
    links = database.execute("SELECT visitor_id FROM identities WHERE anonymous_id = 'device'").fetchall()
    assert links == [{"visitor_id": "ann"}]
    [row] = stored(database)
    assert (row["anonymous_id"], row["properties"]) == ("device", {"$user_id": "ann"})


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


def test_a_key_that_was_rotated_stores_nothing_from_that_moment(database: Direct, shop: str, send: Send) -> None:
    assert send({"name": "open"}).status == 200
    database.execute("UPDATE tracked_apps SET api_key = 'spk_new'")
    assert send({"name": "open"}).status == 401
    assert send({"name": "open"}, key="spk_new").status == 200
    assert len(stored(database)) == 2


def test_a_deleted_apps_key_stores_nothing(database: Direct, shop: str, send: Send) -> None:
    assert send({"name": "open"}).status == 200
    database.execute("DELETE FROM tracked_apps")
    assert send({"name": "open"}).status == 401


def test_a_key_known_to_be_bad_costs_no_further_query(shop: str, send: Send, monkeypatch: pytest.MonkeyPatch) -> None:
    assert send({"name": "open"}, key="wrong").status == 401
    monkeypatch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/nowhere")
    settings.secret.cache_clear()
    assert send({"name": "open"}, key="wrong").status == 401


def test_memory_for_made_up_keys_is_bounded() -> None:
    for at in range(2 * keys._MAX_REMEMBERED):
        keys._remember(f"key {at}", None)
    assert len(keys._remembered) <= keys._MAX_REMEMBERED
    keys._remembered.clear()


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        ("", 400, "EMPTY_BODY"),
        (" \n\t ", 400, "EMPTY_BODY"),
        ("{", 400, "INVALID_JSON"),
        ('{"events":[{"name":"a",}]}', 400, "INVALID_JSON"),
        ('{"events":[]} trailing', 400, "INVALID_JSON"),
        ("null", 400, "INVALID_SHAPE"),
        ("[]", 400, "EMPTY_BATCH"),
        ('{"events":{"0":{}}}', 400, "INVALID_SHAPE"),
        (b'{"name":"\xff"}', 400, "INVALID_UTF8"),
        (gzip.compress(b'{"name":"a"}')[:-9], 400, "INVALID_GZIP"),
        (gzip.compress(b" " * 20_000_000), 413, "BODY_TOO_LARGE"),
        ("[" + ",".join(["{}"] * 5001) + "]", 413, "BATCH_TOO_LARGE"),
        ("[" + ",".join(["{}"] * 900_000) + "]", 413, "BODY_TOO_LARGE"),
        ("x" * (6 * 1024 * 1024 + 1), 413, "BODY_TOO_LARGE"),
    ],
)
def test_a_body_that_cannot_be_read_is_refused_as_a_whole(
    database: Direct, shop: str, send: Send, body: object, status: int, code: str
) -> None:
    reply = send(body)
    assert (reply.status, reply.json["code"]) == (status, code)
    assert stored(database) == []


@pytest.mark.parametrize(
    ("headers", "body"),
    [
        ({"content-encoding": "br"}, '{"name":"a"}'),
        ({"content-encoding": "gzip, gzip"}, '{"name":"a"}'),
        ({"content-encoding": "gzip"}, '{"name":"a"}'),
        ({"content-type": "multipart/form-data; boundary=x"}, '{"name":"a"}'),
        ({"content-type": "application/json; charset=utf-16"}, '{"name":"a"}'.encode("utf-16-le")),
    ],
)
def test_a_form_that_is_not_understood_is_refused(shop: str, send: Send, headers: dict[str, str], body: object) -> None:
    assert send(body, headers=headers).status in {400, 415}


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


def test_logs_hold_neither_keys_nor_properties(shop: str, send: Send, capsys: pytest.CaptureFixture[str]) -> None:
    send(
        [
            {"name": "a", "properties": {"email": "pii@example.com"}},
            {"name": 'x\n{"level":"ERROR"}\x1b[31m' + "y" * 300},
        ]
    )
    send({"name": "a"}, key="spk_secretive")
    logged = capsys.readouterr()
    for line in (logged.out + logged.err).splitlines():
        json.loads(line)
    assert "pii@example.com" not in logged.out + logged.err
    assert "spk_" not in logged.out + logged.err
