"""Of where a request comes from proxies of ours alone are believed."""

from host.gateway.proxies import Proxies
from host.http.message import Request

OURS = "10.1.0.0/16, 192.0.2.7 ,fd00::/8"
FORWARDED, PROTO = "x-forwarded-for", "x-forwarded-proto"


def seen(proxies: Proxies, peer: str, *headers: tuple[str, str]) -> tuple[str, str]:
    found = proxies.seen_through(Request("GET", "/", "HTTP/1.1", list(headers), peer=peer))
    return found.peer, found.scheme


def test_an_address_is_read_from_the_end_past_proxies_of_ours_and_no_further() -> None:
    proxies = Proxies.of(OURS)
    for peer, headers, expected in (
        ("203.0.113.1", [(FORWARDED, "198.51.100.1"), (PROTO, "https")], ("203.0.113.1", "http")),
        ("10.1.2.3", [(FORWARDED, "198.51.100.1"), (PROTO, "https")], ("198.51.100.1", "https")),
        ("10.1.2.3", [(FORWARDED, "1.1.1.1, 198.51.100.1, 192.0.2.7")], ("198.51.100.1", "http")),
        ("10.1.2.3", [(FORWARDED, "1.1.1.1"), (FORWARDED, "198.51.100.1:4711")], ("198.51.100.1", "http")),
        ("fd00::1", [(FORWARDED, "[2001:db8::5]:443")], ("2001:db8::5", "http")),
        ("10.1.2.3", [(FORWARDED, "::ffff:198.51.100.1")], ("198.51.100.1", "http")),
        ("10.1.2.3", [(FORWARDED, "1.1.1.1, unknown")], ("10.1.2.3", "http")),
        ("10.1.2.3", [(FORWARDED, "unknown, 10.1.9.9")], ("10.1.9.9", "http")),
        ("10.1.2.3", [(FORWARDED, ",".join(["10.1.0.1"] * 5000))], ("10.1.0.1", "http")),
        ("10.1.2.3", [(FORWARDED, "")], ("10.1.2.3", "http")),
        ("10.1.2.3", [(PROTO, "https, http")], ("10.1.2.3", "http")),
        ("10.1.2.3", [(PROTO, "javascript")], ("10.1.2.3", "http")),
        ("10.1.2.3", [], ("10.1.2.3", "http")),
    ):
        assert seen(proxies, peer, *headers) == expected, (peer, headers)


def test_a_proxy_may_say_it_in_a_header_of_its_own_and_nobody_is_believed_by_default() -> None:
    fly = Proxies.of(OURS, "Fly-Client-IP")
    assert seen(fly, "10.1.2.3", ("fly-client-ip", "198.51.100.1"), (FORWARDED, "1.1.1.1"))[0] == "198.51.100.1"
    assert seen(fly, "203.0.113.1", ("fly-client-ip", "198.51.100.1"))[0] == "203.0.113.1"
    assert seen(Proxies.of(""), "127.0.0.1", (FORWARDED, "1.1.1.1"), (PROTO, "https")) == ("127.0.0.1", "http")
    assert not Proxies.of(OURS).has("a name")
