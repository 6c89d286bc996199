"""Reads browser, operating system and kind of device from a user agent, under the names posthog-js gives them."""

from functools import cache
from typing import TYPE_CHECKING, Any

from ingest.enrich.plain_browser import read_plain

if TYPE_CHECKING:
    from ua_parser import Resolver

_RENAMED = {  # ua-parser's names of browsers to posthog-js', so that one breakdown holds both
    "Chrome Mobile": "Chrome",
    "Chrome Mobile WebView": "Chrome",
    "Chrome Mobile iOS": "Chrome iOS",
    "Edge": "Microsoft Edge",
    "Edge Mobile": "Microsoft Edge",
    "Firefox Mobile": "Firefox",
    "IE": "Internet Explorer",
    "IE Mobile": "Internet Explorer Mobile",
    "Opera Mobile": "Opera",
}


def is_browser(user_agent: str) -> bool:
    """Whether a user agent is shaped as all browsers' are; server SDKs' are not."""
    return user_agent.startswith("Mozilla/5.0 (")


def read_browser(user_agent: str) -> dict[str, Any]:
    """`$browser`, `$browser_version`, `$os` and `$device_type`, as far as they can be told.

    Half a millisecond: remember what it says."""
    told: dict[str, Any] = {"$device_type": device_type(user_agent)}
    browser, major, minor, system = read_plain(user_agent) or _look_up(user_agent)
    if browser:
        told["$browser"] = _RENAMED.get(browser, browser)
        if version := _version(major, minor):
            told["$browser_version"] = version
    if system:
        told["$os"] = system
    return told


def _look_up(user_agent: str) -> tuple[str | None, str | None, str | None, str | None]:
    """Browser, its version in two parts, and operating system, as the library has them."""
    from ua_parser import Domain

    found = _resolver()(user_agent, Domain.USER_AGENT | Domain.OS)
    browser, system = found.user_agent, found.os
    return (
        browser.family if browser else None,
        browser.major if browser else None,
        browser.minor if browser else None,
        system.family if system else None,
    )


@cache
def _resolver() -> "Resolver":
    """ua-parser's, whose patterns are compiled as they are reached: most user agents are settled by a part of them."""
    from ua_parser import BasicResolver, load_lazy_builtins

    return BasicResolver(load_lazy_builtins())


def _version(major: str | None, minor: str | None) -> int | float | None:
    """The version as posthog-js gives it, a number: 156, 17.5."""
    if not major or not major.isdecimal():
        return None
    if not minor or not minor.isdecimal() or not int(minor):
        return int(major)
    return float(f"{major}.{minor}")


def device_type(user_agent: str) -> str:
    """Browsers say `Mobi` on phones; Android without it is a tablet (developer.mozilla.org, Browser detection)."""
    if "TV" in user_agent:
        return "TV"
    if "iPad" in user_agent or "Tablet" in user_agent or ("Android" in user_agent and "Mobi" not in user_agent):
        return "Tablet"
    return "Mobile" if "Mobi" in user_agent else "Desktop"
