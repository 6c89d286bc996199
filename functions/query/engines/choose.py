"""Which engine gathers for a question, and why."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Protocol

from query.engines import postgres
from query.inquiry import Inquiry
from query.scope import Scope


class Engine(Protocol):
    """What gathers from where events lie. All engines gather the same for the same question and events."""

    def gathered(
        self, inquiry: Inquiry[Any, Any, Any], question: Any, scope: Scope
    ) -> AbstractContextManager[tuple[Any, Callable[[float], None]]]:
        """What the inquiry's tally needs for its answer to the question, for as long as the block lasts; and what is to
        be told the time (monotonic) while the tally counts."""


class Reason(StrEnum):
    """Why an engine was chosen; the list is closed."""

    ONLY_ENGINE = "onlyEngine"


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine, and why it is the one."""

    engine: Engine
    reason: Reason


ENGINES: dict[str, Engine] = {"postgres": postgres}
"""Every engine by its name."""


def choose(inquiry: Inquiry[Any, Any, Any], question: object, scope: Scope) -> EngineChoice:
    """The engine for a question; pure, and nothing else in the way of a question knows which it is."""
    return EngineChoice(ENGINES["postgres"], Reason.ONLY_ENGINE)
