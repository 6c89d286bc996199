"""What each link answered last, for all instances: at most a minute old, and made by one of them at a time."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from time import sleep
from uuid import UUID

from spoor import database
from spoor.errors import SpoorError

OLDEST_S = 60
"""Nobody is given an older one."""
_RENEWED_AFTER_S = 30
"""From then on the first who asks waits for a new one, while all others are given what there is."""
_MAKING_S = 30
"""So long somebody may take to make one; finding all of it and answering have a little less."""
_TRIES, _PAUSE_S = 4, 0.25
"""Looks at whether somebody else has made one; no more, since an instance that waits here answers nobody else."""


@dataclass(frozen=True, slots=True)
class AnswerToMake:
    """The task to make the answer of a link, until then; it is lost where the answer is forgotten meanwhile."""

    share_id: UUID
    until: datetime


class AnswerInTheMaking(SpoorError):
    """Somebody else makes the answer, and needs longer than one can wait here."""

    status = 503
    code = "ANSWER_IN_THE_MAKING"
    message = "This is being counted just now. Ask again in a moment."
    retry_after = 2


def find(share_id: UUID, *, counts: bool) -> str | AnswerToMake:
    """The answer of a link, or the task where the caller has to make it. `counts` says that somebody views the link.

    Raises AnswerInTheMaking, DatabaseAway.
    """
    for tried in range(_TRIES):
        params = {"id": share_id, "counts": counts and not tried}
        [row] = database.run(database.sql("query.shares", "view_share"), params, repeatable=False)
        answer, age_s = row["answer"], row["age_seconds"]
        if answer is not None and age_s < _RENEWED_AFTER_S:
            return str(answer)
        beginning = {"id": share_id, "seconds": _MAKING_S}
        for begun in database.run(database.sql("query.shares", "begin_answer"), beginning, repeatable=False):
            return AnswerToMake(share_id, begun["making_until"])
        if answer is not None and age_s < OLDEST_S:
            return str(answer)
        sleep(_PAUSE_S)
    raise AnswerInTheMaking


@contextmanager
def held(task: AnswerToMake) -> Iterator[None]:
    """The task while it is done: where that fails, the next who asks may try."""
    try:
        yield
    except SpoorError:
        database.change(database.sql("query.shares", "give_up_answer"), asdict(task), repeatable=True)
        raise


def keep(task: AnswerToMake, answer: str, answered_at: datetime) -> None:
    """Keep an answer; `answered_at` is when it was begun.

    Raises DatabaseAway.
    """
    params = {**asdict(task), "answer": answer, "answered_at": answered_at}
    database.change(database.sql("query.shares", "keep_answer"), params, repeatable=True)


def forget(app_id: UUID) -> None:
    """Forget what the links of an app have answered, and what is being made, since it may tell of what is gone.

    Raises DatabaseAway.
    """
    database.change(database.sql("query.shares", "forget_answers"), {"app_id": app_id}, repeatable=True)
