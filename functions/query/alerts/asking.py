"""The question of an alert over any period, asked, and its number."""

from collections.abc import Mapping
from dataclasses import replace
from time import monotonic
from typing import Any

from pydantic import ValidationError

from query.alerts import numbers
from query.alerts.numbers import WatchedNumber
from query.conductor import answered
from query.questions.comparison import Span
from query.reports.catalogue import REPORTS
from query.reports.deadline import Deadline
from query.reports.report import Report
from query.scope import Scope
from spoor.errors import SpoorError, Unprocessable
from spoor.http.problems import problem

WITHIN_S = 6.0
"""Seconds for one question of an alert; it counts for a little longer."""

_BY_NAME: Mapping[str, Report[Any, Any, Any]] = {report.name: report for report in REPORTS}
_APART = {"compare", "breakdown", "timeToConvert"}
"""What a question may ask besides, and no number of it needs; of a funnel its `interval` as well."""


def over(report: str, question: Mapping[str, Any], timezone: str, span: Span) -> Any:
    """The question about a period, as its report reads it.

    Raises Unprocessable.
    """
    said = {"timezone": timezone, "from": span.start.isoformat(), "to": span.end.isoformat()}
    if report == "changes":
        inner = question.get("question")
        words: dict[str, Any] = {**question, "question": _bare(inner, said) if isinstance(inner, Mapping) else inner}
    else:
        words = _bare(question, said)
        if report == "funnel":
            words.pop("interval", None)
        if "lists" in words:
            words["lists"] = []
    try:
        return _BY_NAME[report].question.model_validate(words)
    except ValidationError as error:
        raise Unprocessable([problem({**each, "loc": ("question", *each["loc"])}) for each in error.errors()]) from None


def answer_to(report: str, asked: Any, scope: Scope, until: float) -> Any:
    """What the report answers, before `until` (monotonic).

    Raises what `answered` does.
    """
    deadline = Deadline(min(until, monotonic() + WITHIN_S))
    return answered(_BY_NAME[report], asked, replace(scope, deadline=deadline))[1]


def number_called(report: str, word: str | None) -> tuple[str, WatchedNumber]:
    """A number of a report, the usual one where none is named.

    Raises Unprocessable.
    """
    known = numbers.of(report)
    found = word if word is not None else next(iter(known))
    if found not in known:
        message = f"{report} has no such number; it has {', '.join(known)}"
        raise Unprocessable([{"path": "number", "message": message}])
    return found, known[found]


def is_report(name: str) -> bool:
    """Whether there is a report of that name."""
    return name in _BY_NAME


def causes_of(report: str, asked: Any, now: Span, earlier: Span, scope: Scope, until: float) -> Any:
    """What the report `changes` says of the number of trends or of a funnel; None where it has nothing to say."""
    words = {
        "question": _said(asked, now),
        "compare": {"from": earlier.start.isoformat(), "to": earlier.end.isoformat()},
    }
    try:
        return answer_to("changes", _BY_NAME["changes"].question.model_validate(words), scope, until)
    except (SpoorError, ValidationError):
        return None


def _said(asked: Any, span: Span) -> dict[str, Any]:
    said: dict[str, Any] = asked.model_dump(by_alias=True, exclude_unset=True)
    return {**said, "from": span.start.isoformat(), "to": span.end.isoformat()}


def _bare(question: Mapping[str, Any], said: Mapping[str, str]) -> dict[str, Any]:
    return {**{word: each for word, each in question.items() if word not in _APART}, **said}
