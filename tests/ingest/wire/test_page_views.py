"""A page view tells the same of its page, its browser and whence it came, whichever tracker sends it."""

from typing import Any, NamedTuple
from urllib.parse import urlencode

import pytest

from ingest.app import handler
from tests.gateway import call
from tests.ingest.conftest import KEY
from tests.ingest.enrich.test_bots import CHROME
from tests.people import Direct, stored

QUERY = "?utm_campaign=spring"
URL = f"https://shop.example/prices{QUERY}"
REFERRER = "https://chatgpt.com/"
TOLD = {
    "$host": "shop.example",
    "$pathname": "/prices",
    "utm_campaign": "spring",
    "$referring_domain": "chatgpt.com",
    "$source": "ChatGPT",
    "$channel": "ai",
    "$browser": "Chrome",
    "$os": "Windows",
    "$device_type": "Desktop",
}


class Sent(NamedTuple):
    """A request of a tracker's."""

    path: str
    body: Any = None
    headers: dict[str, str] = {}  # noqa: RUF012  # nobody changes it
    query: str = ""


PAGE = {"url": URL, "path": "/prices", "referrer": REFERRER}
SPOOR = {"$current_url": URL, "$referrer": REFERRER}
SEGMENT = {"type": "page", "anonymousId": "d", "context": {"page": PAGE}}
SERVER = {"type": "page", "anonymousId": "d", "properties": PAGE, "context": {"userAgent": CHROME}}
BASIC = {"authorization": "Basic c3BrX3Nob3A6"}  # spk_shop:
HOST = {"hostname": "shop.example", "referrer": REFERRER}
AMPLITUDE = {"[Amplitude] Page Location": URL, "[Amplitude] Previous Page Location": REFERRER}
TRACKERS = {
    "native": Sent("/v1/events", {"apiKey": KEY, "name": "$pageview", "properties": SPOOR}),
    "posthog": Sent("/e", {"api_key": KEY, "event": "$pageview", "distinct_id": "d", "properties": SPOOR}),
    "segment": Sent("/v1/page", SEGMENT, BASIC),
    "segment on a server": Sent("/v1/batch", {"batch": [SERVER]}, BASIC),
    "rudderstack": Sent("/v1/page", {**SEGMENT, "channel": "web"}, BASIC),
    "jitsu": Sent("/api/s/page", SEGMENT, {"x-write-key": f"{KEY}:secret"}),
    "amplitude": Sent(
        "/2/httpapi",
        {"api_key": KEY, "events": [{"event_type": "m", "device_id": "device", "event_properties": AMPLITUDE}]},
    ),
    "mixpanel": Sent(
        "/track", [{"event": "$mp_web_page_view", "properties": {"token": KEY, "distinct_id": "d", **SPOOR}}]
    ),
    "mixpanel in a browser": Sent(
        "/track",
        [{"event": "m", "properties": {"token": KEY, "$browser": "Chrome", "$os": "Windows", **SPOOR}}],
    ),
    "plausible": Sent("/api/event", {"n": "pageview", "u": URL, "d": KEY, "r": REFERRER}),
    "umami": Sent("/api/send", {"type": "event", "payload": {"website": KEY, **HOST, "url": f"/prices{QUERY}"}}),
    "openpanel": Sent(
        "/track",
        {"type": "track", "payload": {"name": "screen_view", "properties": {"__path": URL, "__referrer": REFERRER}}},
        {"openpanel-client-id": KEY},
    ),
    "rybbit": Sent(
        "/api/track", {"site_id": KEY, "type": "pageview", **HOST, "pathname": "/prices", "querystring": QUERY}
    ),
    "snowplow": Sent("/i", query=urlencode({"e": "pv", "aid": KEY, "url": URL, "refr": REFERRER})),
    "ga4": Sent(
        "/mp/collect",
        {
            "client_id": "d",
            "events": [{"name": "page_view", "params": {"page_location": URL, "page_referrer": REFERRER}}],
        },
        query=f"api_secret={KEY}&measurement_id=G-1",
    ),
    "gtag": Sent(
        f"/{KEY}/g/collect",
        query=urlencode({"v": "2", "tid": "G-1", "cid": "1.2", "en": "page_view", "dl": URL, "dr": REFERRER}),
    ),
}


@pytest.mark.parametrize("tracker", TRACKERS)
def test_every_tracker_tells_the_same_of_a_page_view(database: Direct, shop: str, tracker: str) -> None:
    path, body, headers, query = TRACKERS[tracker]
    method = "GET" if body is None else "POST"
    reply = call(handler, method, path, body, headers={"user-agent": CHROME, **headers}, query=query)
    assert reply.status < 300
    [row] = stored(database)
    assert TOLD.items() <= row["properties"].items()
