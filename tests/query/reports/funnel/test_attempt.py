"""One visitor is judged as trying everything judges, in every order: ties, repeats, steps that overlap, exclusions."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from time import monotonic

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from query.reports.deadline import Deadline
from query.reports.funnel.apart import furthest_apart
from query.reports.funnel.attempt import OFTEN, Exclusion, Rules, furthest_attempt
from query.reports.funnel.unordered import furthest_unordered
from spoor.errors import TooSlow
from tests.oracles import funnel as oracle
from tests.oracles.funnel import Asked, Excluded, Seen

ZERO = datetime(2026, 3, 1, tzinfo=UTC)
SECOND = timedelta(seconds=1)
MANY = 100_000

happened = st.lists(st.tuples(st.integers(0, 7), st.integers(0, 12)), max_size=7)
"""Events: which of three steps each can meet, as bits, and at which second it was."""


def meets(bit: int) -> Callable[[Seen], bool]:
    """What meets a step, or an exclusion, here: events' names are their bits."""
    return lambda event: bool(int(event.name) >> bit & 1)


def truth(
    drawn: list[tuple[int, int]], steps: int, window: int, order: str, excluded: list[Exclusion]
) -> tuple[tuple[int, ...], int] | None:
    """The seconds of the best attempt, and of its step 1, by trying everything."""
    seen = [Seen(str(mask), "ann", ZERO + second * SECOND) for mask, second in drawn]
    rules = [Excluded(meets(each.bit), each.after + 1, each.before + 1) for each in excluded]
    asked = Asked([meets(bit) for bit in range(steps)], ZERO, ZERO + 100 * SECOND, window * SECOND, order, tuple(rules))
    best = oracle.best(seen, asked).get("ann")
    if best is None:
        return None
    return tuple((at - ZERO) // SECOND for at in best[0].times), (best[0].steps[0].at - ZERO) // SECOND


def laid_out(drawn: list[tuple[int, int]]) -> tuple[list[int], list[int]]:
    """The seconds and masks, by time."""
    ordered = sorted((second, mask) for mask, second in drawn)
    return [second for second, _ in ordered], [mask for _, mask in ordered]


@st.composite
def exclusions(draw: st.DrawFn) -> Exclusion:
    """One between two of three steps, met by one of the events' own bits or by a fourth."""
    after = draw(st.integers(0, 1))
    return Exclusion(draw(st.sampled_from([0, 1, 2, 3])), after, draw(st.integers(after + 1, 2)))


@settings(max_examples=600, deadline=None)
@given(
    drawn=st.lists(st.tuples(st.integers(0, 15), st.integers(0, 9)), max_size=7),
    window=st.integers(1, 9),
    order=st.sampled_from(["ordered", "strict", "firstEntry"]),
    excluded=st.lists(exclusions(), max_size=2),
)
@example([(1, 0), (2, 1), (8, 2), (2, 3), (4, 4)], 9, "ordered", [Exclusion(3, 1, 2)])
@example([(1, 0), (3, 0), (8, 0), (4, 1)], 9, "ordered", [Exclusion(3, 0, 2)])
@example([(1, 0), (2, 5), (0, 5), (4, 9)], 9, "strict", [])
def test_steps_in_their_order_are_judged_as_trying_everything_does(
    drawn: list[tuple[int, int]], window: int, order: str, excluded: list[Exclusion]
) -> None:
    rules = Rules(3, window, order == "strict", order == "firstEntry", tuple(excluded))
    found = furthest_attempt(*laid_out(drawn), rules)
    expected = truth(drawn, 3, window, order, excluded)
    assert found == (None if expected is None else expected[0])


@settings(max_examples=300, deadline=None)
@given(
    drawn=st.lists(st.tuples(st.sampled_from([1, 2, 4]), st.integers(0, 12)), max_size=8),
    window=st.integers(1, 9),
    first_entry=st.booleans(),
)
def test_the_short_way_for_steps_that_no_event_shares_says_the_same(
    drawn: list[tuple[int, int]], window: int, first_entry: bool
) -> None:
    met: list[list[int]] = []
    for bit in (1, 2, 4):
        times = sorted(second for mask, second in drawn if mask == bit)
        if not times:
            break
        met.append(times)
    expected = truth(drawn, 3, window, "firstEntry" if first_entry else "ordered", [])
    if expected is None:
        assert not met
    else:
        assert tuple(furthest_apart(met, 3, window, first_entry)) == expected[0]


@settings(max_examples=400, deadline=None)
@given(drawn=happened, window=st.integers(1, 9))
@example([(4, 5), (2, 5), (1, 0), (2, 5)], 5)
@example([(1, 5), (5, 0), (2, 0), (4, 5)], 5)
def test_steps_in_any_order_are_judged_as_trying_everything_does(drawn: list[tuple[int, int]], window: int) -> None:
    assert furthest_unordered(*laid_out(drawn), 3, window) == truth(drawn, 3, window, "unordered", [])


@pytest.mark.parametrize("shared", [0, 1], ids=["steps apart", "steps that overlap"])
@pytest.mark.parametrize("order", ["ordered", "strict", "firstEntry", "unordered"])
def test_a_visitor_with_very_many_events_is_judged_in_one_pass(order: str, shared: int) -> None:
    """Ties among them too: anything quadratic would not come back within the tests' time limit."""
    times = [place // 50 for place in range(MANY)]
    masks = [1 << place % 3 | shared for place in range(MANY)]
    if order == "unordered":
        assert furthest_unordered(times, masks, 3, MANY) is not None
    else:
        rules = Rules(3, MANY, order == "strict", order == "firstEntry", (Exclusion(3, 0, 2),))
        assert furthest_attempt(times, masks, rules) is not None


@pytest.mark.parametrize("order", ["ordered", "unordered"])
def test_one_visitor_alone_does_not_take_longer_than_there_is_time(order: str) -> None:
    times, masks, over = range(OFTEN), [7] * OFTEN, Deadline(monotonic() - 60)
    with pytest.raises(TooSlow):
        if order == "unordered":
            furthest_unordered(times, masks, 3, MANY, over)
        else:
            furthest_attempt(times, masks, Rules(3, MANY), over)


def test_a_visitor_who_begins_very_often_and_never_goes_on_in_time_is_judged_in_one_pass() -> None:
    begins = list(range(0, 10 * MANY, 10))
    assert len(furthest_apart([begins, [20 * MANY]], 2, 5, False)) == 1
    assert len(furthest_apart([begins, [time + 9 for time in begins]], 2, 8, False)) == 1
