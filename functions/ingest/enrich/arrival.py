"""Reads what an event says of its page: the address, and whence the visitor came to it."""

from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ingest.enrich.channel import DIRECT as DIRECTLY
from ingest.enrich.channel import tell
from ingest.enrich.page import CLICK_IDS, LONGEST, TOLD, read_page
from ingest.enrich.referrer import DIRECT, is_own, read_referrer

_LONGEST_WORD = 200
_UTM = ("utm_source", "utm_medium", "utm_campaign")


def read_arrival(url: Any, referrer: Any, said: Mapping[str, Any], by_browser: bool) -> Mapping[str, str]:
    """What the page's address tells, and `$referring_domain`, `$source` and `$channel`, as far as they can be told.

    Of campaigns and clicks the event's own properties, `said`, go before the address. Browsers' trackers leave out a
    referrer that is empty, so a page without one was gone to directly; of a server's event that cannot be said. What
    comes back is remembered and shared: it must not be changed.
    """
    url = url if type(url) is str and len(url) <= LONGEST else ""
    referrer = referrer if type(referrer) is str and len(referrer) <= LONGEST else None
    page = _read(url, referrer, by_browser)
    if TOLD.isdisjoint(said):
        return page
    whence = {**page, **{name: said[name] for name in TOLD & said.keys()}}
    referring = page.get("$referring_domain", "")
    return {**page, **_tell(whence, "" if _brings_nobody(referring, page) else referring, referring == DIRECT)}


@lru_cache(maxsize=1024)
def _read(url: str, referrer: str | None, by_browser: bool) -> dict[str, str]:
    page = read_page(url)
    if referrer is None and page and by_browser:
        referrer = DIRECT
    referring = "" if referrer is None else read_referrer(referrer)
    if referring:
        page["$referring_domain"] = referring
    nobody = _brings_nobody(referring, page)
    if not nobody or referring == DIRECT or not TOLD.isdisjoint(page):
        page |= _tell(page, "" if nobody else referring, referring == DIRECT)
    return page


def _brings_nobody(referring: str, page: Mapping[str, str]) -> bool:
    """Whether a referrer is none, or a page of the same site: whoever follows a link there was here before."""
    return referring in {"", DIRECT} or is_own(referring, page.get("$host", ""))


def _tell(words: Mapping[str, Any], referring: str, directly: bool) -> dict[str, str]:
    """`$source` and `$channel`; neither where there is no campaign, and no referrer or one within the site."""
    clicks = tuple(name for name in words if name in CLICK_IDS and words[name])
    source, medium, campaign = (_word(words.get(name)) for name in _UTM)
    told = tell(referring, source, medium, campaign, clicks)
    if told.channel == DIRECTLY and not directly:
        return {}
    return {"$source": told.source, "$channel": told.channel}


def _word(value: Any) -> str:
    return value if type(value) is str and len(value) <= _LONGEST_WORD else ""
