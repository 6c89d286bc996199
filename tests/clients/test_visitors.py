"""The makers' own browser trackers, unmodified: two who sign in one after the other in one browser are two visitors."""

import json
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.request import Request, urlopen

import pytest
from playwright.sync_api import Browser, Page

from tests.clients.site import TRACKERS, Tracker, site
from tests.owner import Owner
from tests.stack import Stack, ordinary_context

pytestmark = pytest.mark.browser

_PATIENCE = 30.0  # seconds until what does not come counts as lost


@dataclass(frozen=True)
class Signs:
    """How a page with a tracker says who somebody is (`%USER%` is filled in), and that they leave.

    `stays` tells that what comes after that is the same device's still.
    """

    tracker: Tracker
    identify: str
    reset: str
    stays: bool = False


_POSTHOG = TRACKERS["posthog-js"]
_COOKIELESS = replace(_POSTHOG, start=_POSTHOG.start.replace("autocapture", "cookieless_mode: 'always', autocapture"))
_OPENPANEL = Tracker(
    "@openpanel/web/dist/index.js",
    "window.op = new OpenPanel({ clientId: '%KEY%', apiUrl: '%INGEST%' })",
    "op.track",
    module="OpenPanel",
    imports={"@openpanel/sdk": "@openpanel/sdk/dist/index.js"},
)
_RUDDERSTACK = Tracker(
    "@rudderstack/analytics-js/dist/npm/legacy/bundled/umd/index.js",
    """window.tracker = new rudderanalytics.RudderAnalytics()
    tracker.load('%KEY%', '%INGEST%', { configUrl: '%INGEST%' })""",
    "tracker.track",
)
_JITSU = Tracker(
    "@jitsu/js/dist/jitsu.es.js",
    "window.jitsu = jitsuAnalytics({ host: '%INGEST%', writeKey: '%KEY%' })",
    "jitsu.track",
    module="jitsuAnalytics",
)
_SPOOR = Tracker("%INGEST%/spoor.js", "", "spoor.track", attributes="data-key=%KEY% data-auto=false")

SIGNS = {
    "posthog-js": Signs(_POSTHOG, "posthog.identify('%USER%')", "posthog.reset()"),
    "posthog-js with a new device": Signs(_POSTHOG, "posthog.identify('%USER%')", "posthog.reset(true)"),
    "mixpanel-browser": Signs(TRACKERS["mixpanel"], "mixpanel.identify('%USER%')", "mixpanel.reset()"),
    "segment": Signs(TRACKERS["segment"], "analytics.identify('%USER%')", "analytics.reset()"),
    "rudderstack": Signs(_RUDDERSTACK, "tracker.identify('%USER%')", "tracker.reset()", stays=True),
    "amplitude": Signs(TRACKERS["amplitude"], "amplitude.setUserId('%USER%')", "amplitude.reset()"),
    "jitsu": Signs(_JITSU, "jitsu.identify('%USER%')", "jitsu.reset()"),
    "openpanel": Signs(_OPENPANEL, "op.identify({ profileId: '%USER%' })", "op.clear()", stays=True),
    "spoor.js": Signs(_SPOOR, "spoor.identify('%USER%')", "spoor.reset()"),
}


class Visit:
    """Somebody on a page with a tracker."""

    def __init__(self, page: Page, signs: Signs) -> None:
        self._page = page
        self._signs = signs

    def track(self, name: str, who: str) -> None:
        """Something happens; `who` did it, says the property of that name."""
        told = f"{self._signs.tracker.track}('{name}', {{ who: '{who}' }})"
        self.run(told)

    def sign_in(self, user: str) -> None:
        """The page says who it is."""
        self.run(self._signs.identify.replace("%USER%", user))

    def sign_out(self) -> None:
        """The page says that they left."""
        self.run(self._signs.reset)

    def run(self, call: str) -> None:
        """A call of the tracker's, to its end where it has one. Nobody is so quick that two have the same time."""
        self._page.evaluate(f"async () => {{ const done = {call}; if (done?.then) await done }}")
        self._page.wait_for_timeout(5)


Open = Callable[..., Visit]


@pytest.fixture
def open_page(chromium: Browser, stack: Stack, owner: Owner) -> Iterator[Open]:
    """Opens a page with a tracker, in a browser of its own, which may come from an `address` of its own."""
    with ExitStack() as stack_of_pages:

        def open_(signs: Signs, address: str | None = None) -> Visit:
            headers = {"extra_http_headers": {"x-forwarded-for": address}} if address else {}
            context = ordinary_context(chromium, **headers)
            stack_of_pages.callback(context.close)
            page = context.new_page()
            page.goto(stack_of_pages.enter_context(site(signs.tracker, stack.ingest, owner.key)))
            page.wait_for_function(f"() => typeof {signs.tracker.track} === 'function'")
            return Visit(page, signs)

        yield open_


@pytest.mark.parametrize("name", SIGNS)
def test_two_who_sign_in_one_after_the_other_are_two_visitors(name: str, open_page: Open, owner: Owner) -> None:
    visit = open_page(SIGNS[name])
    visit.track("land", "somebody")
    visit.sign_in("ann")
    visit.track("view", "ann")
    visit.sign_out()
    visit.track("wander", "somebody")
    visit.sign_in("bob")
    visit.track("view", "bob")
    visit.track("buy", "bob")
    between = {"wander somebody"}
    ann, bob = {"land somebody", "view ann"}, {"view bob", "buy bob"}
    right = (
        {frozenset(ann | between), frozenset(bob)} if SIGNS[name].stays else {frozenset(ann), frozenset(bob | between)}
    )
    assert last_of(lambda: parted(owner), right) == right
    assert visitors(owner) == 2
    assert [step["visitors"] for step in funnel(owner)["steps"]] == [2, 1]
    by_user = funnel(owner, breakdown={"property": "who"})["breakdown"]
    assert {one["value"]: [step["visitors"] for step in one["steps"]] for one in by_user} == {
        "ann": [1, 0],
        "bob": [1, 1],
    }


def test_an_alias_at_sign_up_is_the_same_visitor(open_page: Open, owner: Owner, stack: Stack) -> None:
    """posthog-js' alias() before anybody is identified; the site's server goes on under the account's id."""
    visit = open_page(SIGNS["posthog-js"])
    visit.track("view", "somebody")
    visit.run("posthog.alias('acct-7')")
    bought = {"api_key": owner.key, "event": "buy", "distinct_id": "acct-7", "properties": {"who": "somebody"}}
    send(f"{stack.ingest}/capture/", bought)
    right = {frozenset({"view somebody", "buy somebody"})}
    assert last_of(lambda: parted(owner), right) == right
    assert visitors(owner) == 1


def test_visitors_without_a_cookie_are_told_apart_by_their_addresses(open_page: Open, owner: Owner) -> None:
    signs = replace(SIGNS["posthog-js"], tracker=_COOKIELESS)
    for at in ("203.0.113.7", "203.0.113.8", "203.0.113.9"):
        visit = open_page(signs, at)
        visit.track("view", at)
        visit.track("buy", at)
    right = {frozenset({f"view {at}", f"buy {at}"}) for at in ("203.0.113.7", "203.0.113.8", "203.0.113.9")}
    assert last_of(lambda: parted(owner), right) == right
    assert visitors(owner) == 3


def parted(owner: Owner) -> set[frozenset[str]]:
    """What was done, as `what who`, by each visitor."""
    ids = {event["anonymousId"] for event in owner.events() if event["anonymousId"]}
    timelines = [owner.timeline(one)["events"] for one in ids]
    parts = {frozenset(f"{one['name']} {one['properties'].get('who')}" for one in events) for events in timelines}
    ours = {"land", "view", "wander", "buy"}
    return {part for each in parts if (part := frozenset(one for one in each if one.partition(" ")[0] in ours))}


def visitors(owner: Owner) -> int:
    """How many did anything."""
    series = [{"event": None, "measure": "visitors"}]
    return int(owner.report("trends", {**today(), "interval": "day", "series": series})["series"][0]["total"])


def funnel(owner: Owner, **more: Any) -> dict[str, Any]:
    """Who viewed, and bought."""
    return owner.report("funnel", {**today(), "steps": [{"event": "view"}, {"event": "buy"}], **more})


def today() -> dict[str, str]:
    """A range that holds what just happened."""
    now = datetime.now(UTC)
    return {"from": (now - timedelta(hours=1)).isoformat(), "to": (now + timedelta(hours=1)).isoformat()}


def send(address: str, body: object) -> None:
    """A server of the site's sends."""
    with urlopen(Request(address, json.dumps(body).encode(), {"content-type": "application/json"}), timeout=30):
        pass


def last_of(ask: Callable[[], Any], right: Any) -> Any:
    """What is answered as soon as it is right, or after a while whatever it is."""
    until = time.monotonic() + _PATIENCE
    while (found := ask()) != right and time.monotonic() < until:
        time.sleep(0.2)
    return found
