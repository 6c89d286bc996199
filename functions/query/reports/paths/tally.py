"""Counts paths: who did what at which step, and what followed on what."""

import sys
from array import array
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from typing import Any, TypeAlias

from query.reports.paths.answer import OTHER, PathLink, PathNode, PathsAnswer
from query.reports.paths.question import PathsQuestion
from query.reports.paths.statement import MOST_BYTES
from query.reports.paths.steps import Path, Shape, path_of, sessions
from query.reports.report import Rows
from query.scope import Scope
from spoor.errors import TooLarge

Place: TypeAlias = tuple[int, bytes]
"""A step, and what was done at it."""

_MICROSECOND = timedelta(microseconds=1)
_2000 = datetime(2000, 1, 1, tzinfo=UTC)


def tally(question: PathsQuestion, scope: Scope, rows: Rows) -> PathsAnswer:
    """The answer that the visitors' paths add up to.

    Raises TooLarge.
    """
    if any(row["size"] is not None for row in rows):
        raise TooLarge(
            f"The events of this range take more than {MOST_BYTES:,} bytes. Ask for a shorter range, or add filters."
        )
    taken: Counter[Path] = Counter()
    visitors: Counter[tuple[Path, ...]] = Counter()  # by all paths of theirs
    known: dict[Path, Path] = {}
    for row in rows:
        own = [known.setdefault(path, path) for path in _paths(question, scope, row)]
        if own:
            taken.update(own)
            visitors[tuple(dict.fromkeys(own))] += 1
    return _counted(taken, visitors, question.limit)


def _paths(question: PathsQuestion, scope: Scope, row: Mapping[str, Any]) -> Iterator[Path]:
    """The paths of a visitor's sessions that begin in the range. Events at one time are in the order of their names."""
    shape = Shape(_bytes(question.start_event), _bytes(question.end_event), question.depth)
    since, until = _since_2000(question.start), _since_2000(question.end)
    events = sorted(zip(_integers(row["times"]), row["names"].split(b"\0"), strict=True))
    for begun, names in sessions(events, scope.session_gap // _MICROSECOND):
        if since <= begun < until and (path := path_of(names, shape)):
            yield path


def _counted(taken: Counter[Path], visitors: Counter[tuple[Path, ...]], limit: int) -> PathsAnswer:
    met: Counter[Place] = Counter()
    for paths, count in visitors.items():
        for place in {place for path in paths for place in _places(path)}:
            met[place] += count
    nodes = _nodes(met, limit)
    others: Counter[int] = Counter()
    for paths, count in visitors.items() if len(nodes) < len(met) else ():
        for step in {place[0] for path in paths for place in _places(path) if place not in nodes}:
            others[step] += count
    for step, count in others.items():
        nodes[step, b""] = PathNode(f"{step}.other", step, OTHER, count)
    followed: Counter[tuple[str, str]] = Counter()
    for path, count in taken.items():
        ids = [(nodes.get(place) or nodes[place[0], b""]).id for place in _places(path)]
        for pair in pairwise(ids):
            followed[pair] += count
    listed = sorted(nodes.values(), key=lambda node: node.step)
    return PathsAnswer(listed, _links(listed, followed))


def _nodes(met: Counter[Place], limit: int) -> dict[Place, PathNode]:
    """Of each step the `limit` places with the most visitors, ties by name."""
    nodes: dict[Place, PathNode] = {}
    ranks: Counter[int] = Counter()
    for place, visitors in sorted(met.items(), key=lambda each: (-each[1], each[0])):
        step, name = place
        ranks[step] += 1
        if ranks[step] <= limit:
            nodes[place] = PathNode(f"{step}.{ranks[step]}", step, name.decode(), visitors)
    return nodes


def _links(listed: Sequence[PathNode], followed: Counter[tuple[str, str]]) -> list[PathLink]:
    order = {node.id: place for place, node in enumerate(listed)}
    steps = {node.id: node.step for node in listed}
    links = [PathLink(source, target, count) for (source, target), count in followed.items()]
    return sorted(links, key=lambda link: (steps[link.source], -link.count, order[link.source], order[link.target]))


def _places(path: Path) -> Iterator[Place]:
    return enumerate(path.names, path.first)


def _bytes(name: str | None) -> bytes | None:
    return None if name is None else name.encode()


def _since_2000(instant: datetime) -> int:
    return (instant - _2000) // _MICROSECOND


def _integers(packed: bytes) -> Sequence[int]:
    """What Postgres sends as `int8` each, the highest byte first."""
    found = array("q", packed)
    if sys.byteorder == "little":
        found.byteswap()
    return found
