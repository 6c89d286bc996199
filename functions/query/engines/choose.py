"""Which engine gathers for a question, and why."""

from collections.abc import Callable
from contextlib import AbstractContextManager
from dataclasses import dataclass
from typing import Any, Protocol

from query.engines import lake, postgres
from query.engines.horizon import is_in_table
from query.engines.lake.words import LOOKS, reason_against
from query.engines.portable.words import is_portable
from query.engines.reasons import Reason
from query.inquiry import Inquiry
from query.scope import Scope
from spoor.lake import place
from spoor.settings import setting


class Engine(Protocol):
    """What gathers from where events lie. All engines gather the same for the same question and events."""

    def gathered(
        self, inquiry: Inquiry[Any, Any, Any], question: Any, scope: Scope
    ) -> AbstractContextManager[tuple[Any, Callable[[float], None]]]:
        """What the inquiry's tally needs for its answer to the question, for as long as the block lasts; and what is to
        be told the time (monotonic) while the tally counts.

        Raises Elsewhere where it finds out that another engine has to."""


@dataclass(frozen=True, slots=True)
class EngineChoice:
    """An engine by its name, and why it is the one."""

    name: str
    reason: Reason

    @property
    def engine(self) -> Engine:
        """The engine itself."""
        return ENGINES[self.name]


ENGINES: dict[str, Engine] = {"postgres": postgres, "lake": lake}
"""Every engine by its name."""


def choose(inquiry: Inquiry[Any, Any, Any], question: object, scope: Scope) -> EngineChoice:
    """The engine for a question, by its words and the app's horizon alone; nothing else in the way of a question knows
    which it is."""
    if not place.is_configured():
        return EngineChoice("postgres", Reason.NO_LAKE)
    if inquiry.name in LOOKS and not is_in_table(question, scope):
        return EngineChoice("lake", Reason.SEALED)
    reason = reason_against(inquiry.name, question)
    return EngineChoice("lake", Reason.SEALED) if reason is None else EngineChoice("postgres", reason)


def deferring(question: object, reason: Reason) -> str | None:
    """The engine elsewhere that answers later what is too large for this function, by its name; None where there is
    none, or it does not know all of the question."""
    engine = setting("LARGE_QUESTIONS", "")
    return engine if reason is Reason.TOO_LARGE and engine and is_portable(question) else None


def instead(reason: Reason) -> EngineChoice:
    """What answers where the lake found out that it cannot."""
    return EngineChoice("postgres", reason)
