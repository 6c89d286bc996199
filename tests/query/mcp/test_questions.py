"""Fifty questions are answered with the figures of a naive count, and the page that each answer links to shows them."""

import json
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from tests.people import Direct, happen
from tests.query.conftest import Ask
from tests.query.mcp.assistant import NEW, OLD, Assistant
from tests.query.mcp.fifty import FIFTY
from tests.query.mcp.fifty import shop as events_of_a_shop
from tests.query.mcp.figures import counted, told

ROOT = Path(__file__).parents[3]
NUMBERED = [pytest.param(at, id=f"{at + 1:02} {report}") for at, (report, _) in enumerate(FIFTY)]


def test_there_are_fifty() -> None:
    assert len(FIFTY) == 50


@pytest.fixture
def filled(database: Direct, shop: str) -> str:
    """The shop with its events."""
    happen(database, shop, events_of_a_shop())
    return shop


@pytest.mark.parametrize("at", NUMBERED)
def test_an_assistant_is_told_the_figures_of_a_naive_count(at: int, filled: str, ann: str) -> None:
    report, question = FIFTY[at]
    result = asked(Assistant(ann, version=(OLD, NEW)[at % 2]), filled, report, question)
    assert not result.is_error, result.text
    assert told(report, question, result.data["answer"]) == counted(report, question, events_of_a_shop())


def test_the_pages_that_the_answers_link_to_show_the_same_figures(filled: str, ann: str, ask: Ask) -> None:
    """The views of the pages themselves read the addresses, and say what they ask for."""
    answers = [asked(Assistant(ann), filled, report, question) for report, question in FIFTY]
    links = [result.structure["dashboard"] for result in answers]
    assert None not in links
    for (report, question), result, shown in zip(FIFTY, answers, pages(links), strict=True):
        assert shown["foul"] == [], shown
        [page] = [each for each in shown["asks"] if meant(report, question, each)]
        body = {word: said for word, said in page.items() if word not in ("report", "batch")}
        reply = ask("POST", f"/api/apps/{filled}/reports/{report}", body)
        assert reply.status == 200, reply.text
        assert told(report, question, reply.json) == told(report, question, result.data["answer"]), page


def asked(assistant: Assistant, app: str, report: str, question: dict[str, Any]) -> Any:
    """The answer to one of the fifty, by the tool that is there for it."""
    if report == "changes":
        return assistant.call("what_changed", app=app, **question)
    return assistant.call("ask_report", app=app, report=report, question=question)


def meant(report: str, question: dict[str, Any], page: dict[str, Any]) -> bool:
    """Whether a question of a page is the one that shows the figures: some pages ask several."""
    told_apart = report != "sessions" or ("breakdown" in page) == ("breakdown" in question)
    return bool(page["report"] == report and told_apart)


def pages(links: list[str]) -> Iterator[dict[str, Any]]:
    """What the pages make of addresses."""
    sources = ROOT / "functions/web/static"
    done = subprocess.run(
        ["node", Path(__file__).with_name("page.mjs"), sources],
        input="\n".join(map(json.dumps, links)),
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return map(json.loads, done.stdout.splitlines())
