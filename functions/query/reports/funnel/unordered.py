"""A visitor's best attempt at a funnel whose steps may come in any order, by the definition in docs/funnels.md."""

from collections import Counter
from collections.abc import Iterable, Sequence
from functools import cache

from query.reports.deadline import NEVER, Deadline
from query.reports.funnel.attempt import OFTEN, consecutive


def furthest_unordered(
    times: Sequence[int], masks: Sequence[int], steps: int, window_us: int, deadline: Deadline = NEVER
) -> tuple[tuple[int, ...], int] | None:
    """The times, ascending, of the furthest attempt, and when step 1 was met in it; None where no attempt begins.

    `times` are a visitor's events in ascending order, `masks[i]` has bit k set where event i can meet step k. An
    attempt is different events within `window_us` of their first that meet the steps from the first on. Of equally far
    ones it is the one whose first event is earliest, then whose second; step 1 is met as early as it then can be.

    Raises TooSlow where the deadline is over.
    """
    reached = _reached(times, masks, steps, window_us, deadline)
    furthest = max(reached, default=0)
    wanted = (1 << furthest) - 1
    for first, (reach, mask) in enumerate(zip(reached, masks, strict=True)):
        if furthest and reach == furthest and mask & wanted:
            latest = times[first] + window_us
            within = [(time, mask & wanted) for time, mask in zip(times[first:], masks[first:], strict=True)]
            return _earliest([event for event in within if event[0] <= latest and event[1]], furthest)
    return None


def _reached(times: Sequence[int], masks: Sequence[int], steps: int, window_us: int, deadline: Deadline) -> list[int]:
    """For each event how many steps can be met within the window that it opens.

    More than `steps` events of a kind are as good as so many, so few different windows are to be judged.
    """

    @cache
    def judge(kinds: frozenset[tuple[int, int]]) -> int:
        return consecutive([mask for mask, count in kinds for _ in range(count)], 0, steps)

    counts: Counter[int] = Counter()
    reached = []
    end = 0
    for first, time in enumerate(times):
        if first % OFTEN == 0:
            deadline.check()
        while end < len(times) and times[end] - time <= window_us:
            counts[masks[end]] += 1
            end += 1
        reached.append(judge(frozenset((mask, min(count, steps)) for mask, count in counts.items() if count)))
        counts[masks[first]] -= 1
    return reached


def _earliest(events: Sequence[tuple[int, int]], steps: int) -> tuple[tuple[int, ...], int]:
    """The times of the earliest events that meet all `steps`, and the earliest at which step 1 can be among them."""
    every = (1 << steps) - 1
    times = tuple(time for time, _ in _taken(events, every))
    for event in dict.fromkeys(events):
        if event[1] & 1 and event[0] in times:
            rest = list(events)
            rest.remove(event)
            if tuple(sorted(time for time, _ in [event, *_taken(rest, every & ~1)])) == times:
                return times, event[0]
    raise ValueError("these events do not meet all steps")


def _taken(events: Iterable[tuple[int, int]], wanted: int) -> list[tuple[int, int]]:
    """The earliest events that meet the steps whose bits are in `wanted`, each one of them.

    Sets of events that can meet different steps are the independent sets of a matroid, so taking each event that fits
    beside those taken before gives the earliest.
    """
    taken: list[tuple[int, int]] = []
    holder: dict[int, int] = {}  # step -> the event, a place in `taken`, that meets it

    def find_step(event: int, tried: set[int]) -> bool:
        mask = taken[event][1] & wanted
        for step in range(mask.bit_length()):
            if mask >> step & 1 and step not in tried:
                tried.add(step)
                if step not in holder or find_step(holder[step], tried):
                    holder[step] = event
                    return True
        return False

    for event in events:
        taken.append(event)
        if not find_step(len(taken) - 1, set()):
            taken.pop()
        elif len(taken) == wanted.bit_count():
            break
    return taken
