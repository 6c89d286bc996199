"""Rules of what is taken along: a picture tells what it shows and how that was counted, and paper has no buttons."""

import base64
import os
import re
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Page, expect

from tests.web.views.conftest import Viewer, last_days
from tests.web.views.test_every_view import QUESTIONS, picture

pytestmark = pytest.mark.browser
FILTER = "filter=%5B%22%24os%22%2C%22isNot%22%2C%22Windows%22%5D"
COPIED = """navigator.clipboard.read().then(([one]) => one.getType("image/png")).then((blob) => new Promise((done) => {
  const reader = new FileReader();
  reader.onload = () => done(reader.result.split(",")[1]);
  reader.readAsDataURL(blob);
}))"""


def take(page: Page, what: str) -> None:
    page.get_by_role("button", name=re.compile("^Take .* along")).first.click()
    page.get_by_role("button", name=what).click()


@pytest.mark.parametrize("view", ["overview", "trends", "funnels", "retention", "paths", "sessions", "stickiness"])
def test_a_drawing_says_its_title_app_range_rule_and_filters(viewer: Viewer, view: str) -> None:
    asked = QUESTIONS.get(view, "?")
    page = viewer.open(view, f"{asked}{'&' if len(asked) > 1 else ''}{FILTER}")
    expect(page.locator("#app-chooser option", has_text="Shop")).to_be_attached()
    with page.expect_download() as saved:
        take(page, "Save as drawing (SVG)")
    assert saved.value.suggested_filename.endswith(".svg")
    drawing = Path(saved.value.path()).read_text()
    texts = re.findall(r"<text[^>]*>([^<]*)", drawing)
    first, end = (date.fromisoformat(each) for each in last_days(30).values())
    last = end - timedelta(days=1)
    days = rf"{first.day} \w+ {first.year} – {last.day} \w+ {last.year}"
    assert re.fullmatch(rf"Shop · {days}, Asia/Tehran", texts[1])
    assert "System is not Windows" in texts
    assert len(texts) > 6
    assert "<script" not in drawing
    if folder := os.environ.get("SPOOR_PICTURES"):
        (Path(folder) / f"drawing-{view}.svg").write_text(drawing)


def test_a_drawing_has_the_numbers_that_are_seen(viewer: Viewer) -> None:
    page = viewer.open("funnels", QUESTIONS["funnels"])
    question: dict[str, Any] = {"steps": [{"event": "$pageview"}, {"event": "signed up"}], **last_days(30)}
    told = viewer.ask("funnel", **question)
    with page.expect_download() as saved:
        take(page, "Save as drawing (SVG)")
    texts = re.findall(r"<text[^>]*>([^<]*)", Path(saved.value.path()).read_text())
    assert texts[2].startswith("In this order, within 168 hours of the first step; each visitor counts once")
    for step in told["steps"]:
        assert str(step["visitors"]) in texts
        assert step["event"] in texts


@pytest.mark.parametrize("view", ["trends", "retention", "overview"])
def test_a_picture_is_copied_to_be_pasted(viewer: Viewer, view: str) -> None:
    page = viewer.open(view, QUESTIONS.get(view, ""))
    take(page, "Copy as picture")
    expect(page.get_by_role("status").get_by_text("Copied").first).to_be_attached()
    png = base64.b64decode(page.evaluate(COPIED))
    assert png.startswith(b"\x89PNG")
    assert len(png) > 10_000
    if folder := os.environ.get("SPOOR_PICTURES"):
        (Path(folder) / f"picture-{view}.png").write_bytes(png)


@pytest.mark.parametrize("view", ["overview", "trends", "boards"])
def test_paper_shows_the_question_and_the_answer_and_nothing_to_press(viewer: Viewer, view: str) -> None:
    page = viewer.open(view, QUESTIONS.get(view, f"?{FILTER}"))
    page.evaluate("document.documentElement.dataset.theme = 'dark'")
    page.emulate_media(media="print")
    picture(page, f"print-{view}")
    expect(page.get_by_role("heading", level=1)).to_be_visible()
    for hidden in (".top", ".side", ".foot", ".menu.end", "details:not([open])"):
        expect(page.locator(hidden).and_(page.locator(":visible"))).to_have_count(0)
    assert page.evaluate("getComputedStyle(document.body).color") == "rgb(27, 34, 30)"
    if view == "overview":
        expect(page.get_by_text("System is not Windows")).to_be_visible()
        expect(page.get_by_role("group", name="Range")).to_contain_text("Last 30 days")
