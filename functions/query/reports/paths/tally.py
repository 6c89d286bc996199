"""Counts paths: who did what at which step, and what followed on what."""

from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from itertools import count

from query.reports.breakdown import OTHER
from query.reports.paths.answer import PathLink, PathNode, PathsAnswer
from query.reports.paths.counts import CountedPaths, NodeKey
from query.reports.paths.question import PathsQuestion
from query.reports.paths.steps import Path, Shape, path_of, sessions
from query.reports.paths.walks import Walks
from query.scope import Scope

_REST = b""  # no name: every name has a letter
_MICROSECOND = timedelta(microseconds=1)
_2000 = datetime(2000, 1, 1, tzinfo=UTC)


def tally(question: PathsQuestion, scope: Scope, found: Walks | CountedPaths) -> PathsAnswer:
    """The answer that the visitors' paths add up to.

    Raises TooSlow.
    """
    counted = found if isinstance(found, CountedPaths) else _counted(question, scope, found)
    nodes = _nodes(counted.met, question.limit)
    if len(nodes) < len(counted.met):
        others = counted.others(nodes)
        nodes |= {(step, _REST): PathNode(f"{step}.other", step, OTHER, count) for step, count in others.items()}
    listed = sorted(nodes.values(), key=lambda node: node.step)
    return PathsAnswer(listed, _links(nodes, listed, counted.followed))


def _counted(question: PathsQuestion, scope: Scope, walks: Walks) -> CountedPaths:
    met: dict[NodeKey, int] = defaultdict(int)
    followed: dict[tuple[int, bytes, bytes], int] = defaultdict(int)
    for paths in _walked(question, scope, walks):
        for key in {key for path in paths for key in enumerate(path.names, path.first)}:
            met[key] += 1
        for first, names in paths:
            for link in zip(count(first), names, names[1:]):
                followed[link] += 1
    return CountedPaths(met, followed, lambda nodes: _others(nodes, _walked(question, scope, walks)))


def _walked(question: PathsQuestion, scope: Scope, walks: Walks) -> Iterator[list[Path]]:
    """The paths of each visitor in the sessions that begin in the range."""
    shape = Shape(_bytes(question.start_event), _bytes(question.end_event), question.depth)
    since, until = _since_2000(question.start), _since_2000(question.end)
    gap = scope.session_gap // _MICROSECOND
    for walk in walks:
        scope.deadline.check()
        visits = sessions(walk.times, walk.names, gap)
        yield [path for begun, names in visits if since <= begun < until and (path := path_of(names, shape))]


def _nodes(met: Mapping[NodeKey, int], limit: int) -> dict[NodeKey, PathNode]:
    """Of each step the `limit` things with the most visitors, ties by name."""
    nodes: dict[NodeKey, PathNode] = {}
    ranks: Counter[int] = Counter()
    for (step, name), visitors in sorted(met.items(), key=lambda each: (-each[1], each[0])):
        ranks[step] += 1
        if ranks[step] <= limit:
            nodes[step, name] = PathNode(f"{step}.{ranks[step]}", step, name.decode(), visitors)
    return nodes


def _others(nodes: Collection[NodeKey], walked: Iterable[list[Path]]) -> dict[int, int]:
    """The visitors of all the other things at each step. They cannot be added up, so all paths are walked once more."""
    visitors: Counter[int] = Counter()
    for paths in walked:
        keys = {key for path in paths for key in enumerate(path.names, path.first)}
        visitors.update({key[0] for key in keys if key not in nodes})
    return visitors


def _links(
    nodes: Mapping[NodeKey, PathNode], listed: Sequence[PathNode], followed: Mapping[tuple[int, bytes, bytes], int]
) -> list[PathLink]:
    counts: Counter[tuple[str, str]] = Counter()
    for (step, name, then), count_of in followed.items():
        source = nodes.get((step, name)) or nodes[step, _REST]
        target = nodes.get((step + 1, then)) or nodes[step + 1, _REST]
        counts[source.id, target.id] += count_of
    order = {node.id: at for at, node in enumerate(listed)}
    steps = {node.id: node.step for node in listed}
    links = [PathLink(source, target, count) for (source, target), count in counts.items()]
    return sorted(links, key=lambda link: (steps[link.source], -link.count, order[link.source], order[link.target]))


def _bytes(name: str | None) -> bytes | None:
    return None if name is None else name.encode()


def _since_2000(instant: datetime) -> int:
    return (instant - _2000) // _MICROSECOND
