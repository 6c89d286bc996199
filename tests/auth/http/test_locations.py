"""Where the browser is sent: by the answers of the real server, and by what must hold for all."""

from urllib.parse import parse_qsl, urlsplit

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.gate.redirects import is_safe_path
from auth.http.locations import absolute, appended, header

BASE = "http://127.0.0.1:4390"
paths = st.text("abz019 ./?&=#%~*+é:@|^", max_size=20).map("/".__add__).filter(is_safe_path)


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/v?a=1", "/v?a=1&error=E"),
        ("/", "/?error=E"),
        ("/v?", "/v?error=E"),
        ("/v?a&", "/v?a&error=E"),
        ("/a b/../c?x=%20y&#q", "/c?x=%20y&error=E#q"),
        ("/é?é=é", "/%C3%A9?%C3%A9=%C3%A9&error=E"),
        (BASE, f"{BASE}/?error=E"),
        (f"{BASE}/x/y?z=1", f"{BASE}/x/y?z=1&error=E"),
        ("HTTPS://Own.example:443/a/./b/..", "https://own.example/a/?error=E"),
        ("myapp://callback/x", "myapp://callback/x?error=E"),
    ],
)
def test_a_field_goes_after_what_the_query_holds(target: str, expected: str) -> None:
    assert appended(target, error="E") == expected


@pytest.mark.parametrize(
    ("target", "expected"),
    [
        ("/reset?z=1", f"{BASE}/reset?z=1&token=T"),
        ("/reset?z=1 é~*&token=5#frag", f"{BASE}/reset?z=1+%C3%A9%7E*&token=T#frag"),
        ("https://app.example.com", "https://app.example.com/?token=T"),
        ("/a/../b", f"{BASE}/b?token=T"),
    ],
)
def test_a_path_becomes_an_address_and_its_query_is_written_anew(target: str, expected: str) -> None:
    assert absolute(target, BASE, token="T") == expected


@given(paths)
def test_a_safe_path_never_leaves_the_origin(path: str) -> None:
    for target in (BASE + appended(path, error="E"), absolute(path, BASE, error="E")):
        assert target.startswith(f"{BASE}/")
        assert not target.startswith(f"{BASE}//")
        assert parse_qsl(urlsplit(target).query)[-1] == ("error", "E")


@given(paths)
def test_a_location_is_ascii(path: str) -> None:
    assert header(path)["location"].isascii()
