"""What real PostHog SDKs put on the wire, byte for byte, ends in the rows they meant."""

import base64
import gzip
import json
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode

import pytest

from ingest.app import handler
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.ingest.wire.captured import ADDED
from tests.people import Direct, sign_up, stored, track

CAPTURES = sorted((Path(__file__).parents[3] / "data" / "captures").glob("posthog-*.json"))
CAPTURED_KEY = "phc_testkey"


def test_there_is_a_capture_of_every_age() -> None:
    assert {path.stem for path in CAPTURES} == {
        "posthog-js",
        "posthog-js-1.130",
        "posthog-js-uncompressed",
        "posthog-node",
        "posthog-python",
    }


@pytest.mark.parametrize("capture", CAPTURES, ids=lambda path: path.stem)
def test_a_capture_replays_into_exactly_the_rows_it_means_however_often(database: Direct, capture: Path) -> None:
    app = track(database, sign_up(database, "ann"), CAPTURED_KEY)
    requests = json.loads(capture.read_text())["requests"]
    for _ in range(2):
        for request in requests:
            reply = replay(request)
            assert reply.status == request["answered"]["status"], request["step"]
            if "v1" in request["path"]:
                assert reply.json == json.loads(request["answered"]["body"])
    meant = {one["uuid"]: meant_by(request, one) for request in requests for one in events_of(request)}
    rows = stored(database, app)
    assert sorted(row["name"] for row in rows) == sorted(name for name, _ in meant.values())
    for name, said in meant.values():
        assert any(row["name"] == name and without_added(row["properties"], said) == said for row in rows), (name, said)


def meant_by(request: dict[str, Any], one: dict[str, Any]) -> tuple[str, dict[str, Any]]:
    """The name and the properties that a captured event means: all but the key, and under v1 what is beside them."""
    said = {**one.get("properties", {}), **{key: one[key] for key in ("$set", "$set_once") if key in one}}
    said.pop("token", None)
    said.pop("$ip", None)
    if one["event"] == "$groupidentify" and "$groups" not in said:
        said["$groups"] = {said["$group_type"]: said["$group_key"]}
    if "v1" in request["path"]:
        said["$lib"], said["$lib_version"] = request["headers"]["PostHog-Sdk-Info"].split("/")
        if "session_id" in one:
            said["$session_id"] = one["session_id"]
    return one["event"], said


def without_added(properties: dict[str, Any], said: dict[str, Any]) -> dict[str, Any]:
    """The properties less those of Spoor's own adding that were not said."""
    return {key: value for key, value in properties.items() if key in said or key not in ADDED}


@pytest.mark.parametrize(
    ("capture", "people"),
    [
        ("posthog-js", {"user-1"}),
        ("posthog-js-1.130", {"user-1"}),
        ("posthog-js-uncompressed", {"01a207a1"}),
        ("posthog-node", {"user-1", "user-2", "user-3"}),
        ("posthog-python", {"anon-9", "771dc3e3", "u"}),
    ],
)
def test_a_capture_holds_as_many_visitors_as_there_were_people(
    database: Direct, capture: str, people: set[str]
) -> None:
    app = track(database, sign_up(database, "ann"), CAPTURED_KEY)
    [path] = [path for path in CAPTURES if path.stem == capture]
    for request in json.loads(path.read_text())["requests"]:
        replay(request)
    found = database.execute(
        "SELECT DISTINCT coalesce(visitor_id, e.anonymous_id) AS visitor FROM public.events e"
        " LEFT JOIN spoor.identities i ON i.app_id = e.app_id AND i.anonymous_id = e.anonymous_id"
        " WHERE e.app_id = %s AND e.anonymous_id IS NOT NULL",
        [app],
    ).fetchall()
    assert {row["visitor"][: len("01a207a1")] for row in found} == people


def test_a_gateway_that_damaged_gzip_is_told_so_that_the_browser_sends_again_uncompressed(
    database: Direct, shop: str
) -> None:
    body = gzip.compress(json.dumps({"api_key": KEY, "batch": [{"event": "$pageview"}]}).encode())
    reply = call(handler, "POST", "/e/", body.decode("utf-8", "replace"), headers={"content-type": "text/plain"})
    assert (reply.status, reply.json["code"]) == (503, "BODY_DAMAGED")
    assert call(handler, "GET", f"/array/{KEY}/config").json["supportedCompression"] == []


def test_an_event_of_old_posthog_js_happened_its_offset_before_it_was_sent(database: Direct, shop: str) -> None:
    event = {
        "event": "click",
        "uuid": "01a207a2-70f4-702e-9ee4-1de5133afe10",
        "offset": 3_600_000,
        "properties": {"token": KEY, "distinct_id": "d"},
    }
    for _ in range(2):
        assert call(handler, "POST", "/capture/", event).json == {"status": "Ok"}
    [row] = stored(database)
    age = database.execute("SELECT extract(epoch FROM now() - occurred_at) AS age FROM public.events").fetchone()
    assert age is not None
    assert 3590 < age["age"] < 3660
    assert row["id"].hex[:12] == "01a207a270f4", "the id takes its time from the client's, which every retry repeats"


def test_a_group_and_a_machine_are_no_visitors(database: Direct, shop: str) -> None:
    event = {"event": "$groupidentify", "distinct_id": "$company_acme", "properties": {"$group_type": "company"}}
    call(handler, "POST", "/batch/", {"api_key": KEY, "batch": [event]})
    [row] = stored(database)
    assert row["anonymous_id"] is None


def test_protocol_v1_answers_each_event(database: Direct, shop: str) -> None:
    batch = [{"event": "good", "uuid": "u1", "distinct_id": "d"}, {"event": "", "uuid": "u2", "distinct_id": "d"}]
    reply = call(
        handler, "POST", "/i/v1/analytics/events", {"batch": batch}, headers={"authorization": f"Bearer {KEY}"}
    )
    assert reply.json == {"results": {"u1": {"result": "ok"}, "u2": {"result": "drop", "details": "INVALID_NAME"}}}


V1 = "/i/v1/analytics/events"
V1_HEADERS = {"authorization": f"Bearer {KEY}", "posthog-sdk-info": "posthog-node/5.70.0"}
LIB = {"$lib": "posthog-node", "$lib_version": "5.70.0"}


@pytest.mark.parametrize(
    ("beside", "properties"),
    [
        ({}, LIB),
        ({"session_id": "s", "window_id": "w"}, {**LIB, "$session_id": "s", "$window_id": "w"}),
        ({"session_id": None, "options": {"product_tour_id": None}}, LIB),
        (
            {"options": {"process_person_profile": False, "cookieless_mode": True, "disable_skew_correction": True}},
            {**LIB, "$process_person_profile": False, "$cookieless_mode": True, "$ignore_sent_at": True},
        ),
        ({"options": 7}, LIB),
        (
            {"session_id": "s", "options": {"a": 1}, "properties": {"$session_id": "own", "$a": 2, "$lib": "mine"}},
            {"$session_id": "own", "$a": 2, "$lib": "mine", "$lib_version": "5.70.0"},
        ),
    ],
)
def test_what_protocol_v1_puts_beside_the_properties_is_kept_among_them(
    database: Direct, shop: str, beside: dict[str, Any], properties: dict[str, Any]
) -> None:
    call(handler, "POST", V1, {"batch": [{"event": "a", "distinct_id": "d", **beside}]}, headers=V1_HEADERS)
    [row] = stored(database)
    assert row["properties"] == properties


@pytest.mark.parametrize("info", ["", "posthog-node", "/", "a/" + "1" * 200, "x" * 5000 + "/1", "é/1"])
def test_an_odd_name_of_an_sdk_is_left_out(database: Direct, shop: str, info: str) -> None:
    headers = {**V1_HEADERS, "posthog-sdk-info": info}
    assert call(handler, "POST", V1, {"batch": [{"event": "a"}]}, headers=headers).status == 200
    [row] = stored(database)
    assert row["properties"] == {}


@pytest.mark.parametrize(
    "foreign",
    [
        {"properties": {"token": "phc_other"}},
        {"properties": {"token": "spk_other"}},
        {"token": "other"},
        {"api_key": "other"},
    ],
)
@pytest.mark.parametrize("place", ["body", "header", "events"])
def test_the_events_of_another_key_are_refused(
    database: Direct, shop: str, place: str, foreign: dict[str, Any], capsys: pytest.CaptureFixture[str]
) -> None:
    batch = [
        {"event": "a", "uuid": "u1", "properties": {"token": KEY}},
        {"event": "b", "uuid": "u2", **foreign},
        {"event": "c", "uuid": "u3"},
    ]
    if place == "header":
        reply = call(handler, "POST", V1, {"batch": batch}, headers={"authorization": f"Bearer {KEY}"})
        assert reply.json["results"]["u2"] == {"result": "drop", "details": "OTHER_KEY"}
    else:
        reply = call(handler, "POST", "/batch", {"api_key": KEY, "batch": batch} if place == "body" else batch)
    assert reply.status == 200
    assert sorted(row["name"] for row in stored(database)) == ["a", "c"]
    assert '"RejectedOtherKey":[1]' in capsys.readouterr().out


def test_the_key_is_not_kept_among_the_properties(database: Direct, shop: str) -> None:
    event = {"event": "a", "properties": {"token": KEY, "plan": "pro"}}
    call(handler, "POST", "/e", event)
    call(handler, "POST", "/e", [event])
    call(handler, "POST", "/batch", {"api_key": KEY, "batch": [event]})
    assert [row["properties"] for row in stored(database)] == [{"plan": "pro"}] * 3


def test_a_token_that_is_no_key_is_the_events_own_where_the_request_names_the_key(database: Direct, shop: str) -> None:
    event = {"event": "a", "properties": {"token": "discount-7"}}
    call(handler, "POST", "/batch", {"api_key": KEY, "batch": [event]})
    [row] = stored(database)
    assert row["properties"] == {"token": "discount-7"}


@pytest.mark.parametrize("path", ["/e/", "/i/v0/e/", "/capture/", "/batch/", "/e", "/batch"])
def test_a_wrong_key_is_401_at_every_address(database: Direct, path: str) -> None:
    assert call(handler, "POST", path, {"api_key": "phc_wrong", "batch": [{"event": "a"}]}).status == 401


@pytest.mark.parametrize("body", [{}, {"event": "a"}, [{"event": "a", "properties": {"token": None}}], {"batch": [7]}])
def test_a_request_without_any_key_is_401(database: Direct, body: object) -> None:
    assert call(handler, "POST", "/e", body).status == 401


def test_configuration_is_a_script_that_a_hostile_key_cannot_write_into() -> None:
    reply = call(handler, "GET", "/array/phc_x/config.js")
    assert reply.headers["content-type"].startswith("application/javascript")
    assert call(handler, "GET", "/array/</script><script>alert(1)/config.js").status == 404
    assert call(handler, "POST", "/flags/", {"token": "x"}, query="v=2").json["flags"] == {}
    assert call(handler, "POST", "/decide/", "data=e30", query="v=3").json["supportedCompression"] == []
    assert call(handler, "GET", "/static/1.0/surveys.js").status == 404


def replay(request: dict[str, Any]) -> Reply:
    """Send a captured request again, as the gateway hands on bytes."""
    headers = {name.lower(): value for name, value in request["headers"].items()}
    body = base64.b64decode(request["body_base64"] or "")
    return call(handler, request["method"], request["path"], body, headers=headers, query=urlencode(request["query"]))


def events_of(request: dict[str, Any]) -> list[dict[str, Any]]:
    """The events a captured request carries, opened by hand."""
    if request["method"] != "POST" or "flags" in request["path"] or "decide" in request["path"]:
        return []
    body = base64.b64decode(request["body_base64"])
    if body[:2] == b"\x1f\x8b":
        body = gzip.decompress(body)
    if body.startswith(b"data="):
        body = base64.b64decode(parse_qs(body.decode())["data"][0].replace(" ", "+"))
    opened = json.loads(body)
    if isinstance(opened, dict):
        opened = opened.get("batch", [opened])
    return list(opened)


def test_what_stands_beside_the_properties_is_kept_with_them(database: Direct, shop: str) -> None:
    beside = {"$set": {"a": 1}, "$set_once": {"b": 2}, "$unset": ["c"], "$groups": {"company": "acme"}}
    call(handler, "POST", "/batch", {"api_key": KEY, "batch": [{"event": "a", "distinct_id": "u", **beside}]})
    assert [row["properties"] for row in stored(database)] == [beside]
