"""A body that cannot be read is refused as a whole; a value that spoils a parser is not the body's fault."""

import gzip
import zlib
from collections.abc import Callable

import pytest

from tests.ingest.conftest import Send
from tests.people import Direct, stored


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
        ({"content-encoding": "zstd"}, '{"name":"a"}'),
        ({"content-encoding": "gzip, br"}, '{"name":"a"}'),
        ({"content-encoding": "gzip, gzip, gzip, gzip"}, '{"name":"a"}'),
        ({"content-encoding": "gzip"}, b"\x00\x01\x02"),
        ({"content-encoding": "gzip"}, "name"),
        ({"content-type": "multipart/form-data; boundary=x"}, '{"name":"a"}'),
        ({"content-type": "application/json; charset=utf-16"}, '{"name":"a"}'.encode("utf-16-le")),
    ],
)
def test_a_form_that_is_not_understood_is_refused(shop: str, send: Send, headers: dict[str, str], body: object) -> None:
    assert send(body, headers=headers).status in {400, 415}


GZIP = gzip.compress(b'{"name":"a"}')


@pytest.mark.parametrize(
    ("encoding", "body"),
    [
        *((encoding, b'{"name":"a"}') for encoding in ("", "identity", "none", "null", "utf-8", "UTF-8", "binary")),
        *((encoding, GZIP) for encoding in ("gzip", "x-gzip", "GZip", "identity, gzip", "gzip, none", "utf-8", "br")),
        ("gzip, gzip", gzip.compress(GZIP)),
        ("x-gzip,gzip", gzip.compress(GZIP)),
        ("deflate, gzip", gzip.compress(zlib.compress(b'{"name":"a"}'))),
        ("gzip, deflate", zlib.compress(GZIP)),
        ("x-deflate", zlib.compress(b'{"name":"a"}')),
    ],
)
def test_a_body_is_opened_however_its_encoding_is_spelt(
    database: Direct, shop: str, send: Send, encoding: str, body: bytes
) -> None:
    expected = 415 if encoding == "br" else 200
    assert send(body, headers={"content-encoding": encoding}).status == expected
    assert len(stored(database)) == (expected == 200)


@pytest.mark.parametrize("encoding", ["gzip", "x-gzip", "deflate", "gzip, gzip"])
@pytest.mark.parametrize("body", ['{"name":"a"}', ' \n[{"name":"a"}]', '\ufeff{"name":"a"}', "eyJuYW1lIjoiYSJ9"])
def test_a_body_that_a_proxy_has_opened_already_is_taken_in_spite_of_its_header(
    database: Direct, shop: str, send: Send, encoding: str, body: str
) -> None:
    assert send(body, headers={"content-encoding": encoding}).status == 200
    assert [row["name"] for row in stored(database)] == ["a"]


@pytest.mark.parametrize("kind", ["application/x-ndjson", "application/x-ndjson; charset=utf-8", "application/jsonl"])
@pytest.mark.parametrize("wrap", [bytes, gzip.compress])
def test_each_line_may_be_an_event_of_its_own(
    database: Direct, shop: str, send: Send, kind: str, wrap: Callable[[bytes], bytes]
) -> None:
    lines = '{"name":"a"}\r\n\n  {"name":"b \u2028"}\n'
    assert send(wrap(lines.encode()), headers={"content-type": kind}).json["accepted"] == 2
    assert {row["name"] for row in stored(database)} == {"a", "b \u2028"}


def test_a_line_that_is_no_json_spoils_no_other(database: Direct, shop: str, send: Send) -> None:
    lines = '{"name":"a"}\n{"name":\n{"name":"c","properties":{"n":"\\u0000"}}\n7'
    reply = send(lines, headers={"content-type": "application/x-ndjson"})
    assert reply.json["accepted"] == 2
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [
        (1, "INVALID_EVENT"),
        (3, "INVALID_EVENT"),
    ]
    assert {row["name"] for row in stored(database)} == {"a", "c"}


@pytest.mark.parametrize("line", ["{", "{}"])
def test_too_many_lines_are_refused_as_too_many_events_are(shop: str, send: Send, line: str) -> None:
    reply = send("\n".join([line] * 5001), headers={"content-type": "application/x-ndjson"})
    assert (reply.status, reply.json["code"]) == (413, "BATCH_TOO_LARGE")


@pytest.mark.parametrize(
    "poison", ["NaN", "-Infinity", "1e400", "9" * 5000, f"{'[' * 99_999}{'9' * 5000}{']' * 99_999},NaN"]
)
def test_a_value_that_spoils_a_parser_spoils_only_its_own_event(
    database: Direct, shop: str, send: Send, poison: str
) -> None:
    body = f'[{{"name":"before"}},{{"name":"bad","properties":{{"a":{{"b":[1,{poison}]}}}}}},{{"name":"after"}}]'
    reply = send(body)
    assert (reply.status, reply.json["accepted"]) == (200, 2)
    assert [one["index"] for one in reply.json["rejected"]] == [1]
    assert {row["name"] for row in stored(database)} == {"before", "after"}


@pytest.mark.parametrize(
    "content_type",
    [
        "text/plain;charset=UTF-8;",
        "application/json; charset=utf-8; version=1",
        "application/json; odata=verbose; charset='utf-8'",
        "application/json;charset=utf-8, application/json",
        "text/plain; charset=ISO-8859-1",
        "application/json; charset=windows-1252",
        "application/json; charset=US-ASCII",
    ],
)
def test_a_character_set_that_a_library_names_by_habit_costs_nothing(
    database: Direct, shop: str, send: Send, content_type: str
) -> None:
    assert send('{"name":"é"}'.encode(), headers={"content-type": content_type}).status == 200
    assert [row["name"] for row in stored(database)] == ["é"]


def test_a_body_that_is_latin_1_and_says_so_is_read(database: Direct, shop: str, send: Send) -> None:
    body = '{"name":"Größe"}'.encode("latin-1")
    assert send(body, headers={"content-type": "application/octet-stream; charset=ISO-8859-1"}).status == 200
    assert [row["name"] for row in stored(database)] == ["Größe"]
    assert send(body, headers={"content-type": "application/octet-stream"}).json["code"] == "INVALID_UTF8"
