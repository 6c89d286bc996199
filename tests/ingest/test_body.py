"""A body that cannot be read is refused as a whole; a value that spoils a parser is not the body's fault."""

import gzip

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
        ({"content-encoding": "gzip, gzip"}, '{"name":"a"}'),
        ({"content-encoding": "gzip"}, '{"name":"a"}'),
        ({"content-type": "multipart/form-data; boundary=x"}, '{"name":"a"}'),
        ({"content-type": "application/json; charset=utf-16"}, '{"name":"a"}'.encode("utf-16-le")),
    ],
)
def test_a_form_that_is_not_understood_is_refused(shop: str, send: Send, headers: dict[str, str], body: object) -> None:
    assert send(body, headers=headers).status in {400, 415}


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
