"""An inquiry: something that can be asked of an app's events, and how what is gathered for it becomes its answer."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, TypeVar

from query.scope import Scope

Q = TypeVar("Q")
G = TypeVar("G")
A = TypeVar("A")


def _nothing_more(_: object) -> None:
    pass


def _itself(question: object) -> object:
    return question


@dataclass(frozen=True, kw_only=True)
class Inquiry(Generic[Q, G, A]):
    """Every engine knows the inquiry by its `name` and gathers a `G` for its question; `tally`, which is pure, makes
    the answer of that. `check` refuses what can only be judged once the names in a question are looked up; `filters`
    is the part of a question that may name cohorts."""

    name: str
    tally: Callable[[Q, Scope, G], A]
    check: Callable[[Q], None] = _nothing_more
    filters: Callable[[Q], object] = _itself
