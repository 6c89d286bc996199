"""Whatever address somebody names, a webhook reaches none that is not public, follows nobody, and waits for nobody."""

import socket
from http.server import BaseHTTPRequestHandler
from ipaddress import ip_address
from time import sleep
from typing import Any

import pytest

from rollup.webhooks.bodies import body_of
from rollup.webhooks.client import NotTaken, post
from spoor.webhooks import AddressRefused, check_addresses, is_public
from tests.conftest import forget_settings
from tests.doubles.receiver import Receiver

MESSAGE = {
    "title": "Sign-ups <!channel> *now* @everyone [x](https://evil.example)",
    "sentence": "Signed up: 3.",
    "because": "",
    "picture": "▁▃█",
    "link": "https://spoor.example.com/dashboard/a/trends?from=2026-11-01",
    "app": {"id": "a", "name": "Shop"},
    "alert": {"id": "b", "name": "Sign-ups"},
}
CLOSED = (
    *("127.0.0.1", "127.255.255.254", "0.0.0.0", "0.1.2.3", "10.0.0.1", "172.16.0.1", "172.31.255.255", "192.168.1.1"),
    *("169.254.169.254", "169.254.170.2", "100.64.0.1", "192.0.0.8", "192.0.2.1", "198.18.0.1", "203.0.113.9"),
    *("224.0.0.1", "240.0.0.1", "255.255.255.255", "::1", "::", "fe80::1", "fec0::1", "fc00::1", "fd00:ec2::254"),
    *("ff02::1", "::ffff:10.0.0.1", "::ffff:8.8.8.8", "::10.0.0.1", "64:ff9b::a00:1", "2002:a00:1::", "2001::1"),
    *("2001:db8::1", "64:ff9b:1::1", "100::1"),
)
OPEN = ("8.8.8.8", "172.32.0.1", "1.1.1.1", "2606:4700:4700::1111", "2a00:1450:4001:81b::200e")


@pytest.fixture
def here(monkeypatch: pytest.MonkeyPatch) -> Any:
    """This machine may be called."""
    monkeypatch.setenv("WEBHOOK_NETWORKS", "127.0.0.0/8")
    forget_settings()
    with Receiver() as running:
        yield running
    forget_settings()


def refused(url: str, way: str = "webhook", within_s: float = 3.0) -> NotTaken:
    with pytest.raises(NotTaken) as caught:
        post(way, url, b"{}", {}, within_s)
    return caught.value


def test_only_addresses_of_the_public_internet_are_public() -> None:
    assert [each for each in CLOSED if is_public(ip_address(each))] == []
    assert [each for each in OPEN if not is_public(ip_address(each))] == []
    with pytest.raises(AddressRefused):
        check_addresses([ip_address("8.8.8.8"), ip_address("10.0.0.1")])
    with pytest.raises(AddressRefused):
        check_addresses([])


def test_no_spelling_of_a_private_address_is_connected_to(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(socket.socket, "connect", lambda *_: pytest.fail("it connected"))
    hosts = ("127.0.0.1", "2130706433", "0x7f.1", "0177.0.0.1", "127.1", "localhost", "[::1]", "[::ffff:127.0.0.1]")
    for host in (*hosts, "169.254.169.254"):
        found = refused(f"https://{host}/latest/meta-data")
        assert (found.lasting, "not public" in str(found)) == (True, True), host
    for url in ("http://example.com/", "https://a@example.com/", "https://example.com:25/", "file:///etc/passwd", "x"):
        assert refused(url).lasting, url


def test_a_name_is_looked_up_once_and_that_address_is_connected_to(
    here: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    port = int(here.url.split(":")[2].split("/")[0])
    looked: list[str] = []

    def look_up(host: str, *_: Any, **__: Any) -> Any:
        looked.append(host)
        address = "127.0.0.1" if len(looked) == 1 else "10.0.0.1"
        return [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, port))]

    monkeypatch.setattr(socket, "getaddrinfo", look_up)
    post("webhook", f"http://twice.example:{port}/hook", b"{}", {})
    assert looked == ["twice.example"]
    assert [each.headers["host"] for each in here.received] == [f"twice.example:{port}"]
    assert "not public" in str(refused(f"http://twice.example:{port}/hook"))
    assert len(here.received) == 1


def test_a_redirect_is_followed_nowhere_and_what_is_answered_decides_about_another_try(here: Receiver) -> None:
    here.location = "http://169.254.169.254/latest/meta-data"
    for status, lasting in ((302, True), (307, True), (404, True), (410, True), (429, False), (500, False)):
        here.status = status
        found = refused(here.url)
        assert (found.lasting, found.doubtful) == (lasting, False), status
    assert len(here.received) == 6


def dribble(handler: BaseHTTPRequestHandler) -> None:
    """Say a little for ever."""
    for _ in range(100):
        handler.wfile.write(b"H" if _ else b"HTTP/1.1 1")
        handler.wfile.flush()
        sleep(0.05)


def pour(handler: BaseHTTPRequestHandler) -> None:
    """Say much for ever, and never a status."""
    for _ in range(1000):
        handler.wfile.write(b"x" * 65536)


def test_a_slow_an_endless_and_a_mute_answer_end(here: Receiver) -> None:
    for before in (dribble, pour):
        here.before = before
        assert refused(here.url, within_s=0.5).doubtful
    mute = socket.create_server(("127.0.0.1", 0))
    url = f"http://127.0.0.1:{mute.getsockname()[1]}/"
    assert refused(url, within_s=0.3).doubtful
    mute.close()
    gone = refused(url, within_s=0.3)
    assert not gone.doubtful
    assert not refused(here.url.replace("http:", "https:")).doubtful, "it speaks no TLS"


def test_each_chat_is_told_in_its_own_words_and_calls_nobody_by_them() -> None:
    slack, discord, teams = (body_of(way, MESSAGE, "alert", "1").decode() for way in ("slack", "discord", "teams"))
    for body in (slack, discord, teams):
        assert "▁▃█" in body
        assert MESSAGE["link"] in body
    assert "<!channel>" not in slack
    assert "&lt;!channel&gt;" in slack
    assert '"allowed_mentions":{"parse":[]}' in discord
    assert "[x](" not in discord
    assert '"type":"TextBlock"' not in teams, "which would read the title as Markdown"
    assert len(body_of("discord", {**MESSAGE, "sentence": "x" * 9000}, "alert", "1")) < 2300
