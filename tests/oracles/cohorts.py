"""Cohorts, counted on fingers: take each visitor, count what he did, see whether that is enough."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime


@dataclass(frozen=True)
class Seen:
    """An event as the oracle knows it; `visitor` is already the merged one."""

    name: str
    visitor: str | None
    at: datetime


def did(
    seen: Sequence[Seen], name: str | None, start: datetime, end: datetime, at_least: int, at_most: int | None
) -> list[str]:
    """The visitors who did it often enough, and not too often, in order."""
    members = []
    for visitor in sorted({one.visitor for one in seen if one.visitor is not None}):
        times = 0
        for one in seen:
            if one.visitor == visitor and name in (None, one.name) and start <= one.at < end:
                times += 1
        if times >= at_least and (at_most is None or times <= at_most):
            members.append(visitor)
    return members
