"""What is copied from the snippets belongs into a page, and what it makes of visitors is said where it is chosen."""

import re

import pytest
from playwright.sync_api import BrowserContext, expect

from tests.web.test_walk import copied, sign_up

pytestmark = pytest.mark.browser
TAG = re.compile(
    r'<script defer src="http://127\.0\.0\.1:\d+/spoor\.js" data-key="spk_[\w-]+"( data-storage="\w+")?></script>'
)


def test_what_is_copied_is_one_element_and_says_what_was_chosen_of_visitors(
    context: BrowserContext, complaints: list[str]
) -> None:
    page = context.new_page()
    sign_up(page, "ben.snippets@example.com")
    told = {}
    for choice in ("People", "Visits", "Days"):
        page.get_by_label(choice, exact=True).check(force=True)
        told[choice] = page.locator(".storage-choice [role=status]").inner_text()
        page.get_by_role("button", name="Copy the snippet for Web, spoor.js").click()
        expect(page.get_by_text("Copied")).to_be_visible()
        found = TAG.fullmatch(str(page.evaluate("navigator.clipboard.readText()")))
        assert found, choice
        said = {"People": None, "Visits": ' data-storage="session"', "Days": ' data-storage="none"'}
        assert found[1] == said[choice]
        expect(page.get_by_text("Copied")).to_be_hidden()
    assert len(set(told.values())) == 3
    assert "Nothing is stored on the device" in told["Days"]
    assert complaints == []


@pytest.mark.parametrize("width", [390, 1440])
def test_the_choice_can_be_made_by_keyboard_and_fits_every_width(context: BrowserContext, width: int) -> None:
    page = context.new_page()
    page.set_viewport_size({"width": width, "height": 900})
    sign_up(page, f"width{width}@example.com")
    page.get_by_label("People", exact=True).focus()
    page.keyboard.press("ArrowRight")
    expect(page.get_by_label("Visits", exact=True)).to_be_checked()
    assert 'data-storage="session"' in page.locator(".snippet code").first.inner_text()
    assert page.evaluate("document.documentElement.scrollWidth <= innerWidth")
    blocks = page.locator(".snippet pre")
    assert blocks.evaluate_all("(all) => all.every((one) => one.scrollWidth <= one.clientWidth)")


def test_an_event_is_copied_apart_from_what_belongs_into_every_page(context: BrowserContext) -> None:
    page = context.new_page()
    sign_up(page, "cleo.snippets@example.com")
    for tracker in ("Web, spoor.js", "Web, npm", "Web, HTML"):
        assert "order completed" not in copied(page, tracker)
        assert copied(page, tracker, "an event").count("order completed") == 1
