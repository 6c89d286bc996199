"""Whose events a question is about, and what the names in it stand for."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any
from uuid import UUID

from query.reports.deadline import NEVER, Deadline

ANSWERED_WITHIN_S = 16.0
"""Seconds for all that is gathered for an answer together: finding the app takes `database.WITHIN` at most, and the
function has 28."""


@dataclass(frozen=True, slots=True)
class Note:
    """What the owner noted at a time: an annotation."""

    id: UUID
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class Scope:
    """An app of the caller's. `session_gap` is the longest pause within a session, `now` the database's clock,
    `cohorts` the definitions of all cohorts that the question names, `deadline` when it has to be answered. `user_id`
    is who asks, `notes` are what the owner noted in the time of a question that tells when something began. `ways` is
    told how each question was answered: by which engine, and why; `named` which event names it refers to. Events before
    the `horizon` are in the lake alone, where there is one."""

    app_id: UUID
    session_gap: timedelta
    now: datetime
    cohorts: Mapping[UUID, Any] = field(default_factory=dict)
    deadline: Deadline = NEVER
    user_id: str = ""
    horizon: datetime | None = None
    notes: Sequence[Note] = ()
    ways: list[str] = field(default_factory=list, compare=False)
    named: set[str] = field(default_factory=set, compare=False)
