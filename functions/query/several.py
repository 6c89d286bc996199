"""Several questions of one request, one after the other on one connection: what fails, or is too slow, costs the others
nothing."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from time import monotonic
from typing import Any

from query.apps.unseen_names import UnseenName, unseen_of
from query.conductor import answered
from query.inquiry import Inquiry
from query.scope import Scope
from spoor.errors import SpoorError, TooSlow
from spoor.telemetry import log_fault, logger

_WORTH_IT = 2.0
"""How many times the time that was not enough a question has to get to be asked again."""
_LONG_S = 4.0
"""Who was not answered in so long is not asked again: engines give them no more than that a second time."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question of an inquiry, read."""

    inquiry: Inquiry[Any, Any, Any]
    question: Any


@dataclass(frozen=True, slots=True)
class Answered:
    """A question with all that it names looked up, its answer, and which names in it were not seen for a week."""

    question: Any
    answer: Any
    unseen: Sequence[UnseenName] = ()


class TooSlowBesideOthers(TooSlow):
    """A report ran into its share of the time."""

    message = "This report took too long beside the others. Ask it by itself, or for a shorter range or fewer series."


def answers_of(asked: Sequence[Asked], scope: Scope) -> list[Answered | SpoorError]:
    """What becomes of each question, in their order, within the scope's deadline.

    Each has an equal share of the time that those before it left. What another try may mend (time, a turn, a
    connection) is asked again when all others are answered, with the time that is left then.
    """
    found: list[Answered | SpoorError] = []
    had_s = []
    for at, one in enumerate(asked):
        begun = monotonic()
        found.append(_answer_of(one, scope, len(asked) - at))
        had_s.append(monotonic() - begun)
    again = [at for at, each in enumerate(found) if getattr(each, "retry_after", None) and had_s[at] < _LONG_S]
    for place, at in enumerate(again):
        share_s = scope.deadline.left_s() / (len(again) - place)
        if share_s > had_s[at] * (_WORTH_IT if isinstance(found[at], TooSlow) else 0.0):
            found[at] = _answer_of(asked[at], scope, len(again) - place)
    for error in found:
        if isinstance(error, SpoorError) and error.status >= 500:
            cause = getattr(error, "cause", None)
            logger.error("question failed", code=error.code, cause=cause, kind=type(error.__cause__).__name__)
    return found


def _answer_of(asked: Asked, scope: Scope, among: int) -> Answered | SpoorError:
    """What becomes of one of so many questions that wait."""
    try:
        own = replace(scope, deadline=scope.deadline.share(among), named=set())
        return Answered(*answered(asked.inquiry, asked.question, own), unseen_of(own))
    except TooSlow as error:
        return TooSlowBesideOthers() if among > 1 else error
    except SpoorError as error:
        return error
    except Exception as error:  # the outermost edge of this question: the others have one of their own
        log_fault(error)
        return SpoorError()
