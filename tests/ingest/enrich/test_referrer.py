"""A referrer names the site that a visitor followed a link from."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.enrich.referrer import read_referrer

CASES = {
    "": "$direct",
    "$direct": "$direct",
    "https://shop.example/cart": "shop.example",
    "https://www.Google.com/": "www.google.com",
    "https://duckduckgo.com?q=x": "duckduckgo.com",
    "https://blog.example:8080/post": "blog.example:8080",
    "https://ann:secret@blog.example/": "blog.example",
    "android-app://com.slack/": "com.slack",
    "about:client": "",
    "blog.example": "",
    "https://": "",
    "https:///path": "",
    "https://" + "a" * 256: "",
}


@pytest.mark.parametrize(("referrer", "host"), CASES.items())
def test_the_host_of_a_referrer_is_told_and_nothing_of_what_is_no_address(referrer: str, host: str) -> None:
    assert read_referrer(referrer) == host


@given(st.text())
def test_no_text_makes_it_fail(referrer: str) -> None:
    assert len(read_referrer(f"https://{referrer}")) <= 255
