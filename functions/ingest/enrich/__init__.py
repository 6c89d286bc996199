"""Adds to events what their request, their page and their user agent tell: the names are listed in docs/ingest.md.

What the tracker itself said always wins, and nothing here can cost an event.
"""

from collections.abc import Iterable
from typing import Any

from ingest.enrich.arrival import read_arrival
from ingest.enrich.bots import is_bot
from ingest.enrich.browser import device_type, is_browser, read_browser
from ingest.enrich.country import is_told, read_country
from ingest.enrich.page import TOLD
from ingest.enrich.strangers import OF_DAY, is_of_day
from ingest.events.event import RefusedEvent, TrackedEvent
from ingest.http.address import address_of
from ingest.http.request import Request

BOT = "$bot"
"""Set where the user agent is a known bot's."""

_LONGEST_USER_AGENT = 512
_MOST_REMEMBERED = 512
MOST_UNFAMILIAR = 64
"""User agents that are read of one request, besides those that are known: each costs a millisecond."""

_remembered: dict[tuple[str, bool, bool], dict[str, Any]] = {}


def put_context(events: Iterable[TrackedEvent | RefusedEvent], request: Request) -> None:
    """Put into each event's `context` what can be told of it. An `$ip` is taken out of the properties: it may tell the
    country, and is never stored."""
    asking = request.headers.get("user-agent", "")[:_LONGEST_USER_AGENT]
    here = read_country(address_of(request)) if is_told() and is_browser(asking) else {}
    unfamiliar = 0
    for event in events:
        if type(event) is not TrackedEvent:
            continue
        properties = event.properties if type(event.properties) is dict else {}
        said = properties.get
        user_agent = said("$raw_user_agent") or said("$user_agent")
        user_agent = user_agent[:_LONGEST_USER_AGENT] if type(user_agent) is str else asking
        key = user_agent, "$browser" not in properties, "$device_type" not in properties
        context = _remembered.get(key)
        if context is None:
            unfamiliar += 1
            context = _read_user_agent(*key) if unfamiliar <= MOST_UNFAMILIAR else {}
        url, referrer = said("$current_url") or said("[Amplitude] Page Location"), said("$referrer")
        if referrer is None:
            referrer = said("[Amplitude] Previous Page Location")
        if url is not None or referrer is not None or not TOLD.isdisjoint(properties):
            context = {**context, **read_arrival(url, referrer, properties, is_browser(user_agent))}
        address = properties.pop("$ip", None)
        if country := here if address is None else read_country(address):
            context = {**context, **country}
        event.context = {**context, OF_DAY: True} if is_of_day(event) else context


def _read_user_agent(user_agent: str, wants_browser: bool, wants_device: bool) -> dict[str, Any]:
    """What a user agent tells. The value is remembered and shared: it must not be changed."""
    told: dict[str, Any] = {}
    if is_browser(user_agent):
        if wants_browser:
            told = read_browser(user_agent)
        elif wants_device:
            told = {"$device_type": device_type(user_agent)}
    if is_bot(user_agent):
        told[BOT] = True
    if len(_remembered) >= _MOST_REMEMBERED:
        _remembered.clear()
    _remembered[user_agent, wants_browser, wants_device] = told
    return told
