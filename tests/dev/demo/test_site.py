"""Which addresses the demo takes for what."""

import pytest

from dev.demo.site import Site, Unreachable, is_local, is_url


@pytest.mark.parametrize("url", ["http://127.0.0.1:3000", "http://localhost:3000", "http://[::1]:3000"])
def test_this_machine_is_local(url: str) -> None:
    assert is_url(url)
    assert is_local(url)


@pytest.mark.parametrize("url", ["https://spoor.example.com", "http://127.0.0.1.example.com", "http://10.0.0.1"])
def test_everything_else_is_not(url: str) -> None:
    assert is_url(url)
    assert not is_local(url)


@pytest.mark.parametrize("text", ["", "3000", "127.0.0.1:3000", "file:///etc/passwd", "http://"])
def test_only_a_web_address_is_one(text: str) -> None:
    assert not is_url(text)


def test_an_address_where_nothing_listens_is_told_apart_from_an_answer() -> None:
    with pytest.raises(Unreachable, match=r"127\.0\.0\.1:9"):
        Site("http://127.0.0.1:9").ask("GET", "/")
