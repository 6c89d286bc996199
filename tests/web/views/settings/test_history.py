"""Rules of bringing history along in Settings: the file is taken in by pieces, once, and what is not is told."""

import json
import zipfile
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from playwright.sync_api import expect

from tests.stack import Stack
from tests.web.views.conftest import HARD, Known, Viewer, somebody
from tests.web.views.test_every_view import SIZES, violations

pytestmark = pytest.mark.browser
AT = datetime.now(UTC) - timedelta(days=20)


@pytest.fixture(scope="module")
def owner(stack: Stack) -> Known:
    """Somebody whose app no other test looks at."""
    return somebody(stack)


def test_a_file_is_taken_in_once_by_pieces_and_each_refused_record_is_listed_and_one_too_large_is_told_where_to_go(
    open_viewer: Callable[..., Viewer], owner: Known, tmp_path: Path
) -> None:
    page = (viewer := open_viewer(owner, viewport=SIZES[1440])).page
    page.goto(f"/settings/{owner.app}")
    panel = page.get_by_role("region", name="Bring your history along")
    panel.get_by_label("From").select_option("posthog")
    good = [
        {"uuid": f"00000000-0000-4000-8000-{at:012}", "event": "from afar", "distinct_id": f"d{at}"}
        | {"timestamp": (AT + timedelta(minutes=at)).isoformat(), "properties": {"n": at}}
        for at in range(40)
    ]
    records = [*good[:20], {**good[0], "uuid": "x", "timestamp": None, "event": HARD[1]}, *good[20:]]
    file = tmp_path / f"{HARD[2]}.jsonl"
    file.write_text("".join(json.dumps(each) + "\n" for each in records))
    panel.get_by_label("The file").set_input_files(file)
    for new, there in ((40, 0), (0, 40)):
        panel.get_by_role("button", name="Take it in").click()
        said = f"41 records: {new} new, {there} there already, 1 not stored."
        expect(panel.get_by_text(said)).to_be_visible(timeout=30_000)
    expect(panel.get_by_text("All of it is read.")).to_be_visible()
    expect(panel.locator("tbody tr td:first-child")).to_have_text(["21"])
    expect(panel.locator("tbody tr")).to_contain_text("TIME_MISSING")
    with page.expect_download() as saved:
        panel.get_by_role("link", name="Save all of them").click()
    assert json.loads(Path(saved.value.path()).read_text())["line"] == 21
    assert violations(page) == []
    series = [{"event": "from afar"}]
    days = {"from": (AT - timedelta(days=1)).date().isoformat(), "to": (AT + timedelta(days=2)).date().isoformat()}
    assert viewer.ask("trends", interval="day", series=series, **days)["series"][0]["total"] == 40
    large = tmp_path / "large.jsonl"
    with large.open("w") as lines:
        for at in range(30):  # more than is packed in one piece
            one = {**good[at], "uuid": f"large {at}", "event": "at length", "properties": {"said": "x" * 1_750_000}}
            lines.write(json.dumps(one) + "\n")
    assert large.stat().st_size > 48 << 20
    panel.get_by_label("The file", exact=True).set_input_files(large)
    panel.get_by_role("button", name="Take it in").click()
    expect(panel.get_by_text("30 records: 30 new, 0 there already, 0 not stored.")).to_be_visible(timeout=60_000)
    expect(panel.get_by_text("All of it is read.")).to_be_visible()
    large.write_bytes(b"event,user,time\n" * (4 << 20))
    panel.get_by_label("From").select_option("csv")
    panel.get_by_label("The file", exact=True).set_input_files(large)
    panel.get_by_role("button", name="Take it in").click()
    expect(panel.get_by_text("take it in by `make import`")).to_be_visible()
    panel.get_by_label("What is in which column").fill("{}")
    panel.get_by_role("button", name="Take it in").click()
    expect(panel.get_by_text("mapping.occurredAt")).to_be_visible()


def test_what_plausible_counted_is_shown_where_there_is_any_as_theirs(
    open_viewer: Callable[..., Viewer], owner: Known, tmp_path: Path
) -> None:
    page = open_viewer(owner, viewport=SIZES[390]).page
    page.goto(f"/settings/{owner.app}")
    panel = page.get_by_role("region", name="Bring your history along")
    figures = page.get_by_role("region", name="Imported from Plausible", exact=True)
    expect(panel).to_be_visible()
    expect(figures).to_be_hidden()
    file = tmp_path / "export.zip"
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("imported_visitors.csv", "date,visitors,visits\n2024-02-09,1119,1234\n2024-02-10,1166,1200\n")
        row = f"2024-02-09,a.example,{HARD[1]},8,7"
        archive.writestr("imported_pages.csv", f"date,hostname,page,visits,visitors\n{row}\n")
    panel.get_by_label("From").select_option("plausible")
    panel.get_by_label("The file").set_input_files(file)
    panel.get_by_role("button", name="Take it in").click()
    expect(figures.get_by_text("added to nothing")).to_be_visible(timeout=30_000)
    expect(figures.locator("tbody tr").first).to_contain_text("1,166")
    figures.get_by_label("Show").select_option("page")
    expect(figures.locator("tbody tr")).to_have_count(1)
    expect(figures.locator("tbody tr")).to_contain_text(f"a.example · {HARD[1]}")
    assert violations(page) == []
