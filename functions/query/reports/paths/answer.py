"""What is answered about paths."""

from dataclasses import dataclass
from operator import itemgetter

from query.reports.paths.question import PathsQuestion
from query.table import Cell, Table

OTHER = "$other"


@dataclass(frozen=True, slots=True)
class PathNode:
    """What so many different `visitors` did as their step `step` (from 1); `$other` is all that is beyond the limit.

    The `id` is unique in the answer and means nothing else.
    """

    id: str
    step: int
    name: str
    visitors: int


@dataclass(frozen=True, slots=True)
class PathLink:
    """In how many sessions the node `target` followed the node `source`."""

    source: str
    target: str
    count: int


@dataclass(frozen=True, slots=True)
class PathsAnswer:
    """Nodes by step and then by visitors, most first; links by step and then by count."""

    nodes: list[PathNode]
    links: list[PathLink]


def table(_: PathsQuestion, answer: PathsAnswer) -> Table:
    """A row a link, and one for each node that none leaves."""
    nodes = {node.id: node for node in answer.nodes}
    rows: list[tuple[int, list[Cell]]] = []
    for link in answer.links:
        source, target = nodes[link.source], nodes[link.target]
        rows.append((source.step, [source.step, source.name, source.visitors, target.name, link.count]))
    left = {link.source for link in answer.links}
    rows += [
        (node.step, [node.step, node.name, node.visitors, None, None]) for node in nodes.values() if node.id not in left
    ]
    columns = ["step", "name", "visitors", "next", "sessions"]
    return Table(columns, [cells for _, cells in sorted(rows, key=itemgetter(0))])
