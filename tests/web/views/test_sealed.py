"""The local stack seals closed days, and the dashboard says that it is answered from them."""

import json
import urllib.request
from collections.abc import Callable

import psycopg
import pytest
from playwright.sync_api import expect

from tests.stack import Stack
from tests.web.views.conftest import Viewer, somebody

pytestmark = pytest.mark.browser


def test_the_dashboard_says_that_its_figures_are_from_the_lake_once_the_stack_has_sealed_them(
    stack: Stack, open_viewer: Callable[..., Viewer]
) -> None:
    owner = somebody(stack)
    with psycopg.connect(stack.database, autocommit=True) as database:
        database.execute(
            "INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)"
            " SELECT gen_random_uuid(), %s, '$pageview', 'v' || n %% 50, '{}', now() - n %% 9 * interval '1 day'"
            " FROM generate_series(1, 9000) AS n",
            [owner.app],
        )
    viewer = open_viewer(owner)
    viewer.open()
    expect(viewer.page.locator("footer")).to_contain_text("as of")
    expect(viewer.page.get_by_role("heading", level=1)).to_have_text("Shop")  # the app's name comes after its figures
    expect(viewer.page.locator("main")).to_contain_text("in the last 30 minutes")  # asked by itself
    viewer.settle()
    before = viewer.page.locator("main").inner_text()
    seal = f"{stack.url}/2015-03-31/functions/SealFunction/invocations"
    headers = {"content-type": "application/json"}
    with urllib.request.urlopen(urllib.request.Request(seal, b"{}", headers), timeout=120) as answer:
        assert json.load(answer)["sealed"] >= 8
    viewer.page.get_by_role("button", name="Refresh").click()
    expect(viewer.page.locator("footer")).to_contain_text("from the lake", timeout=30_000)
    viewer.settle()
    assert viewer.page.locator("main").inner_text() == before
