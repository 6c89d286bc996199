"""A page's address tells its host, path, campaign and click ids, and is never trusted to be one."""

from urllib.parse import quote_plus, unquote_plus

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.enrich.page import read_page


def test_host_path_campaign_and_click_ids_are_read_from_the_address() -> None:
    url = "https://Shop.Example:8443/a%20b/c?utm_source=news&utm_medium=e%2Dmail&utm_id=7&gclid=G1&page=2#part"
    assert read_page(url) == {
        "$host": "shop.example:8443",
        "$pathname": "/a%20b/c",
        "utm_source": "news",
        "utm_medium": "e-mail",
        "utm_id": "7",
        "gclid": "G1",
    }


def test_of_a_word_said_twice_the_first_counts_and_an_empty_one_is_not_told() -> None:
    url = "https://shop.example?utm_source=&utm_medium=a&utm_medium=b"
    assert read_page(url) == {"$host": "shop.example", "$pathname": "/", "utm_medium": "a"}


def test_a_name_and_a_password_in_an_address_are_not_told() -> None:
    assert read_page("https://ann:secret@shop.example/")["$host"] == "shop.example"


def test_what_postgres_could_not_hold_is_replaced() -> None:
    assert read_page("https://shop.example/?utm_source=a%00b%ED%A0%80%FF")["utm_source"] == "a\ufffdb" + "\ufffd" * 4


@pytest.mark.parametrize(
    "url",
    [
        "",
        "/checkout",
        "shop.example/checkout",
        "file:///home/ann/secret.html",
        "javascript:alert(1)",
        "https://",
        "https://[::1",
        "https://shop.example/?" + "utm_source=a&" * 101,
        "https://shop.example/" + "a" * 2000,
    ],
)
def test_what_is_no_web_address_tells_nothing(url: str) -> None:
    assert read_page(url) == {}


@given(st.text(), st.text(st.characters(exclude_characters="\0", exclude_categories=["Cs"])))
def test_no_text_makes_it_fail_and_none_says_what_the_text_did_not(anything: str, storable: str) -> None:
    read_page(anything)
    for value in read_page(f"https://{storable}").values():
        assert "\0" not in value
        value.encode()


@given(st.text())
def test_a_campaign_is_read_back_as_it_was_named(name: str) -> None:
    said = quote_plus(name.replace("\0", ""), errors="replace")
    told = read_page(f"https://shop.example/?utm_campaign={said}")
    assert told.get("utm_campaign", "") == unquote_plus(said)
