"""The sessions that a question is about, found the slow way: each visitor's events on a line, cut where it is too long
until the next one."""

import json
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

FOLLOWED = timedelta(days=1)


@dataclass(frozen=True)
class Seen:
    """An event as the oracles know it; `visitor` is already the merged one, `called` what a step is named by it."""

    called: str | None
    visitor: str | None
    at: datetime
    says: Any = None


@dataclass(frozen=True)
class Visit:
    """One session."""

    visitor: str
    events: list[Seen]

    @property
    def start(self) -> datetime:
        """When it began."""
        return self.events[0].at

    def says(self, of: str) -> Any:
        """What it is told apart by: what is said at its first or at its last moment, of several the first as JSON."""
        moment = self.events[0].at if of == "session" else self.events[-1].at
        said = [one.says for one in self.events if one.at == moment and one.says is not None]
        return min(said, key=lambda each: json.dumps(each, ensure_ascii=False), default=None)


def visits(seen: Sequence[Seen], gap: timedelta, start: datetime, end: datetime) -> list[Visit]:
    """All that begin in `[start, end)`, with what happened until a day after it."""
    found = []
    for visitor in {one.visitor for one in seen} - {None}:
        line = sorted((one for one in seen if one.visitor == visitor), key=lambda one: (one.at, one.called or ""))
        while line:
            events = [line.pop(0)]
            while line and line[0].at - events[-1].at <= gap:
                events.append(line.pop(0))
            if start <= events[0].at < end:
                found.append(Visit(str(visitor), [one for one in events if one.at < end + FOLLOWED]))
    return found
