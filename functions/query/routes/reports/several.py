"""POST /api/apps/{appId}/reports: several questions in one request, each answered or refused by itself."""

from typing import Annotated, Any

from pydantic import Field, ValidationError

from query.access.door import AppToAsk
from query.api.room import Room
from query.questions.words import Words
from query.reports.catalogue import REPORTS
from query.routes.form import WAY
from query.routes.words import in_words
from query.several import Answered, Asked, answers_of
from spoor.errors import FieldProblem, SpoorError, TooLarge, Unprocessable
from spoor.http.error_answers import Json
from spoor.http.problems import problem

router = Room()

MOST = 20
"""Questions of one request."""
LARGEST = 4_500_000
"""Bytes of all answers together: a function may answer 6 MB, as JSON within JSON."""
_BY_NAME = {report.name: report for report in REPORTS}


class AnswersTooLarge(TooLarge):
    """More than LARGEST with this one."""

    code = "ANSWERS_TOO_LARGE"
    message = "The answers of this request are too large with this one. Ask it by itself."


class SeveralQuestions(Words):
    """Questions that are answered together. What one of them lacks is told in its place, and costs the others
    nothing."""

    questions: Annotated[list[Any], Field(max_length=MOST)]


_ANSWERS = {"application/json": {"schema": {"$ref": "#/components/schemas/SeveralAnswers"}}}


@router.post(
    "/apps/{app_id}/reports",
    responses={200: {"description": "What became of each, in the order of the questions.", "content": _ANSWERS}},
)
def answer_several(app: AppToAsk, several: SeveralQuestions) -> Json:
    """Up to 20 questions at once, each of any report, which `report` names. They are answered in their order, within
    the time that one question has: each has `status` 200 and the `answer` of its report, and `unseenNames` where it
    refers to names of which no event happened for a week, or the `status`, `code`,
    `message` and perhaps `errors` of its refusal, whose paths begin with `questions[…]`. None costs the others
    anything."""
    read = [_read(asked) for asked in several.questions]
    good = [each for each in read if isinstance(each, Asked)]
    scope = app.scope()
    answers = iter(answers_of(good, scope))
    room, said = LARGEST, []
    for at, each in enumerate(read):
        found = next(answers) if isinstance(each, Asked) else each
        text = _said(at, found)
        if len(text) > room:
            text = _said(at, AnswersTooLarge())
        room -= len(text)
        said.append(text)
    return _Written(b'{"answers":[' + b",".join(said) + b"]}", headers={WAY: ", ".join(scope.ways)})


class _Written(Json):
    """JSON that is written already."""

    def render(self, content: bytes) -> bytes:
        """The JSON itself."""
        return content


def _read(asked: Any) -> Asked | SpoorError:
    """A question as its report reads it, or what is wrong with it."""
    if not isinstance(asked, dict):
        return _refused("", "Give an object: `report`, and what the report is asked")
    if "report" not in asked:
        return _refused("report", "Field required")
    name = asked["report"]
    if not isinstance(name, str) or name not in _BY_NAME:
        return unknown_report(name)
    try:
        words = {word: said for word, said in asked.items() if word != "report"}
        return Asked(_BY_NAME[name], _BY_NAME[name].question.model_validate(words))
    except ValidationError as error:
        return Unprocessable([problem(dict(each)) for each in error.errors()])


def unknown_report(name: object) -> Unprocessable:
    """That there is no report of a name."""
    known = ", ".join(_BY_NAME)
    return _refused("report", f"There is no report called {str(name)[:50]!r}. The reports are {known}.")


def _refused(path: str, message: str) -> Unprocessable:
    return Unprocessable([{"path": path, "message": message}])


def _said(at: int, found: Answered | SpoorError) -> bytes:
    """What became of a question, as JSON."""
    if isinstance(found, Answered):
        unseen = {"unseenNames": in_words(found.unseen)} if found.unseen else {}
        return bytes(Json({"status": 200, "answer": in_words(found.answer), **unseen}).body)
    told: dict[str, Any] = {"status": found.status, "code": found.code, "message": found.message}
    if isinstance(found, Unprocessable) and found.problems:
        told["errors"] = [_of_question(at, each) for each in found.problems]
    return bytes(Json(told).body)


def _of_question(at: int, found: FieldProblem) -> FieldProblem:
    inside = f".{found['path']}" if found["path"] else ""
    return {**found, "path": f"questions[{at}]{inside}"}
