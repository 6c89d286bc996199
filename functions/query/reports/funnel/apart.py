"""A visitor's best attempt where no event can meet two steps: the common case, and a short way."""

from bisect import bisect_left
from collections.abc import Sequence


def furthest_apart(met: Sequence[Sequence[int]], steps: int, window_us: int, first_entry: bool) -> list[int]:
    """What `attempt.furthest_attempt` says of an order that is not strict and excludes nothing.

    `met[k]` are the times, ascending, of the events that meet step k, from the first step up to one that none of the
    visitor's events meets, or all `steps`; `met[0]` is not empty.

    Each step takes the first event that is not earlier than the one before. If the step that comes next is met too
    late for the window, so it is for every beginning that is not within the window of it: they are passed over.
    """
    begins = met[0]
    best: list[int] = []
    place = 0
    while place < len(begins):
        time = begins[place]
        latest = time + window_us
        times = [time]
        for later in met[1:]:
            found = bisect_left(later, time)
            if found == len(later):  # nor will it be met from any other beginning
                return times if len(times) > len(best) else best
            time = later[found]
            if time > latest:
                break
            times.append(time)
        if len(times) > len(best):
            best = times
        if first_entry or time <= latest or len(best) == steps:
            return best
        place = bisect_left(begins, time - window_us, place + 1)
    return best
