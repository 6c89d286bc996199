"""A body is opened whatever its sender wrapped it in, and never past the limit."""

import base64
import gzip
import json
import zlib
from collections.abc import Callable
from urllib.parse import quote_plus, urlencode

import pytest

from ingest.app import handler
from ingest.content.body import read_text
from ingest.http.request import Request
from ingest.limits import MAX_DECODED
from spoor.errors import BadRequest, TooLarge
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

TEXT = json.dumps({"name": "caf\u00e9 ?>~ \u00ff\u00fe\u00ff", "url": "/?a=1&data=x"}, ensure_ascii=False)
PLAIN = TEXT.encode()
BASE64 = base64.b64encode(PLAIN)
URLSAFE = base64.urlsafe_b64encode(PLAIN)


def bare(data: bytes) -> bytes:
    """Deflate without zlib's frame."""
    packer = zlib.compressobj(wbits=-zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def read(body: bytes, encoding: str = "", **query: str) -> str:
    """The text of a body that came as bytes."""
    headers = {"content-encoding": encoding} if encoding else {}
    return read_text(Request("POST", "/", query, headers, body, as_text=False))


def form(value: str | bytes) -> str:
    """A form's way of writing `value`."""
    return quote_plus(value)


@pytest.mark.parametrize(
    "body",
    [
        f"data={form(BASE64)}",
        f"verbose=1&data={form(BASE64)}",
        f"verbose=1&ip=0&data={form(PLAIN)}&_=7",
        f"a%5B%5D=1&data={form(URLSAFE)}\r\n",
        f"verbose=1&data={BASE64.decode()}",
    ],
)
def test_the_data_of_a_form_may_be_any_of_its_fields(body: str) -> None:
    assert read(body.encode()) == TEXT


def test_json_that_speaks_of_a_form_is_none() -> None:
    for text in (TEXT, f"  {TEXT}", f"\ufeff{TEXT}"):
        assert read(text.encode()).strip() == text.strip()


def test_base64_may_be_in_lines_and_of_either_alphabet_and_padded_or_not() -> None:
    assert URLSAFE != BASE64
    lines = base64.encodebytes(PLAIN).replace(b"Z", b"Z\n")
    assert lines.count(b"\n") > 1
    for body in (BASE64, URLSAFE, URLSAFE.rstrip(b"="), lines, lines.replace(b"\n", b"\r\n")):
        assert read(body) == TEXT
        assert read(b"", data=body.decode()) == TEXT
    assert read(base64.urlsafe_b64encode(gzip.compress(PLAIN))) == TEXT


def test_plus_signs_that_a_query_has_made_blanks_of_are_mended(database: Direct, shop: str) -> None:
    event = {"event": "\u00ff\u00fe>>", "properties": {"token": KEY}}
    data = base64.b64encode(json.dumps(event, ensure_ascii=False).encode()).decode()
    assert "+" in data
    assert call(handler, "GET", "/track", query=f"data={data}").text == "1"
    assert [row["name"] for row in stored(database)] == [event["event"]]


@pytest.mark.parametrize("at", [0, 1, 5, len(PLAIN)])
def test_gzips_one_after_the_other_are_one_text(at: int) -> None:
    body = gzip.compress(PLAIN[:at]) + gzip.compress(b"") + gzip.compress(PLAIN[at:])
    assert read(body) == TEXT
    assert read(base64.b64encode(body)) == TEXT


@pytest.mark.parametrize("pack", [bare, zlib.compress, gzip.compress])
def test_deflate_has_a_frame_or_none(pack: Callable[[bytes], bytes]) -> None:
    assert read(pack(PLAIN), "deflate") == TEXT


def test_the_limit_is_for_all_gzips_together() -> None:
    half = gzip.compress(b" " * (MAX_DECODED // 2 - 1) + b"1")
    assert len(read(gzip.compress(b"{") + half + gzip.compress(b"}"))) == MAX_DECODED // 2 + 2
    with pytest.raises(TooLarge):
        read(half + half + gzip.compress(b"1"))
    with pytest.raises(TooLarge):
        read(bare(b" " * (MAX_DECODED + 1)), "deflate")


@pytest.mark.parametrize(
    ("body", "encoding"),
    [
        (gzip.compress(PLAIN) * 101, ""),
        (gzip.compress(PLAIN) + gzip.compress(PLAIN)[:-1], ""),
        (gzip.compress(PLAIN) + b"\x1f\x8bnothing", ""),
        (bare(PLAIN)[:-1], "deflate"),
        (b"\xff\xff", "deflate"),
        (b"\x78", "deflate"),
        (b"", "deflate"),
    ],
)
def test_what_is_cut_short_or_in_pieces_is_refused(body: bytes, encoding: str) -> None:
    with pytest.raises(BadRequest) as caught:
        read(body, encoding)
    assert caught.value.code == "INVALID_GZIP"


@pytest.mark.parametrize("body", ["e30=&data=e30=", "&data=e30=", "=&data=e30=", "e3=0", "e", "--__"])
def test_what_only_looks_like_a_form_or_base64_stays_as_it_is(body: str) -> None:
    assert read(body.encode()) in {body, "{}"}


def test_mixpanel_is_verbose_wherever_its_form_says_so(database: Direct, shop: str) -> None:
    data = json.dumps({"event": "a", "properties": {"token": KEY}})
    for fields in ({"verbose": "1", "data": data}, {"data": data, "verbose": "1"}):
        assert call(handler, "POST", "/track", urlencode(fields)).json == {"status": 1, "error": None}
    for fields in ({"verbose": "10", "data": data}, {"verbose": "0", "data": data}):
        assert call(handler, "POST", "/track", urlencode(fields)).text == "1"
