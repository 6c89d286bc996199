"""A visitor's best attempt at a funnel, by the definition in docs/funnels.md."""

from collections import Counter
from collections.abc import Sequence
from typing import NamedTuple


class Chain(NamedTuple):
    """When a step is met and, from there on, the following ones: each at the earliest time possible."""

    time: int
    rest: "Chain | None"


def furthest_attempt(
    times: Sequence[int], masks: Sequence[int], steps: int, window: int, until: int
) -> tuple[int, ...] | None:
    """When each step of the furthest attempt was met, or None where no attempt begins; of equally far ones the
    earliest.

    `times` are a visitor's events in ascending order, `masks[i]` has bit k set where event i can meet step k (of
    `steps`). An attempt begins with a first step before `until`, and a step counts within `window` from there,
    inclusive. All three are in one unit, microseconds.

    One pass from the last event to the first, linear in their number: what can follow a step is known when it is
    reached. Events at one time are judged together, in whatever order serves best, each for one step only.
    """
    chains: list[Chain | None] = [None] * (steps + 1)
    best: tuple[int, ...] | None = None
    last = len(times)
    while last:
        time, first = times[last - 1], last - 1
        while first and times[first - 1] == time:
            first -= 1
        _extend(chains, time, masks[first:last], steps)
        begun = chains[0]
        if begun is not None and begun.time == time and time < until:
            reached = _within(begun, time + window)
            if best is None or len(reached) >= len(best):
                best = reached
        last = first
    return best


def _extend(chains: list[Chain | None], time: int, masks: Sequence[int], steps: int) -> None:
    """Put the events of one `time` before the chains of later ones."""
    if len(masks) == 1:
        mask = masks[0]
        for step in range(steps):
            if mask >> step & 1:
                chains[step] = Chain(time, chains[step + 1])
        return
    later = list(chains)
    for step in range(steps):
        met = _consecutive(masks, step, steps)
        if met:
            chain = later[step + met]
            for _ in range(met):
                chain = Chain(time, chain)
            chains[step] = chain


def _consecutive(masks: Sequence[int], step: int, steps: int) -> int:
    """How many steps from `step` on the events of one time can meet, each event meeting one step at most.

    Steps are given events one after the other; where all that fit are taken, their holders move to another if they can
    (Kuhn's augmenting paths, https://en.wikipedia.org/wiki/Hopcroft-Karp_algorithm names the family).
    """
    kinds = Counter(masks)
    events = [mask for mask, count in kinds.items() for _ in range(min(count, steps))]
    holder: dict[int, int] = {}  # event -> the step it meets

    def find_event(wanted: int, tried: set[int]) -> bool:
        for event, mask in enumerate(events):
            if mask >> wanted & 1 and event not in tried:
                tried.add(event)
                if event not in holder or find_event(holder[event], tried):
                    holder[event] = wanted
                    return True
        return False

    met = 0
    while step + met < steps and find_event(step + met, set()):
        met += 1
    return met


def _within(chain: Chain | None, latest: int) -> tuple[int, ...]:
    times: list[int] = []
    while chain is not None and chain.time <= latest:
        times.append(chain.time)
        chain = chain.rest
    return tuple(times)
