"""Which origins are trusted, by the real server's answers and by what must hold for all."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoor.http.origins import is_trusted, origin_of

OWN = "http://localhost:55463"
hosts = st.from_regex(r"[a-z]([a-z0-9-]{0,6}[a-z0-9])?(\.[a-z]{2,5}){1,3}", fullmatch=True)
ports = st.integers(1, 65535)


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        (OWN, "http://localhost:55463"),
        (OWN, "http://LOCALHOST:55463"),
        (OWN, "HTTP://localhost:55463"),
        (OWN, "http://localhost:55463/"),
        (OWN, "http://localhost:55463/path?x=1#h"),
        (OWN, "http://localhost:55463?x"),
        ("https://app.example.com/", "https://app.example.com:443"),
        ("http://app.example.com:80", "http://app.example.com"),
        ("http://[::1]:3000", "http://[::1]:3000"),
        ("https://*.preview.example.com", "https://x.preview.example.com"),
        ("https://*.preview.example.com", "https://X.Preview.Example.com/path"),
        ("https://*.preview.example.com", "https://a.b.preview.example.com"),
        ("*.wild.com", "https://foo.wild.com"),
        ("*.wild.com", "http://foo.wild.com"),
        ("*.wild.com", "https://a.b.wild.com:443"),
        ("https://a?.com", "https://ab.com"),
        ("https://star.com:*", "https://star.com:1234"),
        ("myapp://", "myapp://"),
        ("myapp://", "MYAPP://anything/else"),
        ("chrome-extension://abc", "chrome-extension://abc"),
        ("192.168.*.*", "http://192.168.1.1"),
        ("192.168.*.*", "http://192.168.1.1:3000"),
        ("http://10.0.*.*:3000", "http://10.0.0.7:3000"),
    ],
)
def test_it_is_trusted(pattern: str, url: str) -> None:
    assert is_trusted(url, ["https://unrelated.example", pattern])


@pytest.mark.parametrize(
    ("pattern", "url"),
    [
        (OWN, "http://localhost:55464"),
        (OWN, "http://localhost"),
        (OWN, "https://localhost:55463"),
        (OWN, "http://127.0.0.1:55463"),
        (OWN, "http://sub.localhost:55463"),
        (OWN, "http://localhost.evil.example:55463"),
        (OWN, "http://localhost:55463.evil.example"),
        (OWN, "http://localhost:55463@evil.example"),
        (OWN, "http://user@localhost:55463"),
        (OWN, "http://localhost:55463\\@evil.example"),
        (OWN, "http:\\\\localhost:55463"),
        (OWN, "http:/localhost:55463"),
        (OWN, "http:localhost:55463"),
        (OWN, "//localhost:55463"),
        (OWN, " http://localhost:55463"),
        (OWN, "http://localhost:55463\n"),
        (OWN, "http://localhost:55463/\t"),
        (OWN, "http://evil.example/http://localhost:55463"),
        (OWN, "http://localhost:55463, http://evil.example"),
        (OWN, "http://localhost:99999"),
        (OWN, "null"),
        (OWN, ""),
        ("https://*.preview.example.com", "https://preview.example.com"),
        ("https://*.preview.example.com", "http://x.preview.example.com"),
        ("https://*.preview.example.com", "https://x.preview.example.com:8443"),
        ("https://*.preview.example.com", "https://evil.example/.preview.example.com"),
        ("https://*.preview.example.com", "https://evil.example?x.preview.example.com"),
        ("https://*.preview.example.com", "https://evil.example#x.preview.example.com"),
        ("*.wild.com", "https://foo.wild.com:8443"),
        ("*.wild.com", "https://wild.com"),
        ("*.wild.com", "https://foo.wild.com.evil.example"),
        ("*.wild.com", "foo.wild.com"),
        ("*", "javascript://x/%0aalert(1)"),
        ("*", "data://x"),
        ("wild.com", "https://wild.com"),
        ("https://a?.com", "https://abc.com"),
        ("https://star.com:*", "https://star.com"),
        ("myapp://", "myapps://x"),
        ("myapp://", "myapp:x"),
        ("chrome-extension://abc", "chrome-extension://abcd"),
        ("192.168.*.*", "http://192.168.evil.example"),
        ("192.168.*.*", "http://192.168.1.1.evil.example"),
        ("http://10.0.*.*:3000", "http://10.0.evil.example:3000"),
    ],
)
def test_it_is_not_trusted(pattern: str, url: str) -> None:
    assert not is_trusted(url, [pattern])


@given(hosts, ports, st.sampled_from(["http", "https"]), st.text(st.characters(min_codepoint=0x20, max_codepoint=0x7E)))
def test_what_follows_the_origin_never_decides(host: str, port: int, scheme: str, rest: str) -> None:
    own = f"{scheme}://{host}:{port}"
    assert is_trusted(f"{own}/{rest}", [own]) == ("\\" not in rest)
    assert not is_trusted(f"{scheme}://evil.example/{own}/{rest}", [own])
    assert not is_trusted(f"{own}.evil.example/{rest}", [own])
    assert not is_trusted(f"{own}@evil.example/{rest}", [own])


@given(hosts, hosts)
def test_a_wildcard_lets_in_subdomains_and_nothing_else(parent: str, other: str) -> None:
    patterns = [f"https://*.{parent}"]
    assert is_trusted(f"https://{other}.{parent}", patterns)
    assert not is_trusted(f"https://{parent}", patterns)
    assert is_trusted(f"https://{other}", patterns) == other.endswith(f".{parent}")


@given(st.text(max_size=40))
def test_an_origin_read_from_any_text_reads_as_itself(text: str) -> None:
    origin = origin_of(text)
    assert origin is None or origin_of(str(origin)) == origin
