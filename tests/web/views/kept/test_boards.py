"""Rules of the boards: each tile is what its report answers, and every change is kept, or taken back."""

import re
from pathlib import Path
from typing import Any

import pytest
from playwright.sync_api import Locator, Page, expect

from tests.web.views.conftest import BOARD, Viewer, last_days

pytestmark = pytest.mark.browser


def tile(page: Page, name: str) -> Locator:
    return page.locator(f".placed[data-tile='{name}']")


def board(viewer: Viewer, name: str) -> Any:
    """The board of a name."""
    return next(each for each in viewer.get("/dashboards")["dashboards"] if each["name"] == name)


def make(viewer: Viewer, name: str, *names: str) -> list[str]:
    """A new board with a trend of each of the names; their ids."""
    post, root = viewer.page.context.request.post, f"/api/apps/{viewer.known.app}"
    question = {"interval": "day", "series": [{"event": None}], "timezone": "Asia/Tehran"}
    words = {"report": "trends", "question": question, "lastDays": 7}
    ids = [post(f"{root}/saved-reports", data={"name": each, **words}).json()["id"] for each in names]
    made = post(f"{root}/dashboards", data={"name": name, "reportIds": ids})
    assert made.ok, made.text()
    viewer.open("boards", f"?board={made.json()['id']}")
    return ids


def test_each_tile_shows_what_its_report_answers_and_one_request_asks_them_all(viewer: Viewer) -> None:
    asked: list[str] = []
    viewer.page.on("request", lambda request: asked.append(request.url) if "/reports" in request.url else None)
    page = viewer.open("boards", f"?board={board(viewer, 'Monday morning')['id']}")
    assert len([url for url in asked if url.endswith("/reports")]) == 1
    answers = {name: viewer.ask(said["report"], **said["question"], **last_days(30)) for name, _, said in BOARD}
    big = tile(page, "Events a day").locator(".big")
    expect(big).to_have_text(str(answers["Events a day"]["series"][0]["total"]))
    rows = answers["Visitors <b>"]["lists"][0]["rows"][:8]
    expect(tile(page, "Visitors <b>").locator(".bars strong")).to_have_text([str(each["visitors"]) for each in rows])
    steps = answers["To an order"]["steps"]
    expect(tile(page, "To an order").locator(".visitors")).to_have_text(
        [re.compile(f"^{each['visitors']} visitors") for each in steps]
    )
    sizes = [str(each["size"]) for each in answers["Who returns"]["cohorts"] if each["size"]]
    expect(tile(page, "Who returns").locator("tbody .quiet")).to_have_text(sizes)
    expect(tile(page, "Rhythm").locator(".bars strong").first).to_have_text(str(answers["Rhythm"]["visitors"][0]))


def test_where_accounts_are_counted_view_tile_and_csv_say_accounts(viewer: Viewer) -> None:
    post, root = viewer.page.context.request.post, f"/api/apps/{viewer.known.app}"
    told = viewer.ask("stickiness", interval="day", group="$source", **last_days(30))
    reached = [str(each) for each in told["visitors"] if each]
    assert 0 < sum(map(int, reached)) <= 3, "so many sources, each of which the property of that name says"
    page = viewer.open("stickiness", "?group=%24source")
    main = page.locator("main")
    expect(main).to_contain_text(f"{sum(map(int, reached))} accounts")
    expect(main).to_contain_text("Counts accounts: $source")
    with page.expect_download() as saved:
        page.get_by_role("button", name=re.compile("^Take .* along")).click()
        page.get_by_role("button", name="Save as CSV").click()
    first, second, *_ = Path(saved.value.path()).read_text(encoding="utf-8-sig").splitlines()
    assert first == "days,accounts,counted"
    assert second.endswith(",accounts: $source")
    ids = []
    for report in ("stickiness", "sessions", "lifecycle", "retention"):
        words = {"interval": "day", "group": "$source", "timezone": "Asia/Tehran"}
        more = {"periods": 4} if report == "retention" else {}
        kept = {"name": report, "report": report, "question": {**words, **more}, "lastDays": 30}
        ids.append(post(f"{root}/saved-reports", data=kept).json()["id"])
    made = post(f"{root}/dashboards", data={"name": "Of accounts", "reportIds": ids})
    viewer.open("boards", f"?board={made.json()['id']}")
    expect(page.locator(".placed .unit")).to_have_text(["Counts accounts: $source"] * len(ids))
    expect(tile(page, "stickiness").locator(".bars strong")).to_have_text(reached[:8])
    expect(tile(page, "sessions")).to_contain_text("Accounts")
    assert not re.search("visitor", main.inner_text(), re.IGNORECASE)


def test_a_view_is_put_onto_a_new_board_and_opened_from_there(viewer: Viewer) -> None:
    page = viewer.open("trends", "?by=%24os&look=bars&range=7d")
    page.get_by_role("button", name=re.compile("^Take .* along")).click()
    page.get_by_role("button", name="Add to a board …").click()
    dialog = page.get_by_role("dialog")
    dialog.get_by_label("Name", exact=True).fill("By system")
    dialog.get_by_role("combobox").select_option("")
    dialog.get_by_label("Name of the new board").fill("Systems")
    dialog.get_by_role("button", name="Add it").click()
    dialog.get_by_role("link", name="Open the board").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Systems")
    expect(tile(page, "By system").locator("rect").first).to_be_visible()
    saved = next(each for each in viewer.get("/saved-reports")["savedReports"] if each["name"] == "By system")
    assert (saved["report"], saved["lastDays"]) == ("trends", 7)
    tile(page, "By system").get_by_role("link", name="By system").click()
    expect(page.get_by_role("button", name="Bars", exact=True)).to_have_attribute("aria-pressed", "true")
    expect(page.get_by_role("button", name=re.compile("^Broken down by"))).to_contain_text("System")


def test_tiles_are_put_into_order_by_keys_and_by_dragging(viewer: Viewer) -> None:
    first, second, third = make(viewer, "Order", "one", "two", "three")
    page = viewer.page
    with page.expect_response(re.compile("/dashboards/")):
        page.get_by_role("button", name="Move one").press("ArrowRight")
    expect(page.locator(".placed h2")).to_have_text([re.compile("^two"), re.compile("^one"), re.compile("^three")])
    expect(page.get_by_role("button", name="Move one")).to_be_focused()
    assert board(viewer, "Order")["reportIds"] == [second, first, third]
    with page.expect_response(re.compile("/dashboards/")):
        page.get_by_role("button", name="Move three").drag_to(tile(page, "two"))
    expect(page.locator(".placed h2")).to_have_text([re.compile("^three"), re.compile("^two"), re.compile("^one")])
    viewer.open("boards", f"?board={board(viewer, 'Order')['id']}")
    expect(page.locator(".placed h2").first).to_have_text(re.compile("^three"))


def test_a_tile_is_widened_renamed_taken_off_and_put_back(viewer: Viewer) -> None:
    ids = make(viewer, "Change", "one", "two")
    page = viewer.page

    def choose(name: str, what: str) -> None:
        tile(page, name).get_by_role("button", name=f"What to do with {name}").click()
        tile(page, name).get_by_role("button", name=what).click()

    with page.expect_response(re.compile("/dashboards/")):
        choose("one", "The whole row")
    assert board(viewer, "Change")["tiles"][0] == {"savedReportId": ids[0], "width": "whole"}
    choose("one", "Rename …")
    page.get_by_role("dialog").get_by_label("Name").fill("uno")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(tile(page, "uno")).to_be_visible()
    with page.expect_response(re.compile("/dashboards/")):
        choose("uno", "Take it off")
    assert board(viewer, "Change")["reportIds"] == ids[1:]
    with page.expect_response(re.compile("/dashboards/")):
        page.get_by_role("button", name="Undo").click()
    expect(tile(page, "uno")).to_be_visible()
    assert board(viewer, "Change")["reportIds"] == ids


def test_words_stand_between_the_tiles_as_they_were_typed(viewer: Viewer) -> None:
    make(viewer, "Words", "one")
    page = viewer.page
    page.get_by_role("button", name="Add text").click()
    with page.expect_response(re.compile("/dashboards/")):
        page.get_by_label("Text").fill("# Why\nBecause <b>we</b> said so")
        page.get_by_role("button", name="Keep it").click()
    expect(page.locator(".words h2")).to_have_text("Why")
    expect(page.locator(".words p")).to_have_text("Because <b>we</b> said so")
    assert board(viewer, "Words")["tiles"][1]["text"] == "# Why\nBecause <b>we</b> said so"


def test_a_board_is_renamed_deleted_and_brought_back(viewer: Viewer) -> None:
    make(viewer, "Short-lived", "one")
    page = viewer.page
    menu = page.get_by_role("button", name="What to do with the board")
    menu.click()
    page.get_by_role("button", name="Rename …").click()
    page.get_by_role("dialog").get_by_label("Name").fill("Long-lived")
    page.get_by_role("dialog").get_by_role("button", name="Rename").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Long-lived")
    menu.click()
    page.get_by_role("button", name="Delete this board").click()
    expect(page.locator(".toast")).to_contain_text("“Long-lived” is deleted.")
    assert "Long-lived" not in [each["name"] for each in viewer.get("/dashboards")["dashboards"]]
    page.get_by_role("button", name="Undo").click()
    expect(page.get_by_role("heading", level=1)).to_have_text("Long-lived")
    expect(tile(page, "one").locator(".big")).to_be_visible()


def test_one_range_can_stand_for_those_of_all_tiles(viewer: Viewer) -> None:
    make(viewer, "Ranges", "one")
    page = viewer.page
    page.get_by_label("Range of all").select_option("30d")
    told = viewer.ask("trends", interval="day", series=[{"event": None}], **last_days(30))["series"][0]["total"]
    expect(tile(page, "one").locator(".big")).to_have_text(str(told))
    expect(page).to_have_url(re.compile("over=30d"))
