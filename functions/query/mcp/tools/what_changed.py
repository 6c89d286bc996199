"""what_changed: why a number moved."""

from typing import Annotated, Any, Literal

from pydantic import Field

from query.mcp.reports import ask
from query.mcp.told import Told
from query.mcp.tool import AppId, Asking, Tool
from query.questions.words import Words


class WhatChanged(Words):
    """A question of trends or of a funnel, and with what it is compared."""

    app: AppId
    report: Literal["trends", "funnel"]
    question: Annotated[
        dict[str, Any], Field(description="As for ask_report; for trends one series of total or visitors.")
    ]
    compare: Literal["previous", "previousMonth", "previousYear"] | dict[str, Any] = Field(
        "previous", description="The period before, the same a month or year before, or {from, to}."
    )
    properties: list[str] | None = Field(None, description="Which may explain it; default: those there are.")


async def run(asking: Asking, words: WhatChanged) -> Told:
    """What the report `changes` answers."""
    given = {"report": words.report, "question": words.question, "compare": words.compare}
    more = {} if words.properties is None else {"properties": words.properties}
    return await ask(asking, words.app, "changes", {**given, **more})


TOOL = Tool(
    name="what_changed",
    title="What changed",
    description=(
        "Which values of which properties explain that a number moved against an earlier period: ranked, each tested "
        "for chance and by leaving it out; and when it began, with the note that stands there. No cause is named that "
        "the figures do not carry."
    ),
    words=WhatChanged,
    run=run,
)
