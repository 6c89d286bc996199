"""Rules of texts: whatever visitors and colleagues call things stays text, wraps, and is told apart, in every place."""

import json
from collections.abc import Callable
from typing import Any
from urllib.parse import urlencode

import pytest

from tests.web.views.conftest import HARD, LONG, Viewer

pytestmark = pytest.mark.browser
_STEPS = [("step", json.dumps({"event": name})) for name in HARD[:4]]
_LABELLED = ("step", json.dumps({"event": "$pageview", "label": HARD[1]}))
_FILTERS = [("filter", json.dumps(["$title", "isNot", [name, LONG[:150]]])) for name in (HARD[5], HARD[4])]
#: Each place that shows a text of somebody else's: the view, its question, and which of the hard texts stand there.
PLACES: list[tuple[str, list[tuple[str, Any]], list[str]]] = [
    ("overview", [("pages", "title"), *_FILTERS], [HARD[1], HARD[3], HARD[5]]),
    ("trends", [("by", "$title"), ("look", "bars")], [HARD[1], HARD[2]]),
    ("trends", [("by", "$title"), ("look", "table")], [*HARD[1:4], HARD[5]]),
    ("trends", [("series", json.dumps({"event": HARD[1], "measure": "sum", "property": "value"}))], [HARD[1]]),
    ("funnels", [_LABELLED, *_STEPS, ("by", "$title")], [HARD[1], HARD[2], HARD[3]]),
    ("retention", [("by", "$title"), ("per", "day"), ("periods", 3)], [HARD[1], HARD[3]]),
    ("paths", [("start", HARD[1])], [HARD[1]]),
    ("sessions", [("by", "$title")], [HARD[1], HARD[3]]),
    ("lifecycle", [("event", HARD[3])], [HARD[3]]),
    ("stickiness", [("event", HARD[1])], [HARD[1]]),
    ("events", [("part", "names")], HARD),
    ("events", [("part", "properties")], []),
    ("visitors", [("visitor", LONG), *_STEPS], [LONG]),
    ("visitors", [("visitor", HARD[1])], [HARD[1]]),
    ("cohorts", [], [HARD[1]]),
]


@pytest.mark.parametrize("width", [320, 1440])
def test_a_hostile_text_stays_text_and_inside_of_the_screen_wherever_it_stands(
    open_viewer: Callable[..., Viewer], width: int
) -> None:
    viewer = open_viewer(viewport={"width": width, "height": 800})
    complaints: list[str] = []
    viewer.page.on("console", lambda said: complaints.append(said.text) if said.type != "log" else None)
    viewer.page.on("pageerror", lambda error: complaints.append(str(error)))
    viewer.page.on("dialog", lambda dialog: (complaints.append(dialog.message), dialog.dismiss()))
    for view, question, texts in PLACES:
        page = viewer.open(view, "?" + urlencode(question))
        shown = page.locator("main").inner_text()
        for text in texts:
            assert text in shown, f"{view} {question} does not show {text[:40]!r}"
        assert page.locator("main img").count() == 0, f"{view} {question} made an element of a text"
        assert page.evaluate("document.documentElement.scrollWidth <= innerWidth"), f"{view} {question} is too wide"
        assert complaints == [], f"{view} {question}"
