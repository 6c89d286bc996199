"""docs/funnels.md tells the truth: each of its examples is what the report says, and what trying everything says."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from tests.oracles import funnel as oracle
from tests.oracles.funnel import Asked, Excluded, Seen, named
from tests.people import Direct, happen
from tests.query.conftest import Ask

PAGE = Path(__file__).parents[2] / "docs" / "funnels.md"
SECOND = timedelta(seconds=1)
ZERO = datetime(2026, 3, 1, tzinfo=UTC)
END, WINDOW = ZERO + 1000 * SECOND, 100


@dataclass(frozen=True)
class Example:
    """A row of one of the page's tables, and what the line above the table says; None is any event."""

    steps: list[str | None]
    order: str
    excluded: tuple[str, int, int] | None
    events: list[tuple[str, datetime]]
    met: int


def examples() -> Iterator[Example]:
    """Every row of the page's tables."""
    steps: list[str | None] = []
    order, excluded = "ordered", None
    for line in PAGE.read_text().splitlines():
        if (found := re.search(r"[Ss]teps.*`([A-Z*](?: [A-Z*])+)`", line)) and not line.startswith("|"):
            steps = [None if step == "*" else step for step in found[1].split()]
            said = re.match(r"In `(\w+)` order", line)
            order = said[1] if said else "ordered"
            kept_out = re.search(r"`([A-Z])` from step (\d) to step (\d)", line)
            excluded = (kept_out[1], int(kept_out[2]), int(kept_out[3])) if kept_out else None
        elif row := re.match(r"\| `([^`]+)` \| (\d+|none) \|", line):
            events = [(event[0], ZERO + int(event[1:]) * SECOND) for event in row[1].split()]
            yield Example(steps, order, excluded, events, 0 if row[2] == "none" else int(row[2]))


def test_the_page_has_examples_of_everything() -> None:
    found = list(examples())
    assert len(found) > 35
    assert {each.order for each in found} == {"ordered", "strict", "unordered", "firstEntry"}
    assert len([each for each in found if each.excluded]) == 5


@pytest.mark.parametrize("example", list(examples()))
def test_an_example_is_what_the_report_says(database: Direct, shop: str, ask: Ask, example: Example) -> None:
    happen(database, shop, [(name, "ann", at) for name, at in example.events])
    exclusions = []
    if example.excluded:
        name, since, until = example.excluded
        exclusions = [{"event": name, "fromStep": since, "toStep": until}]
    asked = {
        "from": ZERO.isoformat(),
        "to": END.isoformat(),
        "conversionWindowSeconds": WINDOW,
        "steps": [{"event": step} for step in example.steps],
        "order": example.order,
        "exclusions": exclusions,
    }
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", asked)
    assert sum(step["visitors"] for step in reply.json["steps"]) == example.met


@pytest.mark.parametrize("example", list(examples()))
def test_an_example_is_what_trying_everything_says(example: Example) -> None:
    excluded = []
    if example.excluded:
        name, since, until = example.excluded
        excluded = [Excluded(named(name), since, until)]
    seen = [Seen(name, "ann", at) for name, at in example.events]
    rules = [named(step) for step in example.steps]
    best = oracle.best(seen, Asked(rules, ZERO, END, WINDOW * SECOND, example.order, excluded))
    assert (len(best["ann"][0].steps) if best else 0) == example.met
