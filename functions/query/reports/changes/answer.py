"""What is answered about a change."""

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from uuid import UUID

from query.answers import LEFT_OUT


@dataclass(frozen=True, slots=True)
class WithoutIt:
    """The number without a cause, and without those before it: what is left to explain, if it is significant."""

    now: float
    before: float
    significant: bool


@dataclass(frozen=True, slots=True)
class CauseAnswer:
    """A value and how its part of the number moved: `share` of the whole change, and `z` standard deviations of what
    chance does."""

    property: str
    value: Any
    now: float
    before: float
    share: float
    z: float
    without_it: WithoutIt


@dataclass(frozen=True, slots=True)
class NotedThen:
    """An annotation of the app."""

    id: UUID
    at: datetime
    text: str


@dataclass(frozen=True, slots=True)
class BeganAnswer:
    """When the change began, as far as can be told, and what the owner noted at that time."""

    at: datetime
    annotation: NotedThen | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class ChangesAnswer:
    """The number now and before, and whether more than chance moved it. `tested` values of the `properties` were looked
    at."""

    now: float
    before: float
    significant: bool
    causes: Sequence[CauseAnswer]
    properties: Sequence[str]
    tested: int
    began: BeganAnswer | None = field(default=None, metadata=LEFT_OUT)
