"""Each visitor's events, for paths, or what is counted of them."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass
from datetime import timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled import ordered
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Wants, in_order_of_visitors
from query.engines.lake.rest import EPOCH_US
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.reports.choice import ANY_EVENT
from query.reports.paths.question import PathsQuestion
from query.reports.paths.walks import CountedPaths, NodeKey, Walk, Walks
from query.scope import Scope

_MICROSECOND = timedelta(microseconds=1)


def wants(question: PathsQuestion, scope: Scope) -> Wants:
    """As sessions do."""
    return Wants(question.start - scope.session_gap, question.end + FOLLOWED, [question.filters])


def gather(question: PathsQuestion, scope: Scope, events: Events) -> Walks | CountedPaths:
    """What is counted, where it can be here; else a walk for each visitor."""
    return _in_one_pass(question, scope, events) or _Walks(
        events, in_order_of_visitors(events, events.passing(question.filters))
    )


@dataclass(frozen=True, slots=True)
class _Walks:
    """Made a visitor at a time, as often as they are gone through."""

    events: Events
    places: np.ndarray[tuple[int], np.dtype[np.int64]]

    def __iter__(self) -> Iterator[Walk]:
        who = self.events.who[self.places]
        cuts = [0, *(np.flatnonzero(who[1:] != who[:-1]) + 1).tolist(), len(who)] if len(who) else [0]
        times = (self.events.t[self.places] - EPOCH_US).tolist()
        names = {code: name.encode() for code, name in self.events.names.items()}
        called = [names[code] for code in self.events.name[self.places].tolist()]
        for begin, end in pairwise(cuts):
            yield Walk(times[begin:end], called[begin:end])


def _in_one_pass(question: PathsQuestion, scope: Scope, events: Events) -> CountedPaths | None:
    """By the compiled kernel, which does not know paths to an end."""
    if question.end_event is not None or not events.names:
        return None
    ordered_codes = sorted(events.names, key=lambda code: events.names[code].encode())
    names = [events.names[code].encode() for code in ordered_codes]
    ranks = np.full(max(ordered_codes) + 1, -1, dtype=np.int32)
    ranks[ordered_codes] = np.arange(len(names), dtype=np.int32)
    begin = -1
    if question.start_event is not None:
        code = events.code(question.start_event)
        begin = int(ranks[code]) if code >= 0 else len(names)  # which no event has
    since, until = events.cut([question.start, question.end])
    found = ordered.paths(
        chosen(events, [ANY_EVENT], question.filters),
        scope.session_gap // _MICROSECOND, (since, until), question.depth, begin, ranks, len(names),
    )  # fmt: skip
    return None if found is None else _counted(found, names)


def _counted(found: ordered.PathPlanes, names: list[bytes]) -> CountedPaths:
    visitors = np.bitwise_count(found.seen.view(np.uint64)).sum(axis=2, dtype=np.int64)
    steps, ranks = (each.tolist() for each in np.nonzero(visitors))
    met = {(step + 1, names[rank]): int(visitors[step, rank]) for step, rank in zip(steps, ranks, strict=True)}
    links = zip(*(each.tolist() for each in np.nonzero(found.followed)), strict=True)
    followed = {
        (step + 1, names[rank], names[then]): int(found.followed[step, rank, then]) for step, rank, then in links
    }

    def others(but: Collection[NodeKey]) -> Mapping[int, int]:
        beside: dict[int, NDArray[np.uint8]] = {}
        for step, rank in zip(steps, ranks, strict=True):
            if (step + 1, names[rank]) not in but:
                plane = found.seen[step, rank]
                beside[step + 1] = beside[step + 1] | plane if step + 1 in beside else plane
        return {step: int(np.bitwise_count(plane).sum(dtype=np.int64)) for step, plane in beside.items()}

    return CountedPaths(met, followed, others)
