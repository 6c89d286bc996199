"""From a question to its answer: what it names is looked up, an engine gathers, a tally answers."""

from dataclasses import replace
from typing import TypeVar
from uuid import UUID

from query.engines.choose import EngineChoice, choose, deferring, instead
from query.engines.horizon import check_table, in_table
from query.engines.reasons import Elsewhere, Reason
from query.inquiry import Inquiry
from query.lookups import looked_up
from query.questions.event_names import names_in
from query.scope import Scope
from spoor.errors import TooLarge, TooSlow
from spoor.settings import setting

Q = TypeVar("Q")
G = TypeVar("G")
A = TypeVar("A")


class Deferred(Exception):
    """An engine elsewhere answers the question, as a job."""

    def __init__(self, job: UUID) -> None:
        super().__init__(str(job))
        self.job = job


class TooLargeForOne(TooLarge):
    """More events than one function holds, and than Postgres counts in time."""

    code = "QUESTION_TOO_LARGE"
    message = (
        "This question is about more events than one function can count. Ask for a shorter range; or have whoever runs "
        "this deployment set its parameter LargeQuestions to athena or spark, which answer most of such questions "
        "(docs/scale.md)."
    )

    @classmethod
    def where(cls, engine: str | None) -> "TooLargeForOne":
        """As it is said where an engine for such questions is set; None where it does not know all of this one."""
        if engine is None:
            how = "The engine for large questions does not know all of it (docs/scale.md): ask for a shorter range."
        else:
            how = f"Ask for it by itself: then {engine} answers it, in a while; or ask for a shorter range."
        return cls(f"This question is about more events than one function can count. {how}")


def answered(inquiry: Inquiry[Q, G, A], question: Q, scope: Scope, *, may_wait: bool = False) -> tuple[Q, A]:
    """The question with all that it names looked up, and its answer. Who may wait comes back for the answer to one that
    is too large.

    Raises Deferred where they may, EngineAway, what looking up and `inquiry.check` raise, BeforeHorizon and
    LakeAway where nobody has all that it takes, TooDear, TooLarge, TooManyReports, TooSlow, DatabaseAway.
    """
    asked, scope = looked_up(inquiry, question, scope)
    asked, scope = in_table(asked, scope)
    scope.named.update(names_in(asked), names_in(scope.cohorts))
    try:
        return asked, _answer(choose(inquiry, asked, scope), inquiry, asked, scope)
    except Elsewhere as error:
        reason = error.reason
    if may_wait and (engine := deferring(asked, reason)) is not None:
        from query.engines.portable import jobs  # with DuckDB, for what it puts together

        try:
            raise Deferred(jobs.begin(engine, inquiry.name, asked, scope))
        except Elsewhere as error:
            reason = error.reason
    try:
        return asked, _answer(instead(reason), inquiry, asked, scope)
    except (TooLarge, TooSlow) as error:
        if reason is not Reason.TOO_LARGE:
            raise
        if not setting("LARGE_QUESTIONS", ""):
            raise TooLargeForOne from error
        raise TooLargeForOne.where(None if may_wait else deferring(asked, reason)) from error


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
