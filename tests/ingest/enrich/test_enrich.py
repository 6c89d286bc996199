"""An event gains what its request, page and user agent tell, and never loses or fails by it."""

from typing import Any

import pytest

from ingest.app import handler
from ingest.enrich import _remembered, put_context
from ingest.events.event import TrackedEvent
from ingest.http.request import Request
from ingest.limits import MAX_EVENT, MAX_PROPERTIES
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.ingest.enrich.test_bots import CHROME
from tests.people import Direct, stored
from tests.test_imports import loaded

URL = "https://shop.example/cart?utm_source=news&gclid=G1"
OF_CHROME = {"$browser": "Chrome", "$browser_version": 156, "$os": "Windows", "$device_type": "Desktop"}
OF_PAGE = {"$host": "shop.example", "$pathname": "/cart", "utm_source": "news", "gclid": "G1"}
CAMPAIGN = {"$source": "news", "$channel": "paid search"}
DIRECT = {"$referring_domain": "$direct"}


def properties_of(database: Direct, properties: Any = None, user_agent: str = CHROME) -> Any:
    """What is stored of an event's properties."""
    headers = {"authorization": f"Bearer {KEY}", "user-agent": user_agent}
    reply = call(handler, "POST", "/v1/events", {"name": "open", "properties": properties}, headers=headers)
    assert reply.json["accepted"] == 1
    return stored(database)[-1]["properties"]


def test_a_page_view_gains_browser_page_campaign_and_source(database: Direct, shop: str) -> None:
    said = {"$current_url": URL, "$referrer": "https://www.google.com/"}
    source = {"$referring_domain": "www.google.com"}
    assert properties_of(database, said) == {**said, **OF_CHROME, **OF_PAGE, **CAMPAIGN, **source}


def test_a_browsers_page_without_a_referrer_was_gone_to_directly(database: Direct, shop: str) -> None:
    page = "https://shop.example/cart"
    told = properties_of(database, {"$current_url": page})
    came = {"$referring_domain": "$direct", "$source": "direct", "$channel": "direct"}
    assert told == {"$current_url": page, **OF_CHROME, "$host": "shop.example", "$pathname": "/cart", **came}


def test_of_a_servers_event_nothing_is_made_up(database: Direct, shop: str) -> None:
    assert properties_of(database, {"plan": "pro"}, "posthog-node/5.70.0") == {"plan": "pro"}
    page = "https://shop.example/cart"
    told = properties_of(database, {"$current_url": page}, "node")
    assert told == {"$current_url": page, "$host": "shop.example", "$pathname": "/cart"}


def test_what_the_tracker_said_wins_even_when_it_said_null(database: Direct, shop: str) -> None:
    said = {"$current_url": URL, "$os": "Plan 9", "utm_source": None, "$host": 5, "$source": "flyer"}
    told = properties_of(database, said)
    assert {key: told[key] for key in said} == said
    assert told["$browser"] == "Chrome"


def test_an_event_that_knows_its_browser_is_asked_for_no_other(database: Direct, shop: str) -> None:
    assert properties_of(database, {"$browser": "Lynx"}) == {"$browser": "Lynx", "$device_type": "Desktop"}
    said = {"$browser": "Lynx", "$device_type": "Teletype"}
    assert properties_of(database, said) == said


def test_amplitudes_pages_are_read_under_its_own_name(database: Direct, shop: str) -> None:
    said = {"[Amplitude] Page Location": URL}
    assert properties_of(database, said) == {**said, **OF_CHROME, **OF_PAGE, **CAMPAIGN, **DIRECT}


def test_amplitudes_former_page_is_the_referrer(database: Direct, shop: str) -> None:
    said = {
        "[Amplitude] Page Location": "https://shop.example/",
        "[Amplitude] Previous Page Location": "https://t.co/x",
    }
    assert properties_of(database, said)["$source"] == "X"


ODD = [
    5,
    True,
    [],
    {},
    ["https://a/"],
    {"$ne": ""},
    "",
    "\ud800",
    "https://a\0/b\0?gclid=%00",
    "https://a\ud800/b\ud800?gclid=\ud800",
    "Mozilla/5.0 (\0\ud800",
]


@pytest.mark.parametrize("odd", ODD)
def test_no_value_under_these_names_fails_an_event(database: Direct, shop: str, odd: object) -> None:
    names = ("$current_url", "$referrer", "$user_agent", "$raw_user_agent", "$ip", "[Amplitude] Page Location", "$bot")
    names += ("[Amplitude] Previous Page Location", "utm_source", "utm_medium", "utm_campaign", "gclid")
    for name in names:
        properties_of(database, {name: odd})


def test_an_event_at_its_limits_is_still_taken(database: Direct, shop: str) -> None:
    most = {str(at): at for at in range(MAX_PROPERTIES - 1)}
    assert properties_of(database, {"$current_url": URL, **most})["$host"] == "shop.example"
    longest = {"$current_url": URL, "text": "x" * (MAX_EVENT - len("$current_url" + URL + "text"))}
    assert properties_of(database, longest)["$host"] == "shop.example"


def test_events_of_one_batch_do_not_share_what_they_gain(database: Direct, shop: str) -> None:
    said = [{"name": "a", "properties": {"$current_url": f"https://shop.example/{at}"}} for at in range(3)]
    headers = {"authorization": f"Bearer {KEY}", "user-agent": CHROME}
    call(handler, "POST", "/v1/events", [*said, {"name": "b"}], headers=headers)
    told = sorted(str(row["properties"].get("$pathname")) for row in stored(database))
    assert told == ["/0", "/1", "/2", "None"]


def test_of_a_batch_that_names_thousands_of_user_agents_some_are_read_and_all_events_taken(
    database: Direct, shop: str
) -> None:
    """Each costs a millisecond or more: a batch must not be able to ask for seconds of work."""
    _remembered.clear()
    events = [{"name": "open", "properties": {"$user_agent": CHROME.replace("156", str(at))}} for at in range(1, 1001)]
    headers = {"authorization": f"Bearer {KEY}", "user-agent": "node"}
    for read in (64, 64 + 128):  # the second time half of them are remembered
        assert call(handler, "POST", "/v1/events", events, headers=headers).json["accepted"] == 1000
        assert len([row for row in stored(database) if "$browser" in row["properties"]]) == read


def test_memory_for_user_agents_is_bounded() -> None:
    request = Request("POST", "/v1/events", {}, {}, b"", as_text=True)
    for at in range(1000):
        put_context([TrackedEvent("open", properties={"$user_agent": f"agent {at}"})], request)
    assert len(_remembered) <= 512


def test_a_retry_from_another_browser_is_still_the_same_event(database: Direct, shop: str) -> None:
    event = {"id": "e1", "name": "open", "occurredAt": "2026-01-01T00:00:00Z"}
    for user_agent in (CHROME, "node"):
        headers = {"authorization": f"Bearer {KEY}", "user-agent": user_agent}
        call(handler, "POST", "/v1/events", event, headers=headers)
    [row] = stored(database)
    assert row["properties"] == OF_CHROME


def test_nothing_of_it_is_loaded_before_the_first_browser() -> None:
    assert not loaded("ingest.app") & {"ua_parser", "crawleruseragents", "maxminddb"}
