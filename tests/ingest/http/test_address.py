"""Whoever stands between a visitor and ingest may name the visitor's address, in whatever spelling."""

from collections.abc import Iterator

import pytest

from ingest.app import handler
from ingest.http.address import address_of
from ingest.http.request import Request
from spoor import settings
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

CALLER = "203.0.113.5"
VISITOR = "198.51.100.7"
SIX = "2001:db8:1::1"

LISTED = [
    (VISITOR, VISITOR),
    (f"{VISITOR}, {CALLER}", VISITOR),
    (f"{VISITOR}:4432", VISITOR),
    (f"{VISITOR}:4432, {CALLER}:80", VISITOR),
    (f"[{VISITOR}]", VISITOR),
    (f'"{VISITOR}"', VISITOR),
    (f"'{VISITOR}:1'", VISITOR),
    (f"  {VISITOR}  ", VISITOR),
    (f"{VISITOR} {CALLER}", VISITOR),
    (f"10.0.0.1;{VISITOR}", VISITOR),
    (f"for={VISITOR}, for={CALLER}", VISITOR),
    (f",, {VISITOR}", VISITOR),
    (f"::ffff:{VISITOR}", VISITOR),
    (f"[::ffff:{VISITOR}]:443", VISITOR),
    ("::ffff:c633:6407", VISITOR),
    ("64:ff9b::c633:6407", VISITOR),
    (SIX, SIX),
    (SIX.upper(), SIX),
    ("2001:0db8:0001:0000:0000:0000:0000:0001", SIX),
    (f"[{SIX}]", SIX),
    (f"[{SIX}]:443", SIX),
    (f'"[{SIX}]:443"', SIX),
    (f"{SIX}%eth0", SIX),
    (f"[{SIX}%25en0]:443", SIX),
    *(
        (f"{hop}, {VISITOR}, {CALLER}", VISITOR)
        for hop in (
            "10.0.0.5",
            "10.0.0.5:99",
            "172.20.1.1",
            "192.168.1.1",
            "100.64.1.1",
            "127.0.0.1",
            "169.254.169.254",
            "0.0.0.0",
            "255.255.255.255",
            "224.0.0.1",
            "::1",
            "::",
            "[::1]:80",
            "fd00::1",
            "fe80::1%eth0",
            "::ffff:10.0.0.5",
            "unknown",
            "UNKNOWN",
            "_hidden",
            "-",
            "null",
            "localhost",
            "999.1.1.1",
            "1.2.3",
            "",
        )
    ),
]

NOBODY = ["", " ", ",", "10.0.0.1", "10.0.0.1, fd00::1, unknown", "x" * 5000, "[", "[]:1", ":", "%", "1.2.3.4.5"]

FORWARDED = [
    (f"for={VISITOR}", VISITOR),
    (f"For={VISITOR};proto=https;by=10.0.0.1", VISITOR),
    (f"proto=https;for={VISITOR}", VISITOR),
    (f'for="{VISITOR}:4432"', VISITOR),
    (f'for="[{SIX}]:4711"', SIX),
    (f'for="[{SIX}]"', SIX),
    (f"for=unknown, for={VISITOR}", VISITOR),
    (f'for=_mystery, for="_SEVKISEK:1", for={VISITOR}', VISITOR),
    (f"for=10.0.0.5,for={VISITOR}, for={CALLER}", VISITOR),
    (f"by={CALLER};for={VISITOR};host=x.example", VISITOR),
    (f"by={VISITOR}", CALLER),
    ("for=10.0.0.5", CALLER),
    ("for=", CALLER),
    ("nothing", CALLER),
]


@pytest.fixture
def named(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment whose proxy names visitors in a header of its own."""
    monkeypatch.setenv("CLIENT_ADDRESS_HEADER", "CF-Connecting-IP")
    settings.setting.cache_clear()
    yield
    settings.setting.cache_clear()


def asked(headers: dict[str, str]) -> str:
    """The address of a request from CALLER."""
    return address_of(Request("POST", "/api/event", {}, headers, b"", False, CALLER))


@pytest.mark.parametrize(("listed", "address"), LISTED)
def test_the_first_address_of_the_open_internet_counts_however_it_is_spelt(listed: str, address: str) -> None:
    assert asked({"x-forwarded-for": listed}) == address


@pytest.mark.parametrize("listed", NOBODY)
def test_where_no_such_address_is_named_it_is_the_callers(listed: str) -> None:
    assert asked({"x-forwarded-for": listed}) == asked({"forwarded": f"for={listed}"}) == asked({}) == CALLER


@pytest.mark.parametrize(("said", "address"), FORWARDED)
def test_forwarded_is_read_as_rfc_7239_has_it(said: str, address: str) -> None:
    assert asked({"forwarded": said}) == address


def test_x_forwarded_for_goes_before_forwarded_unless_it_names_nobody() -> None:
    assert asked({"x-forwarded-for": VISITOR, "forwarded": f"for={SIX}"}) == VISITOR
    assert asked({"x-forwarded-for": "10.0.0.1", "forwarded": f"for={VISITOR}"}) == VISITOR


def test_a_header_that_nobody_named_is_not_believed() -> None:
    assert asked({"cf-connecting-ip": VISITOR}) == CALLER


def test_the_header_that_a_deployer_names_goes_first(named: None) -> None:
    assert asked({"cf-connecting-ip": VISITOR, "x-forwarded-for": SIX}) == VISITOR
    assert asked({"cf-connecting-ip": f"[{SIX}]:1"}) == SIX
    assert asked({"cf-connecting-ip": "10.0.0.1", "x-forwarded-for": VISITOR}) == VISITOR
    assert asked({"x-forwarded-for": VISITOR}) == VISITOR


def visitors(database: Direct, header: str, *said: str) -> int:
    """How many visitors one browser is that comes through one proxy, which says this of each request."""
    for one in said:
        body = {"n": "pageview", "u": "https://x.example/", "d": KEY}
        assert call(handler, "POST", "/api/event", body, headers={header: one, "user-agent": "B/1"}).status == 202
    return len({row["anonymous_id"] for row in stored(database)})


@pytest.mark.parametrize(
    ("first", "second"),
    [
        ("198.51.100.1:4432", "198.51.100.2:5521"),
        ("[2001:db8:1::1]:443", "[2001:db8:1::2]:443"),
        ("10.0.0.5, 203.0.113.7", "10.0.0.5, 203.0.113.8"),
        ("unknown, 203.0.113.7", "unknown, 203.0.113.8"),
    ],
)
def test_two_visitors_behind_one_proxy_are_two(database: Direct, shop: str, first: str, second: str) -> None:
    assert visitors(database, "x-forwarded-for", first, second) == 2


def test_one_visitor_whose_port_changes_is_one(database: Direct, shop: str) -> None:
    assert visitors(database, "x-forwarded-for", "198.51.100.1:1", "198.51.100.1:2", "::ffff:198.51.100.1") == 1


def test_the_named_header_tells_visitors_apart(database: Direct, shop: str, named: None) -> None:
    assert visitors(database, "cf-connecting-ip", "198.51.100.1", "198.51.100.2") == 2


def test_a_server_may_hand_on_what_a_proxy_said_to_it(database: Direct, shop: str) -> None:
    for said in ("198.51.100.1:1", "198.51.100.1:2", "10.0.0.1, 198.51.100.1", "198.51.100.2"):
        payload = {"website": KEY, "url": "/", "ip": said, "userAgent": "B/1"}
        assert call(handler, "POST", "/api/send", {"type": "event", "payload": payload}).status == 200
    assert len({row["anonymous_id"] for row in stored(database)}) == 2
