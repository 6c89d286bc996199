"""From a question to its answer: what it names is looked up, an engine gathers, a tally answers."""

from dataclasses import replace
from typing import TypeVar

from query.engines.choose import EngineChoice, choose, instead
from query.engines.horizon import check_table, in_table
from query.engines.reasons import Elsewhere, Reason
from query.inquiry import Inquiry
from query.lookups import looked_up
from query.scope import Scope

Q = TypeVar("Q")
G = TypeVar("G")
A = TypeVar("A")


def answered(inquiry: Inquiry[Q, G, A], question: Q, scope: Scope) -> tuple[Q, A]:
    """The question with all that it names looked up, and its answer.

    Raises what looking up and `inquiry.check` raise, BeforeHorizon and LakeAway where nobody has all that it takes,
    TooDear, TooLarge, TooManyReports, TooSlow, DatabaseAway.
    """
    asked, scope = looked_up(inquiry, question, scope)
    asked = in_table(asked, scope)
    try:
        return asked, _answer(choose(inquiry, asked, scope), inquiry, asked, scope)
    except Elsewhere as error:
        return asked, _answer(instead(error.reason), inquiry, asked, scope)


def _answer(choice: EngineChoice, inquiry: Inquiry[Q, G, A], asked: Q, scope: Scope) -> A:
    if choice.reason is not Reason.SEALED:
        check_table(asked, scope, choice.reason)
    with choice.engine.gathered(inquiry, asked, scope) as (found, alive):
        counting = replace(scope, deadline=replace(scope.deadline, alive=alive))
        answer = inquiry.tally(asked, counting, found)
    scope.ways.append(f"{choice.name}; reason={choice.reason}")
    return answer


def answer_of(inquiry: Inquiry[Q, G, A], question: Q, scope: Scope) -> A:
    """The answer alone.

    Raises as `answered` does.
    """
    return answered(inquiry, question, scope)[1]
