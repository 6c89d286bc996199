"""Asks a report as a program does, and adds what is true of its answer."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any
from urllib.parse import unquote

from pydantic import ValidationError

from query.mcp.accounts import unit
from query.mcp.dashboard.address import DashboardLink, Words, link, shared_words
from query.mcp.dashboard.views import view_of
from query.mcp.result import EXACT, AnswerFacts, ToolResult, answered, refusal_of
from query.mcp.routes import RouteReply
from query.mcp.teaching import did_you_mean, is_empty, known_words, taught
from query.mcp.tool import Asking
from query.reports.catalogue import REPORTS
from query.routes.form import UNSEEN, WAY
from spoor.http.problems import problem

BY_NAME: Mapping[str, Any] = {report.name: report for report in REPORTS}
_PAGES = {"funnel": "funnels.md"}
_LATER = 202
_COME_BACK = (
    "No answer yet: this is about more events than one function counts, and is being counted elsewhere. In a minute "
    "call ask_report again, with the same report and question and with `job`, the jobId."
)


async def ask(
    asking: Asking, app_id: str, report: str, question: Mapping[str, Any], job: str | None = None
) -> ToolResult:
    """What a report answers, or the job that was begun for it before; its refusal with a question that can be asked."""
    if job is not None and (wrong := _unreadable(report, question)):
        return wrong
    if job is None:
        reply = await asking.api.post(f"/apps/{app_id}/reports/{report}", question)
    else:
        reply = await asking.api.get(f"/apps/{app_id}/jobs/{job}")
    if reply.is_refusal:
        return _refusal(reply, report)
    if reply.status == _LATER:
        return ToolResult({"pending": {"message": _COME_BACK, **reply.said}})
    data: dict[str, Any] = {"answer": reply.said}
    if unseen := reply.headers.get(UNSEEN.lower()):
        data["namesNotSeenForAWeek"] = unquote(unseen)
    spanned = spanned_by(report, question)
    if spanned.group is not None:
        data["accountType"] = spanned.group
    if is_empty(reply.said):
        catalog = await asking.api.get(f"/apps/{app_id}/catalog")
        if not catalog.is_refusal:
            data["didYouMean"] = did_you_mean(question, catalog.said)
    return answered(_facts(asking, app_id, report, question, spanned, reply), data)


def definition(asking: Asking, report: str) -> str:
    """The page that says what a report counts."""
    return asking.docs(_PAGES.get(report, f"reports.md#{report}"))


def link_of(asking: Asking, app_id: str, report: str, question: Mapping[str, Any]) -> DashboardLink:
    """Where the pages show what a question that can be asked answers, or why they do not."""
    return link(asking.origin, app_id, lambda: place_of(report, question))


def place_of(report: str, question: Mapping[str, Any]) -> tuple[str, Words]:
    """The view that shows it, and the words of its address.

    Raises NotInAnAddress.
    """
    spanned = spanned_by(report, question)
    view, words, shown = view_of(report, question)
    return view, [*words, *shared_words(shown, spanned.start, spanned.end, spanned.zone)]


def spanned_by(report: str, question: Mapping[str, Any]) -> Any:
    """The question, read, whose range the answer is about. Raises pydantic's ValidationError."""
    read = BY_NAME[report].question.model_validate(question)
    return read.question if report == "changes" else read


def _facts(
    asking: Asking, app_id: str, report: str, question: Mapping[str, Any], spanned: Any, reply: RouteReply
) -> AnswerFacts:
    return AnswerFacts(
        defines=definition(asking, report),
        zone=spanned.timezone,
        start=spanned.start,
        end=spanned.end,
        link=link_of(asking, app_id, report, question),
        exactness=_exactness(reply.headers.get(WAY.lower(), ""), spanned.end, asking.now),
        unit=unit(spanned.group),
    )


def _exactness(way: str, end: datetime, now: datetime) -> dict[str, Any]:
    over = end <= now
    told = {"exact": True, "means": EXACT, "answeredFrom": way, "rangeIsOver": over}
    return told if over else {**told, "stillCounting": "The range goes on: the same question may answer more later."}


def _unreadable(report: str, question: Mapping[str, Any]) -> ToolResult | None:
    """The refusal of a question that comes with a job and is none: no route reads it."""
    try:
        spanned_by(report, question)
    except ValidationError as error:
        errors = [problem(dict(each)) for each in error.errors()]
        message = "With a job go the report and the question that it was begun for; see `errors`."
        return _refusal(RouteReply(422, {}, {"code": "INVALID_REQUEST", "message": message, "errors": errors}), report)
    return None


def _refusal(reply: RouteReply, report: str) -> ToolResult:
    """A 422 teaches: the word that was likely meant, and a question of this report that can be asked as it is."""
    if reply.status != 422:
        return refusal_of(reply)
    told = refusal_of(reply)
    refused = dict(told.facts["refused"])
    if report in BY_NAME:
        model = BY_NAME[report].question
        if "errors" in refused:
            refused["errors"] = taught(refused["errors"], known_words(model))
        refused |= {"example": BY_NAME[report].example.question, "definition": _PAGES.get(report, "reports.md")}
    return ToolResult({"refused": refused}, is_refusal=True)


def words_of(schema: Any) -> Any:
    """A question's JSON Schema without titles, which say nothing."""
    if isinstance(schema, list):
        return [words_of(each) for each in schema]
    if not isinstance(schema, dict):
        return schema
    kept = {word: words_of(each) for word, each in schema.items() if word != "title" or isinstance(each, dict)}
    if isinstance(kept.get("description"), str):
        kept["description"] = re.sub(r"\s+", " ", kept["description"])
    return kept
