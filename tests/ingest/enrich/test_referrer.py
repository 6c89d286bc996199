"""A referrer tells where a visitor came from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.enrich.referrer import SITES, read_referrer, source_of

CASES = {
    "": ("$direct", "direct"),
    "$direct": ("$direct", "direct"),
    "https://shop.example/cart": ("shop.example", "internal"),
    "https://www.google.com/": ("www.google.com", "search"),
    "https://www.google.co.uk/search?q=shoes": ("www.google.co.uk", "search"),
    "https://google.de": ("google.de", "search"),
    "https://DuckDuckGo.com?": ("duckduckgo.com", "search"),
    "https://search.yahoo.com/": ("search.yahoo.com", "search"),
    "https://yandex.ru/": ("yandex.ru", "search"),
    "https://l.facebook.com/l.php?u=x": ("l.facebook.com", "social"),
    "https://t.co/abc": ("t.co", "social"),
    "https://www.pinterest.de/": ("www.pinterest.de", "social"),
    "https://mail.google.com/": ("mail.google.com", "email"),
    "https://gemini.google.com/": ("gemini.google.com", "ai"),
    "https://chatgpt.com/": ("chatgpt.com", "ai"),
    "android-app://com.slack/": ("com.slack", "referral"),
    "https://blog.example:8080/post": ("blog.example:8080", "referral"),
    "https://ann:secret@blog.example/": ("blog.example", "referral"),
    "https://google.evil.example/": ("google.evil.example", "referral"),
    "https://notgoogle.com/": ("notgoogle.com", "referral"),
    "https://netflix.com/": ("netflix.com", "referral"),
    "http://localhost:3000/": ("localhost:3000", "referral"),
}


@pytest.mark.parametrize(("referrer", "told"), CASES.items())
def test_the_source_is_told_from_the_referrers_host(referrer: str, told: tuple[str, str]) -> None:
    assert read_referrer(referrer, "shop.example") == {"$referring_domain": told[0], "$source": told[1]}


@pytest.mark.parametrize(
    "referrer", ["about:client", "blog.example", "https://", "https:///path", "https://" + "a" * 256]
)
def test_a_referrer_that_is_no_address_tells_nothing(referrer: str) -> None:
    assert read_referrer(referrer, "shop.example") == {}


def test_each_site_is_of_the_kind_that_lists_it() -> None:
    for source, names in SITES.items():
        assert {source_of(name if "." in name else f"www.{name}.com") for name in names} == {source}


@given(st.text(), st.text())
def test_no_text_makes_it_fail(referrer: str, host: str) -> None:
    assert set(read_referrer(f"https://{referrer}", host)) in ({"$referring_domain", "$source"}, set())
