"""A visitor's best attempt at a funnel whose steps have an order, by the definition in docs/funnels.md."""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TypeAlias

from query.reports.deadline import NEVER, Deadline

Chain: TypeAlias = tuple[int, int, "Chain | None", int]
"""Steps met one after the other: `(time, count, rest, end)` is `count` steps at `time`, the `rest` later, the last at
`end`."""

Chains: TypeAlias = list[list["Chain | None"]]
"""`chains[step][goal]` is the best way to meet the steps from `step` up to, and without, `goal` with the events looked
at so far; None where there is none."""


OFTEN = 1000
"""After so many events, or moments of them, the clock is looked at."""


@dataclass(frozen=True, slots=True)
class Exclusion:
    """No event whose mask has `bit` may lie between the events of the steps `after` and `before`, counted from 0."""

    bit: int
    after: int
    before: int


@dataclass(frozen=True, slots=True)
class Rules:
    """What makes an attempt at `steps` steps; `window_us` is in that of the times."""

    steps: int
    window_us: int
    strict: bool = False
    first_entry: bool = False
    exclusions: tuple[Exclusion, ...] = ()


def furthest_attempt(
    times: Sequence[int], masks: Sequence[int], rules: Rules, deadline: Deadline = NEVER
) -> tuple[int, ...] | None:
    """When each step of the furthest attempt was met, or None where no attempt begins; of equally far ones the
    earliest.

    `times` are a visitor's events in ascending order, `masks[i]` has bit k set where event i can meet step k. Bit 0
    says that an attempt may begin there. Events without any bit matter to a strict order only.

    One pass from the last event to the first, linear in their number: for each step and each later one the best way
    from the one to the other is known when an event is reached. Events at one time are judged together, in whatever
    order serves best, each for one step only. Very many that can each meet many steps take long.

    Raises TooSlow where the deadline is over.
    """
    chains: Chains = [[None] * (rules.steps + 1) for _ in range(rules.steps)]
    best: Chain | None = None
    furthest = 0
    for turn, (time, moment) in enumerate(_moments_backwards(times, masks), 1):
        if turn % OFTEN == 0:
            deadline.check()
        _extend(chains, time, moment, rules)
        for goal in range(rules.steps, 0, -1):
            begun = chains[0][goal]
            if begun is not None and begun[0] == time and begun[3] - time <= rules.window_us:
                if goal >= furthest or rules.first_entry:
                    best, furthest = begun, goal
                break
    return None if best is None else tuple(_times(best))


def consecutive(masks: Sequence[int], step: int, steps: int) -> int:
    """How many steps from `step` on (of `steps`) events with these masks can meet, each event one step at most.

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


def _moments_backwards(times: Sequence[int], masks: Sequence[int]) -> Iterator[tuple[int, Sequence[int]]]:
    """Each time, the last first, with the masks of its events."""
    last = len(times)
    while last:
        time, first = times[last - 1], last - 1
        while first and times[first - 1] == time:
            first -= 1
        yield time, masks[first:last]
        last = first


def _extend(chains: Chains, time: int, masks: Sequence[int], rules: Rules) -> None:
    """Put the events of one `time` before the chains of later ones.

    Steps go upwards, since one event never meets two: what is put before a step's chains are those of later times.
    """
    steps = rules.steps
    excluded = [each for each in rules.exclusions if any(mask >> each.bit & 1 for mask in masks)]
    for step in range(steps):
        met = masks[0] >> step & 1 if len(masks) == 1 else consecutive(masks, step, steps)
        closed = [each.before for each in excluded if each.after < step <= each.before]
        if rules.strict or closed:  # what follows after this time cannot be reached from before it
            chains[step] = [None] * (steps + 1)
        row = chains[step]
        if met == 1 and not closed:
            _put_one(row, chains[step + 1] if step + 1 < steps else (), time, step)
        elif met:
            for goal in range(step + 1, steps + 1):
                row[goal] = _begun(chains, time, step, goal, met, closed) or row[goal]


def _put_one(row: list[Chain | None], following: Sequence[Chain | None], time: int, step: int) -> None:
    """What `_begun` says for every goal where one step is met and nothing is closed: nearly always, so it is short."""
    row[step + 1] = time, 1, None, time
    for goal in range(step + 2, len(row)):
        rest = following[goal]
        if rest is not None:
            row[goal] = time, 1, rest, rest[3]


def _begun(chains: Chains, time: int, step: int, goal: int, met: int, closed: Sequence[int]) -> Chain | None:
    """The best chain from `step` to `goal` that begins at `time`, where up to `met` steps can be met at once; nothing
    before `time` may go on to a step of `closed`, or to the last one if it comes sooner, at a later time.
    """
    for count in range(min(met, goal - step), 0, -1):
        following = step + count
        if any(min(before, goal - 1) >= following for before in closed):
            return None
        if following == goal:
            return time, count, None, time
        if (rest := chains[following][goal]) is not None:
            return time, count, rest, rest[3]
    return None


def _times(chain: Chain | None) -> Iterator[int]:
    while chain is not None:
        time, count, chain, _ = chain
        for _ in range(count):
            yield time
