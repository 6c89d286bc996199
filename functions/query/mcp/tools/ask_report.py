"""ask_report: any report, by the API's own question."""

from typing import Annotated, Any

from pydantic import Field

from query.mcp.dashboard.address import DashboardLink
from query.mcp.reports import BY_NAME, ask, definition, words_of
from query.mcp.result import AnswerFacts, ToolResult, answered, refusal_of, refused
from query.mcp.tool import AppId, Asking, Id, Tool
from query.questions.recent import with_range
from query.questions.words import Words
from query.routes.reports.several import unknown_report

_GUIDE = """\
Exact figures of a report over an app's events. `question` is the API's JSON. All take `from`, `to` (dates or ISO \
times, `to` exclusive), `timezone` (IANA), `filters` [{property, operator: is|isNot|contains|notContains|startsWith|\
endsWith|matches|has|between|gt|gte|lt|lte|isSet|isNotSet, value}], `group`? (a type of \
accounts, as company, to be counted instead of visitors). Besides:
trends: interval hour|day|week|month, series [{event|null, measure: total|visitors|sessions|perVisitor, or over a \
numeric `property` sum|avg|min|max|median|p90|p95|p99}], breakdown? {property, limit?, of?: event|session|sessionEnd|\
visitor}, formulas? [{expression: "A/B"}], compare?: previous|previousMonth|previousYear.
funnel: steps [{event, filters?}] or funnelId, conversionWindowSeconds?, order?: ordered|strict|unordered|firstEntry, \
breakdown?.
retention: interval day|week|month, periods 1-52, startEvent?, returnEvent?, cohort?: first|every, counting?: on|\
onOrAfter, breakdown?.
sessions: interval, breakdown?, compare?. paths: startEvent?, endEvent?, depth?, limit?, property?.
lifecycle: interval, event?. stickiness: interval day, event?.
overview: interval, lists [{property, of?, limit?, measure?: visitors|events}], compare?. changes: see what_changed.
Without `question` it tells all words of a report and an example. `savedReport` asks a kept one instead."""


class AskReport(Words):
    """A report and its question, or a saved report."""

    app: AppId
    report: Annotated[str, Field(max_length=50, description=", ".join(BY_NAME))] | None = None
    question: dict[str, Any] | None = None
    job: Annotated[Id | None, Field(description="jobId of a pending answer.")] = None
    saved_report: Id | None = Field(None, description="Id from list_kept.")


async def run(asking: Asking, words: AskReport) -> ToolResult:
    """The answer, or how to ask."""
    if words.saved_report is not None:
        reply = await asking.api.get(f"/apps/{words.app}/saved-reports/{words.saved_report}")
        if reply.is_refusal:
            return refusal_of(reply)
        saved = reply.said
        question = with_range(saved["question"], saved["lastDays"], asking.now)
        return await ask(asking, words.app, saved["report"], question, words.job)
    if words.report is None or words.report not in BY_NAME:
        error = unknown_report(words.report)
        return refused(error.status, error.code, error.message, errors=error.problems)
    if words.question is None:
        return _explained(asking, words.report)
    return await ask(asking, words.app, words.report, words.question, words.job)


def _explained(asking: Asking, name: str) -> ToolResult:
    report = BY_NAME[name]
    facts = AnswerFacts(
        defines=definition(asking, name), zone="UTC", link=DashboardLink(None, "Nothing was asked yet.")
    )
    words = words_of(report.question.model_json_schema())
    return answered(facts, {"summary": report.summary, "example": report.example.question, "words": words})


TOOL = Tool(name="ask_report", title="Ask a report", description=_GUIDE, words=AskReport, run=run)
