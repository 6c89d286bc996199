"""Paths: counted here where they begin somewhere, else each visitor's events."""

import json
from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import timedelta
from itertools import pairwise

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.chunks import EventChunks
from query.engines.lake.compiled import ordered
from query.engines.lake.compiled.choices import chosen
from query.engines.lake.events import Events, Wants, in_order_of_visitors, microseconds
from query.engines.lake.kernels.distinct import distinct
from query.engines.lake.kernels.sessions import span
from query.engines.lake.kernels.visits import VisitCuts, visits
from query.engines.lake.table.rest import EPOCH_US
from query.engines.postgres.paths import LONGEST_NAME
from query.engines.reasons import Elsewhere, Reason
from query.reports.choice import ANY_EVENT
from query.reports.paths.counts import CountedPaths, NodeKey
from query.reports.paths.question import PathsQuestion
from query.reports.paths.walks import Walk, Walks
from query.scope import Scope

MOST_KEYS = 10_000_000
"""Up to so many a table of all keys that there could be is faster than sorting those there are."""

_MICROSECOND = timedelta(microseconds=1)
Ints = NDArray[np.int64]


def wants(question: PathsQuestion, scope: Scope) -> Wants:
    """As sessions do."""
    names = [] if question.property is None else [question.property]
    return Wants([span(question, scope)], [question.filters], names)


def gather(question: PathsQuestion, scope: Scope, events: Events) -> Walks | CountedPaths:
    """What the paths of all sessions add up to, or a walk for each visitor."""
    events = _named_by(question.property, events.within(*span(question, scope)))
    passing = events.passing(question.filters)
    if question.end_event is not None:
        return _Walks(events, in_order_of_visitors(events, passing))
    if (compiled := _in_one_pass(question, scope, EventChunks.of(events))) is not None:
        return compiled
    found = visits(events, scope.session_gap // _MICROSECOND, passing)
    return _counted(_steps(question, events, found))


def stream(question: PathsQuestion, scope: Scope, chunks: EventChunks) -> CountedPaths | None:
    """The same of chunks, where that can be."""
    if question.end_event is not None or question.property is not None:
        return None
    return _in_one_pass(question, scope, chunks.within(*span(question, scope)))


def _named_by(name: str | None, events: Events) -> Events:
    """The events with what they say under the name of a property in the place of their own names; empty for what is
    missing.

    Raises Elsewhere where numbers are said: 1.0 and 1 are one in files, and two steps.
    """
    if name is None:
        return events
    said = events.said[name]
    if any(text[:1] in "-0123456789{[" for text in said.values):
        raise Elsewhere(Reason.KEY_NOT_SEALED)
    texts = [_text(json.loads(text))[:LONGEST_NAME] for text in said.values]
    codes = {text: code for code, text in enumerate(dict.fromkeys(texts))}
    table = np.array([codes[text] for text in texts], dtype=np.int32)
    return replace(events, name=table[said.places], names={code: text for text, code in codes.items()})


def _text(value: str | bool | None) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value or ""


def _in_one_pass(question: PathsQuestion, scope: Scope, chunks: EventChunks) -> CountedPaths | None:
    """By the compiled kernel, which knows no event without a name."""
    codes = sorted(chunks.names, key=lambda code: chunks.names[code].encode())
    names = [chunks.names[code].encode() for code in codes]
    if not names or b"" in names:
        return None
    ranks = np.full(max(codes) + 1, -1, dtype=np.int32)
    ranks[codes] = np.arange(len(names), dtype=np.int32)
    place = _place_of(question.start_event, names)
    begin = -1 if place is None else len(names) if place < 0 else place  # there is no such rank
    found = ordered.paths(
        lambda: (chosen(chunk, [ANY_EVENT], question.filters) for chunk in chunks.begin()),
        chunks.people,
        scope.session_gap // _MICROSECOND,
        (microseconds(question.start), microseconds(question.end)),
        question.depth,
        begin,
        ranks,
        len(names),
    )
    return None if found is None else _counted_planes(found, names)


def _counted_planes(found: ordered.PathPlanes, names: list[bytes]) -> CountedPaths:
    visitors = ordered.visitors(found.seen)
    nodes = list(zip(*(each.tolist() for each in np.nonzero(visitors)), strict=True))
    met = {(step + 1, names[rank]): int(visitors[step, rank]) for step, rank in nodes}
    links = zip(*(each.tolist() for each in np.nonzero(found.followed)), strict=True)
    followed = {
        (step + 1, names[rank], names[then]): int(found.followed[step, rank, then]) for step, rank, then in links
    }

    def others(known: Collection[NodeKey]) -> Mapping[int, int]:
        beside: dict[int, list[int]] = {}
        for step, rank in nodes:
            if (step + 1, names[rank]) not in known:
                beside.setdefault(step, []).append(rank)
        planes = {step: np.bitwise_or.reduce(found.seen[step, ranks], axis=0) for step, ranks in beside.items()}
        return {step + 1: ordered.visitors(plane).item() for step, plane in planes.items()}

    return CountedPaths(met, followed, others)


@dataclass(frozen=True, slots=True)
class _Steps:
    """Steps of paths, session by session: `who` did at which `step` what (`name`, by its place in `names`), and whether
    the next one is of the same session (`goes_on`)."""

    who: Ints
    step: Ints
    name: Ints
    goes_on: NDArray[np.bool_]
    names: list[bytes]


def _steps(question: PathsQuestion, events: Events, found: VisitCuts) -> _Steps:
    """What has no name is no step, and neither is what repeats the step before."""
    codes = sorted(events.names, key=lambda code: events.names[code].encode())
    names = [events.names[code].encode() for code in codes]
    by_code = np.argsort(codes, kind="stable")
    rank = by_code[np.searchsorted(np.asarray(codes)[by_code], events.name[found.places])] if codes else found.places
    rank = _ties_in_order(events, found, rank)
    session = found.of_events()
    started = events.t[found.places[found.firsts]]
    begun = (started >= microseconds(question.start)) & (started < microseconds(question.end))
    kept = begun[session]
    if "" in events.names.values():
        kept &= rank != names.index(b"")
    session, rank, places = session[kept], rank[kept], found.places[kept]
    differs = np.ones(len(rank), dtype=bool)
    differs[1:] = (rank[1:] != rank[:-1]) | (session[1:] != session[:-1])
    session, rank, places = session[differs], rank[differs], places[differs]
    step = _numbered(session, rank, _place_of(question.start_event, names))
    path = (step >= 1) & (step <= question.depth)
    session, rank, places, step = session[path], rank[path], places[path], step[path]
    goes_on = np.zeros(len(rank), dtype=bool)
    goes_on[:-1] = session[1:] == session[:-1]
    return _Steps(events.who[places].astype(np.int64), step, rank, goes_on, names)


def _place_of(name: str | None, names: list[bytes]) -> int | None:
    if name is None:
        return None
    return names.index(name.encode()) if name.encode() in names else -1


def _ties_in_order(events: Events, found: VisitCuts, rank: Ints) -> Ints:
    """A visitor's events of one moment are in the order of their names."""
    who, t = events.who[found.places], events.t[found.places]
    same = (who[1:] == who[:-1]) & (t[1:] == t[:-1])
    if not np.any(same):
        return rank
    moment = np.append(0, np.cumsum(~same))
    tied = np.flatnonzero(np.append(same, False) | np.append(False, same))
    rank = rank.copy()
    rank[tied] = rank[tied][np.lexsort((rank[tied], moment[tied]))]
    return rank


def _numbered(session: Ints, rank: Ints, start: int | None) -> Ints:
    """Which step of its session's path each one is, from 1; less where the path has not begun."""
    places = np.arange(len(session))
    firsts = np.flatnonzero(np.append(True, session[1:] != session[:-1])) if len(session) else places
    lengths = np.diff(np.append(firsts, len(session)))
    begins = firsts
    if start is not None and len(session):
        begins = np.minimum.reduceat(np.where(rank == start, places, len(session) + 1), firsts)
    steps: Ints = places - np.repeat(begins, lengths) + 1
    return steps


def _counted(steps: _Steps) -> CountedPaths:
    many = max(len(steps.names), 1)
    node = steps.step * many + steps.name
    nodes, place = _numbered_alike(node)
    people = int(steps.who.max(initial=0)) + 1
    visitors = distinct(place, len(nodes), steps.who, people)
    met = {_key(each, steps): int(count) for each, count in zip(nodes.tolist(), visitors.tolist(), strict=True)}
    going = np.flatnonzero(steps.goes_on)
    links, at = _numbered_alike(node[going] * many + steps.name[going + 1])
    counts = np.bincount(at, minlength=len(links))
    followed = {
        (*_key(link // many, steps), steps.names[link % many]): count
        for link, count in zip(links.tolist(), counts.tolist(), strict=True)
    }

    def others(known: Collection[NodeKey]) -> Mapping[int, int]:
        is_other = np.array([_key(each, steps) not in known for each in nodes.tolist()], dtype=bool)
        beside = is_other[place]
        step = steps.step[beside]
        found = distinct(step, int(step.max(initial=0)) + 1, steps.who[beside], people)
        return {at: int(count) for at, count in enumerate(found.tolist()) if count}

    return CountedPaths(met, followed, others)


def _numbered_alike(keys: Ints) -> tuple[Ints, Ints]:
    """The different keys, ascending, and which of them each one is."""
    top = int(keys.max(initial=0)) + 1
    if top > MOST_KEYS:
        found, places = np.unique(keys, return_inverse=True)
        return found, places
    is_there = np.bincount(keys, minlength=top) > 0
    return np.flatnonzero(is_there), (np.cumsum(is_there) - 1)[keys]


def _key(node: int, steps: _Steps) -> NodeKey:
    many = max(len(steps.names), 1)
    return node // many, steps.names[node % many]


@dataclass(frozen=True, slots=True)
class _Walks:
    """Made a visitor at a time, as often as they are gone through."""

    events: Events
    places: Ints

    def __iter__(self) -> Iterator[Walk]:
        who = self.events.who[self.places]
        cuts = [0, *(np.flatnonzero(who[1:] != who[:-1]) + 1).tolist(), len(who)] if len(who) else [0]
        times = (self.events.t[self.places] - EPOCH_US).tolist()
        names = {code: name.encode() for code, name in self.events.names.items()}
        called = [names[code] for code in self.events.name[self.places].tolist()]
        for begin, end in pairwise(cuts):
            yield Walk(times[begin:end], called[begin:end])
