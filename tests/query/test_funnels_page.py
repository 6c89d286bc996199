"""docs/funnels.md tells the truth: each of its examples is what the report says, and what trying everything says."""

import re
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from query.reports.funnel.attempt import furthest_attempt
from tests.oracles.funnel import Seen, best_attempts

PAGE = Path(__file__).parents[2] / "docs" / "funnels.md"
START, END, WINDOW = 0, 1000, 100


def examples() -> Iterator[tuple[list[str], list[tuple[str, int]], int]]:
    """The steps, the events by name and second, and how many steps they meet, of every row of the page's tables."""
    steps: list[str] = []
    for line in PAGE.read_text().splitlines():
        if (found := re.search(r"[Ss]teps.*`([A-Z*](?: [A-Z*])+)`", line)) and not line.startswith("|"):
            steps = found[1].split()
        elif row := re.match(r"\| `([^`]+)` \| (\d+|none) \|", line):
            events = [(event[0], int(event[1:])) for event in row[1].split()]
            yield steps, events, 0 if row[2] == "none" else int(row[2])


def test_the_page_has_examples() -> None:
    assert len(list(examples())) > 15
    assert {len(steps) for steps, _, _ in examples()} == {2, 3}


@pytest.mark.parametrize(("steps", "events", "met"), list(examples()))
def test_an_example_is_what_the_report_says(steps: list[str], events: list[tuple[str, int]], met: int) -> None:
    seen = [
        (at, sum(1 << place for place, step in enumerate(steps) if step in ("*", name)))
        for name, at in sorted(events, key=lambda event: event[1])
        if at >= START
    ]
    attempt = furthest_attempt([at for at, _ in seen], [mask for _, mask in seen], len(steps), WINDOW, END)
    assert len(attempt or ()) == met


@pytest.mark.parametrize(("steps", "events", "met"), list(examples()))
def test_an_example_is_what_trying_everything_says(steps: list[str], events: list[tuple[str, int]], met: int) -> None:
    zero = datetime(2026, 3, 1, tzinfo=UTC)
    seen = [Seen(name, "ann", zero + timedelta(seconds=at)) for name, at in events]
    wanted = [None if step == "*" else step for step in steps]
    best = best_attempts(seen, wanted, zero, zero + timedelta(seconds=END), timedelta(seconds=WINDOW))
    assert sum(len(times) for times in best) == met
