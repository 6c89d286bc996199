"""Crawlers that name themselves are known; people's browsers and servers' SDKs are not taken for them."""

import json
from collections.abc import Iterator
from pathlib import Path

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from ingest.app import handler
from ingest.bots import _PLAIN, _TOOLS, is_bot
from tests.app_settings import say
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

CAPTURES = Path(__file__).parents[1] / "data" / "captures"
CHROME = (
    "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/156.0.0.0 Safari/537.36"
)
GOOGLEBOT = "Mozilla/5.0 (compatible; Googlebot/2.1; +http://www.google.com/bot.html)"
RENDERING_GOOGLEBOT = (
    "Mozilla/5.0 AppleWebKit/537.36 (KHTML, like Gecko; compatible; Googlebot/2.1; +http://www.google.com/bot.html) "
    "Chrome/125.0.6422.175 Safari/537.36"
)

BOTS = [
    GOOGLEBOT,
    RENDERING_GOOGLEBOT,
    "Googlebot-Image/1.0",
    "Mozilla/5.0 (compatible; bingbot/2.0; +http://www.bing.com/bingbot.htm)",
    "Mozilla/5.0 (compatible; AhrefsBot/7.0; +http://ahrefs.com/robot/)",
    "Mozilla/5.0 (compatible; GPTBot/1.2; +https://openai.com/gptbot)",
    "Mozilla/5.0 (X11; Datanyze; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/65.0 Safari/537.36",
]

SERVERS = [
    "",
    "node",
    "undici",
    "posthog-node/5.70.0",
    "posthog-python/7.91.1",
    "analytics-node/3.0.13",
    "analytics-node-next/latest",
    "analytics-python/2.4.0",
    "Mozilla/5.0 Umami/v20.20.2",
    "python-requests/2.34.2",
    "python-httpx/0.28.1",
    "Python/3.13 aiohttp/3.11",
    "Python-urllib/3.13",
    "curl/8.5.0",
    "Wget/1.21.4",
    "axios/1.7.9",
    "node-fetch/1.0 (+https://github.com/bitinn/node-fetch)",
    "got (https://github.com/sindresorhus/got)",
    "Go-http-client/2.0",
    "okhttp/4.12.0",
    "Apache-HttpClient/4.5.14 (Java/21)",
    "GuzzleHttp/7",
    "Ruby",
    "Dart/3.5 (dart:io)",
    "Zapier",
    "Make/production",
    "Shopify-Captain-Hook",
]

BROWSERS = [
    CHROME,
    CHROME.replace("Chrome/", "HeadlessChrome/"),
    CHROME + " Edg/156.0.0.0",
    "Mozilla/5.0 (X11; Ubuntu; Linux x86_64; rv:145.0) Gecko/20100101 Firefox/145.0",
    "Mozilla/5.0 (Android 14; Mobile; rv:145.0) Gecko/145.0 Firefox/145.0",
    "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
    "Safari/605.1.15",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 "
    "Mobile/15E148 Safari/604.1",
    "Mozilla/5.0 (Linux; Android 10; K) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (Linux; Android 14; SM-S918B) AppleWebKit/537.36 (KHTML, like Gecko) SamsungBrowser/27.0 "
    "Chrome/125.0.0.0 Mobile Safari/537.36",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "[FBAN/FBIOS;FBAV/485.1.0.45.110;FBBV/665337277;FBDV/iPhone14,5;FBMD/iPhone;FBSN/iOS;FBSV/17.5;FBLC/de_DE]",
    "Mozilla/5.0 (iPhone; CPU iPhone OS 17_5 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Mobile/15E148 "
    "Instagram 361.0.0.35.83 (iPhone14,5; iOS 17_5; de_DE; de; scale=3.00; 1170x2532; 674117118)",
    "Mozilla/5.0 (PlayStation; PlayStation 5/2.26) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/13.0 "
    "Safari/605.1.15",
    "Mozilla/5.0 (SMART-TV; Linux; Tizen 7.0) AppleWebKit/537.36 (KHTML, like Gecko) Version/5.0 TV Safari/537.36",
    "Opera/9.80 (Windows NT 6.1; WOW64) Presto/2.12.388 Version/12.18",
]


def bot_instances() -> Iterator[str]:
    """Every user agent that the list quotes of a bot that we count as one."""
    for bot in CRAWLER_USER_AGENTS_DATA:
        if not _TOOLS.intersection(bot["tags"]):
            yield from bot["instances"]


def captured() -> set[str]:
    """The user agents in the traffic of real SDKs."""
    requests = [one for file in CAPTURES.glob("*.json") for one in json.loads(file.read_text())["requests"]]
    headers = [{name.lower(): value for name, value in one["headers"].items()} for one in requests]
    return {one.get("user-agent", "") for one in headers}


@pytest.mark.parametrize("user_agent", BOTS)
def test_a_bot_that_names_itself_is_known(user_agent: str) -> None:
    assert is_bot(user_agent)


@pytest.mark.parametrize("user_agent", SERVERS)
def test_a_server_is_no_bot(user_agent: str) -> None:
    assert not is_bot(user_agent)


@pytest.mark.parametrize("user_agent", BROWSERS)
def test_a_persons_browser_is_no_bot(user_agent: str) -> None:
    assert not is_bot(user_agent)


def test_no_sdk_that_was_ever_captured_is_a_bot() -> None:
    assert captured()
    assert [user_agent for user_agent in captured() if is_bot(user_agent)] == []


def test_no_bot_passes_for_a_plain_browser() -> None:
    """Plain browsers are not looked up, so none that the list quotes may look like one."""
    quoted = list(bot_instances())
    assert len(quoted) > 1000
    assert [user_agent for user_agent in quoted if _PLAIN.fullmatch(user_agent)] == []


def test_every_quoted_bot_that_poses_as_a_browser_is_known() -> None:
    posing = [user_agent for user_agent in bot_instances() if user_agent.startswith("Mozilla/")]
    assert len(posing) > 500
    assert [user_agent for user_agent in posing if not is_bot(user_agent)] == []


def track(user_agent: str, path: str = "/v1/events", body: object = None) -> Reply:
    """One event with a user agent."""
    headers = {"authorization": f"Bearer {KEY}", "user-agent": user_agent}
    return call(handler, "POST", path, body or {"name": "open"}, headers=headers)


def test_a_bots_events_are_refused_visibly(database: Direct, shop: str, capsys: pytest.CaptureFixture[str]) -> None:
    reply = track(GOOGLEBOT, body=[{"name": "open"}, {"name": ""}])
    assert (reply.status, reply.json["accepted"]) == (400, 0)
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [(0, "BOT"), (1, "BOT")]
    counts = [json.loads(line) for line in capsys.readouterr().out.splitlines() if "_aws" in line]
    assert [(one["EventsRejected"], one["RejectedBot"]) for one in counts] == [([2], [2])]
    assert stored(database) == []


def test_to_a_vendors_sdk_a_bots_events_are_a_success(database: Direct, shop: str) -> None:
    """An SDK would send them again, or show an error, to nobody's use."""
    segment = {"writeKey": KEY, "batch": [{"type": "track", "event": "open", "anonymousId": "a"}]}
    amplitude = {"api_key": KEY, "events": [{"event_type": "open", "device_id": "device-7"}]}
    posthog = {"api_key": KEY, "batch": [{"event": "open", "distinct_id": "a"}]}
    assert track(GOOGLEBOT, "/v1/batch", segment).json["success"] is True
    assert track(GOOGLEBOT, "/2/httpapi", amplitude).json["code"] == 200
    assert track(GOOGLEBOT, "/e", posthog).json == {"status": "Ok"}
    assert stored(database) == []


def test_an_app_may_keep_bots_and_can_tell_them_apart(database: Direct, shop: str) -> None:
    say(database, keep_bots=True)
    assert track(GOOGLEBOT).json["accepted"] == 1
    assert track(CHROME).json["accepted"] == 1
    assert [row["properties"].get("$bot") for row in stored(database)] == [True, None]


def test_a_server_that_passes_its_visitors_user_agent_on_is_judged_by_that(database: Direct, shop: str) -> None:
    visits = [{"name": "open", "properties": {"$user_agent": user_agent}} for user_agent in (GOOGLEBOT, CHROME)]
    reply = track("posthog-node/5.70.0", body=visits)
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [(0, "BOT")]
    assert [row["properties"]["$browser"] for row in stored(database)] == ["Chrome"]
