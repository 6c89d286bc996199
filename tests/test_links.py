"""What a page for readers points to is there."""

import re
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
PAGES = (
    "README.md",
    "SECURITY.md",
    "llms.txt",
    "CONTRIBUTING.md",
    *(str(page.relative_to(ROOT)) for page in sorted((ROOT / "docs").rglob("*.md"))),
)
LINK = re.compile(r"\]\((?!https?:|#)([^)#\s]+)")
NAMED = re.compile(r"`((?:tests|deployment)/[\w./]+)`")


@pytest.mark.parametrize("page", PAGES)
def test_every_link_and_every_test_that_a_page_names_is_there(page: str) -> None:
    text = (ROOT / page).read_text()
    gone = {link for link in LINK.findall(text) if not ((ROOT / page).parent / link).exists()}
    assert gone | {name for name in NAMED.findall(text) if not (ROOT / name).exists()} == set()


def test_every_decision_is_in_the_index() -> None:
    folder = ROOT / "docs/decisions"
    told = set(LINK.findall((folder / "README.md").read_text()))
    assert told == {str(page.relative_to(folder)) for page in folder.rglob("*.md")} - {"README.md"}
