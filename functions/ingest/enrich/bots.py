"""Tells bots by their user agents: crawlers, monitors and link previews, which name themselves.

The names are those of the list `crawler-user-agents`, less two of its kinds: `http-library`, since what server SDKs are
written with is no crawler, and `browser-automation`, which is a site's own tests or somebody's assistant; and less the
programs that speak for visitors (ingest.senders), of which it has many.
"""

import re
from functools import cache

from ingest.enrich.senders import is_sender

_TOOLS = frozenset({"http-library", "browser-automation"})
_AT_ONCE = 25  # names in one pattern: more take longer to compile than they save

# Only what poses as a browser or calls itself a robot is looked up. Servers say what they run on, and the list knows
# some that deliver events for a living: Zapier, Make, Twilio.
_SUSPECT = re.compile(r"Mozilla/|Opera/|.{0,200}?(?:bot\b|crawl|spider|https?://)", re.IGNORECASE | re.DOTALL)

# Plain browsers, to the last character, are what nearly all pages send: they need no list, which takes forty
# milliseconds to load. A test holds this against every bot that the list quotes.
_PLATFORM = (
    r"(?:Windows NT [\d.]+(?:; Win64; x64|; WOW64)?"
    r"|Macintosh; Intel Mac OS X [\d_.]+"
    r"|X11; (?:Ubuntu; )?Linux (?:x86_64|aarch64|i686)"
    r"|X11; CrOS \w+ [\d.]+"
    r"|(?:iPhone|iPad|iPod touch); CPU (?:iPhone )?OS [\d_]+ like Mac OS X"
    r"|(?:Linux; )?Android [\d.]+(?:; K|; Mobile|; Tablet)?)(?:; rv:[\d.]+)?"
)
_BLINK_OR_WEBKIT = (
    r"AppleWebKit/[\d.]+ \(KHTML, like Gecko\)"
    r"(?: (?:Chrome|Version|Mobile|Safari|Edg|EdgA|EdgiOS|OPR|CriOS|FxiOS|SamsungBrowser)/[\w.]+| Mobile){1,6}"
)
_PLAIN = re.compile(rf"Mozilla/5\.0 \({_PLATFORM}\) (?:{_BLINK_OR_WEBKIT}|Gecko/[\d.]+ Firefox/[\d.]+)")


# Apps whose makers also fetch previews, by the same name: in them people browse, with a whole browser before the name.
_ENGINE = re.compile(r"Mozilla/5\.0 \([^()]{1,200}\) AppleWebKit/")
_IN_APPS = re.compile(
    r" (?:WhatsApp|Viber|Tumblr|Notion|Feedly|NewsBlur|Sogou(?:MobileBrowser|Search|MSE))(?:/[\w.]+)?(?= |$)"
)


def is_bot(user_agent: str) -> bool:
    """Whether a user agent is that of a known bot. One that says nothing of itself is no bot that can be known.

    A first browser costs a microsecond, anything else the list: ask once and remember."""
    if not _SUSPECT.match(user_agent) or _PLAIN.fullmatch(user_agent):
        return False
    if is_sender(user_agent):
        return False
    if _ENGINE.match(user_agent):
        user_agent = _IN_APPS.sub("", user_agent)
    return any(names.search(user_agent) for names in _names())


@cache
def _names() -> list[re.Pattern[str]]:
    from crawleruseragents import CRAWLER_USER_AGENTS_DATA

    listed = [bot["pattern"] for bot in CRAWLER_USER_AGENTS_DATA if not _TOOLS.intersection(bot.get("tags", ()))]
    names = [pattern for pattern in listed if not is_sender(pattern.replace("\\", ""))]
    return [re.compile("|".join(names[at : at + _AT_ONCE])) for at in range(0, len(names), _AT_ONCE)]
