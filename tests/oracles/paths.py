"""Paths, walked the slow way: write down what each session did, look for where its path begins and ends, count."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from tests.oracles.visits import Visit

OTHER = ("other",)
Name = str | tuple[str]
"""A name, or OTHER, which is none."""

Path = dict[int, str]
"""What was done at which step."""


@dataclass(frozen=True)
class Counted:
    """Visitors of each step and name; sessions that went from one name to the next after a step."""

    nodes: dict[tuple[int, Name], int]
    links: dict[tuple[int, Name, Name], int]


def path(visit: Visit, start: str | None, end: str | None, depth: int) -> Path | None:
    """The path of one session, if it has one."""
    names = [name for name, _ in groupby(one.called for one in visit.events if one.called)]
    if start is not None:
        while names and names[0] != start:
            names.pop(0)
    if not names:
        return None
    if end is None:
        return dict(enumerate(names[:depth], 1))
    ends = [at for at, name in enumerate(names) if name == end and not (start is not None and at == 0)]
    if not ends:
        return None
    names = names[: ends[0] + 1]
    if start is not None:
        return dict(enumerate(names, 1)) if len(names) <= depth else None
    steps = range(depth, 0, -1)
    return dict(zip(steps, reversed(names), strict=False))


def count(visits: Sequence[Visit], start: str | None, end: str | None, depth: int, limit: int) -> Counted:
    """What the answer has to say."""
    walked = [(visit.visitor, found) for visit in visits if (found := path(visit, start, end, depth))]
    by_step = {step: {found[step] for _, found in walked if step in found} for step in range(1, depth + 1)}

    def visitors(step: int, names: set[str]) -> int:
        return len({visitor for visitor, found in walked if found.get(step) in names})

    nodes: dict[tuple[int, Name], int] = {}
    kept: dict[int, list[str]] = {}
    for step, names in by_step.items():
        ranked = sorted(names, key=lambda name: (-visitors(step, {name}), name))
        kept[step] = ranked[:limit]
        nodes |= {(step, name): visitors(step, {name}) for name in kept[step]}
        if rest := set(ranked[limit:]):
            nodes[step, OTHER] = visitors(step, rest)
    links: dict[tuple[int, Name, Name], int] = {}
    for _, found in walked:
        shown = {step: name if name in kept[step] else OTHER for step, name in found.items()}
        for step in shown:
            if step + 1 in shown:
                link = (step, shown[step], shown[step + 1])
                links[link] = links.get(link, 0) + 1
    return Counted(nodes, links)
