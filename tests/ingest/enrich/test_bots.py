"""Crawlers that name themselves are known; people's browsers and servers' SDKs are not taken for them."""

import json
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from crawleruseragents import CRAWLER_USER_AGENTS_DATA

from ingest.app import handler
from ingest.enrich.bots import _PLAIN, _SUSPECT, _TOOLS, is_bot
from ingest.enrich.senders import is_sender
from tests.app_settings import say
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY
from tests.people import Direct, stored

CAPTURES = Path(__file__).parents[2] / "data" / "captures"
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

SPEAKING_FOR_VISITORS = [
    "WordPress/6.4.2; https://x.example",
    "WordPress.com; https://x.example",
    "WordPress/MU; https://x.example",
    "WooCommerce/8.2 Hookshot (WordPress/6.4; https://x.example)",
    "AppEngine-Google; (+http://code.google.com/appengine; appid: s~x)",
    "Mozilla/5.0 (compatible; Google-Apps-Script; beanserver; +https://script.google.com; id: UAEmdDd)",
    "Mozilla/5.0 (compatible; GoogleDocs; apps-spreadsheets; +http://docs.google.com)",
    "APIs-Google; (+https://developers.google.com/webmasters/APIs-Google.html)",
    "MyLibrary/1.0 AppEngine-Google; (+http://code.google.com/appengine; appid: s~x)",
    "MyPlugin/1.2; WordPress/6.4.2; https://x.example",
    "Retool/2.0 (+https://docs.tryretool.com/docs/apis)",
    "Stripe/1.0 (+https://stripe.com/docs/webhooks)",
    "PayPal/AUHR-214.0-51787073PayPal IPN ( https://www.paypal.com/ipn )",
    "Recurly Webhooks/2.0 (+https://docs.recurly.com/push-notifications)",
    "Svix-Webhooks/1.65.0 (sender-9YMgn; +https://www.svix.com/http-sender/)",
    "HubSpot Connect 2.0 (http://dev.hubspot.com/) - BizOpsCompanies",
    "HubSpot Webhooks https://hubspot.com",
    "Acme Webhooks (+https://acme.example)",
    "Mozilla/5.0 (compatible; Cloudflare-Stream-Webhook; +https://www.cloudflare.com)",
    "MailChimp.com WebHook Agent https://mailchimp.com",
    "Slackbot 1.0 (+https://api.slack.com/robots)",
    "Zapier/1.0 (+https://zapier.com)",
    "Make/production https://www.make.com",
    "Integromat/production https://www.integromat.com",
    "IFTTT/1.0 (https://ifttt.com/support)",
    "Klaviyo/1.0 https://www.klaviyo.com",
    "Shopify-Captain-Hook (https://shopify.dev)",
    "azure-logic-apps/1.0 (workflow x; version y) microsoft-flow/1.0 https://x.example",
    "GitHub-Hookshot/1a2b3c https://github.com",
    "Mozilla/3.0 (compatible; Indy Library)",
    "PostmanRuntime/7.36.0",
]

POSING_AS_SENDERS = [
    "Mozilla/5.0 (compatible; wpbot/1.1; +https://forms.gle/ajBaxygz9jSR8p8G9) WordPress/6.4",
    "Mozilla/5.0 (compatible; Drupalbot; +https://www.drupal.org)",
    "Vercelbot (+https://vercel.com)",
    "Slackbot-LinkExpanding 1.0 (+https://api.slack.com/robots)",
    "Mozilla/5.0 (compatible; Discordbot/2.0; +https://discordapp.com)",
    "Mozilla/5.0 (compatible; CloudFlare-AlwaysOnline/1.0; +https://www.cloudflare.com/always-online)",
    "Mozilla/5.0 (Windows; U; Windows NT 5.1; en-US) AppleWebKit/525.13 (KHTML, like Gecko) HubSpot Webcrawler",
    "Googlebot/2.1 for WordPress (+http://www.google.com/bot.html)",
]

#: By their first words.
TAKEN_OFF = {
    "APIs-Google",
    "AppEngine-Google",
    "Cloudflare-Stream-Webhook",
    "Google-Apps-Script",
    "GoogleDocs",
    "HubSpot",
    "IFTTT",
    "Mozilla",
    "PayPal",
    "Recurly",
    "Retool",
    "Slackbot",
    "Stripe",
    "Svix-Webhooks",
    "WP",
    "WordPress",
}

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
        if not _TOOLS.intersection(bot["tags"]) and not is_sender(bot["pattern"].replace("\\", "")):
            yield from bot["instances"]


def taken_off() -> Iterator[str]:
    """What the list quotes that we do not take for a bot's, though it bears no mark of a tool."""
    for bot in CRAWLER_USER_AGENTS_DATA:
        if not _TOOLS.intersection(bot["tags"]):
            yield from (one for one in bot["instances"] if _SUSPECT.match(one) and not is_bot(one))


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


@pytest.mark.parametrize("user_agent", SPEAKING_FOR_VISITORS)
def test_a_program_that_speaks_for_visitors_is_no_bot(user_agent: str) -> None:
    assert not is_bot(user_agent)


@pytest.mark.parametrize("user_agent", POSING_AS_SENDERS)
def test_a_crawler_that_names_such_a_program_is_a_bot_all_the_same(user_agent: str) -> None:
    assert is_bot(user_agent)


def test_of_what_the_list_quotes_and_we_look_up_only_programs_that_visit_no_page_are_taken_off_it() -> None:
    """Each of these was looked at: a new one in a new version of the list has to be as well."""
    named = {re.split(r"[/;( ]", user_agent.removeprefix("Mozilla/5.0 (compatible; "))[0] for user_agent in taken_off()}
    assert named == TAKEN_OFF


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
    quoted = set(bot_instances()) - set(taken_off())
    posing = [user_agent for user_agent in quoted if user_agent.startswith("Mozilla/")]
    assert len(posing) > 500
    assert [user_agent for user_agent in posing if not is_bot(user_agent)] == []


def track(user_agent: str, path: str = "/v1/events", body: object = None) -> Reply:
    """One event with a user agent."""
    headers = {"authorization": f"Bearer {KEY}", "user-agent": user_agent}
    return call(handler, "POST", path, body or {"name": "open"}, headers=headers)


@pytest.mark.parametrize("user_agent", SPEAKING_FOR_VISITORS)
@pytest.mark.parametrize("path", ["/v1/events", "/batch"])
def test_the_events_of_a_program_that_speaks_for_visitors_are_stored(
    database: Direct, shop: str, user_agent: str, path: str
) -> None:
    posthog = {"api_key": KEY, "batch": [{"event": "Order Completed", "distinct_id": "u1"}]}
    assert track(user_agent, path, posthog if path == "/batch" else {"name": "Order Completed"}).status == 200
    assert [row["name"] for row in stored(database)] == ["Order Completed"]


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


@pytest.mark.parametrize(
    "app", ["WhatsApp/2.24.6", "Viber/22.0", "Tumblr/34.1", "Notion/3.5.1", "SogouMobileBrowser/6.1", "NewsBlur"]
)
def test_people_who_browse_in_an_app_are_none_though_it_fetches_previews_too(app: str) -> None:
    phone = (
        "Mozilla/5.0 (Linux; Android 14; Pixel 8; wv) AppleWebKit/537.36 (KHTML, like Gecko) Version/4.0 Chrome/123.0"
    )
    assert not is_bot(f"{phone} Mobile Safari/537.36 {app}")
    assert not is_bot(f"{phone} {app} Mobile Safari/537.36")
    assert is_bot(f"{phone} Mobile Safari/537.36 {app} (compatible; Googlebot/2.1; +http://www.google.com/bot.html)")
