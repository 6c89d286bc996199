"""Each visitor's events, for paths."""

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from query.engines.lake.events import Events, Wants, in_order_of_visitors
from query.engines.lake.rest import EPOCH_US
from query.engines.postgres.expressions.session_range import FOLLOWED
from query.reports.paths.question import PathsQuestion
from query.reports.paths.walks import Walk, Walks
from query.scope import Scope


def wants(question: PathsQuestion, scope: Scope) -> Wants:
    """As sessions do."""
    return Wants(question.start - scope.session_gap, question.end + FOLLOWED, [question.filters])


def gather(question: PathsQuestion, _: Scope, events: Events) -> Walks:
    """A walk for each visitor."""
    return _Walks(events, in_order_of_visitors(events, events.passing(question.filters)))


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
