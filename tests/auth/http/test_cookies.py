"""Cookies are read and signed as Better Auth reads and signs them."""

import base64
import hashlib
import hmac
from urllib.parse import quote

import pytest
from hypothesis import given
from hypothesis import strategies as st

from auth.http import cookies

KEY = b"3Jq9vXz7LmT2kWc8RbYp4NdHs6GfQe1UaZo5"
TOKEN = "AbCdEfGhIjKlMnOpQrStUvWxYz012345"
SIGNED = "AbCdEfGhIjKlMnOpQrStUvWxYz012345.ILGHBYxXrGhAJu18%2FsIj%2F5hwgI22qfMAtg6%2F3msSrZc%3D"  # the real package's
PLAIN = "AbCdEfGhIjKlMnOpQrStUvWxYz012345.ILGHBYxXrGhAJu18/sIj/5hwgI22qfMAtg6/3msSrZc="
NAME = "better-auth.session_token"

names = st.text("abcdefghijklmnopqrstuvwxyz._-", min_size=1, max_size=8)
values = st.text("abcABC012%./+-_=~! ", max_size=12).map(str.strip)
spaces = st.text(" \t", max_size=2)


def test_a_value_is_signed_as_the_real_package_signs_it() -> None:
    assert cookies.sign(TOKEN, KEY) == SIGNED
    assert cookies.sign("true", KEY) == "true.IA2pf3tbmtB3CuZMmCBxfnYtH6gdZt9E%2FbCC9pLK1KU%3D"


@pytest.mark.parametrize("text", [SIGNED, PLAIN, SIGNED.replace("%3D", "%3d"), SIGNED.replace(".", "%2E")])
def test_a_signed_value_is_read_encoded_or_not(text: str) -> None:
    assert cookies.unsign(text, KEY) == TOKEN


@pytest.mark.parametrize(
    "text",
    [
        None,
        "",
        "%%%",
        ".",
        TOKEN,
        f"{TOKEN}.",
        SIGNED[1:],
        f"x{SIGNED}",
        f"{SIGNED}%zz",
        f"{SIGNED}%ff",
        PLAIN[:-1],
        f"{PLAIN}=",
        PLAIN.replace("=", " ="),
        quote(SIGNED),
        f"{TOKEN}\0.{PLAIN.partition('.')[2]}",
        "\ud800.AAAA",
        "a" * 1_000_000,
        f"{'a' * 1_000_000}.{PLAIN.partition('.')[2]}",
    ],
    ids=lambda text: ascii(text)[:60],
)
def test_anything_else_was_not_signed(text: str | None) -> None:
    assert cookies.unsign(text, KEY) is None


def test_a_signature_in_another_spelling_of_the_same_bits_is_refused() -> None:
    assert PLAIN.endswith("rZc=")
    assert base64.b64decode("rZd=") == base64.b64decode("rZc=")
    assert cookies.unsign(PLAIN[:-2] + "d=", KEY) is None


def test_a_signature_under_another_key_is_refused() -> None:
    assert cookies.unsign(cookies.sign(TOKEN, b"another key of more than 32 letters"), KEY) is None


def test_a_value_with_dots_is_divided_at_the_last() -> None:
    assert cookies.unsign(cookies.sign("a.b.c", KEY), KEY) == "a.b.c"


@given(st.text(st.characters(min_codepoint=0x21, max_codepoint=0x7E), min_size=1, max_size=60), st.binary(min_size=1))
def test_every_value_comes_back_from_its_signature(value: str, key: bytes) -> None:
    signed = cookies.sign(value, key)
    assert cookies.unsign(signed, key) == value
    bits = base64.b64encode(hmac.new(key, value.encode(), hashlib.sha256).digest()).decode()
    assert signed == quote(f"{value}.{bits}", safe="!'()*-._~")


@given(st.text(max_size=80))
def test_no_text_is_signed_by_chance_and_none_breaks_the_reader(text: str) -> None:
    assert cookies.unsign(text, KEY) is None
    assert cookies.session_token(text, KEY, secure=False) is None


@given(st.lists(st.tuples(names, values, spaces, spaces), max_size=6), names)
def test_of_several_cookies_with_one_name_the_first_counts(sent: list[tuple[str, str, str, str]], wanted: str) -> None:
    header = ";".join(f"{before}{name}={value}{after}" for name, value, before, after in sent)
    expected = next((value for name, value, _, _ in sent if name == wanted), None)
    assert cookies.first(header, wanted) == expected


@pytest.mark.parametrize(
    ("header", "value"),
    [
        ("x=1", "1"),
        (" x = 1 ", "1"),
        ('x="1"', "1"),
        ('x=""', ""),
        ("x=", ""),
        ("x=; x=1", ""),
        ("x; x=1", "1"),
        (";;x=1;", "1"),
        ("a;x=1", "1"),
        ("x=a=b", "a=b"),
        ("X=1", None),
        ('"x"=1', None),
        ("a=x=1", None),
        ("", None),
    ],
)
def test_a_cookie_header_is_read_like_this(header: str, value: str | None) -> None:
    assert cookies.first(header, "x") == value


def test_only_the_servers_own_form_of_the_name_is_looked_at() -> None:
    assert cookies.name("session_token", secure=True) == f"__Secure-{NAME}"
    assert cookies.session_token(f"{NAME}={SIGNED}", KEY, secure=False) == TOKEN
    assert cookies.session_token(f"{NAME}={SIGNED}", KEY, secure=True) is None
    assert cookies.session_token(f"__Secure-{NAME}={SIGNED}", KEY, secure=False) is None


@pytest.mark.parametrize(
    ("event", "header"),
    [
        ({"cookies": ["a=1", "b=2"], "headers": {"cookie": "c=3"}}, "a=1; b=2"),
        ({"cookies": [], "headers": {"cookie": "c=3"}}, ""),
        ({"cookies": None, "headers": {"Cookie": "c=3"}}, "c=3"),
        ({"headers": {"cookie": "c=3"}}, "c=3"),
        ({"headers": {"cookie": 7}}, ""),
        ({"headers": None}, ""),
        ({"cookies": [7, None, "a=1"]}, "a=1"),
        ({"cookies": "a=1"}, ""),
        ({}, ""),
    ],
)
def test_the_gateways_list_of_cookies_goes_before_the_header(event: dict[str, object], header: str) -> None:
    assert cookies.header_of(event) == header
