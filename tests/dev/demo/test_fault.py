"""Whoever asks the API finds what the demo says is to be found: where checkouts broke, since when, and for whom."""

from datetime import datetime, timedelta
from typing import Any

import pytest

from dev.demo import owner
from dev.demo.scenario import DAYS, SEED, VISITORS, app_name
from dev.demo.site import Site
from dev.stack import Stack
from tests.dev.demo.running import demo

CHECKOUT = [{"event": "checkout started"}, {"event": "order completed"}]


@pytest.fixture(scope="module")
def app(stack: Stack) -> tuple[Site, str]:
    """The app as `make demo` fills it, and its owner's way to it."""
    filled = demo(stack)
    assert filled.returncode == 0, filled.stderr
    site = Site(f"http://127.0.0.1:{stack.port}")
    owner.sign_in(site, owner.EMAIL, owner.PASSWORD)
    name = app_name(SEED, DAYS, VISITORS)
    [found] = [app for app in site.ask("GET", "/api/apps").body["apps"] if app["name"] == name]
    return site, f"/api/apps/{found['id']}"


@pytest.fixture(scope="module")
def releases(app: tuple[Site, str]) -> dict[str, datetime]:
    """When the shop's releases came out, by the chart's annotations."""
    site, path = app
    notes = site.ask("GET", f"{path}/annotations").body["annotations"]
    return {note["text"]: datetime.fromisoformat(note["at"]) for note in notes}


def conversions(app: tuple[Site, str], since: datetime, until: datetime, **more: Any) -> dict[str | None, float]:
    """How many of a checkout's visitors ordered, by a property of theirs; None for all of them."""
    site, path = app
    question = {"from": since.isoformat(), "to": until.isoformat(), "steps": CHECKOUT, **more}
    answer = site.ask("POST", f"{path}/reports/funnel", question).body
    told = {row["value"]: row["steps"][-1]["conversionFromStart"] for row in answer.get("breakdown", [])}
    return {None: answer["steps"][-1]["conversionFromStart"], **told}


def test_checkouts_fell_with_the_annotated_release_and_on_phones_alone(
    app: tuple[Site, str], releases: dict[str, datetime]
) -> None:
    since, until, week = releases["Release 4.2.0"], releases["Release 4.2.1"], timedelta(days=7)
    by_device = {"breakdown": {"property": "$device_type", "limit": 5}}
    before = conversions(app, since - week, until - week, **by_device)
    now = conversions(app, since, until, **by_device)
    assert before["Mobile"] > 0.6
    assert now["Mobile"] < 0.3
    assert now["Desktop"] > 0.85 * before["Desktop"]


def test_without_phones_nothing_fell(app: tuple[Site, str], releases: dict[str, datetime]) -> None:
    since, until, week = releases["Release 4.2.0"], releases["Release 4.2.1"], timedelta(days=7)
    others = {"filters": [{"property": "$device_type", "operator": "isNot", "value": "Mobile"}]}
    before = conversions(app, since - week, until - week, **others)[None]
    assert conversions(app, since, until, **others)[None] > 0.85 * before


def test_since_the_release_that_mended_it_phones_order_again(
    app: tuple[Site, str], releases: dict[str, datetime]
) -> None:
    mended = releases["Release 4.2.1"]
    phones = {"filters": [{"property": "$device_type", "operator": "is", "value": "Mobile"}]}
    assert conversions(app, mended, mended + timedelta(days=7), **phones)[None] > 0.6


@pytest.mark.parametrize(
    "name",
    [
        "$pathname",
        "$source",
        "$channel",
        "utm_campaign",
        "$country",
        "$browser",
        "$os",
        "$device_type",
        "$referring_domain",
    ],
)
def test_every_list_of_an_overview_has_values_of_its_page_views(app: tuple[Site, str], name: str) -> None:
    site, path = app
    views = [{"event": "$pageview", "measure": "visitors"}]
    question = {"from": "2020-01-01", "to": "2090-01-01", "interval": "month", "series": views}
    told = site.ask("POST", f"{path}/reports/trends", {**question, "breakdown": {"property": name, "limit": 20}})
    values = {one["breakdown"] for one in told.body["series"]} - {None}
    assert len(values) >= 3
