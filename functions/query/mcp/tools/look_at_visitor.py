"""look_at_visitor: what one visitor did."""

from typing import Annotated

from pydantic import Field

from query.mcp.accounts import called
from query.mcp.dashboard.address import link, range_words
from query.mcp.ranges import InRange, read
from query.mcp.result import AnswerFacts, ToolResult, answered, refusal_of
from query.mcp.tool import AppId, Asking, Tool
from query.questions.words import AnyId

_USUAL_DAYS = 90


class LookAtVisitor(InRange):
    """Whose timeline."""

    app: AppId
    visitor: AnyId
    limit: Annotated[int, Field(ge=1, le=200, description="Events; default 50.")] = 50
    cursor: Annotated[str, Field(max_length=200, description="`nextCursor` of the page before.")] | None = None


async def run(asking: Asking, words: LookAtVisitor) -> ToolResult:
    """A page of the timeline, and the names of the accounts in it."""
    said = words.ranged(_USUAL_DAYS, asking.now)
    asked = {**said, "visitorId": words.visitor, "limit": words.limit, "cursor": words.cursor}
    reply = await asking.api.get(f"/apps/{words.app}/visitors", **asked)
    if reply.is_refusal:
        return refusal_of(reply)
    span = read(said)
    shown = link(
        asking.origin,
        words.app,
        lambda: ("visitors", [("visitor", words.visitor), *range_words(span.start, span.end, span.zone)]),
    )
    defines = asking.docs("identity.md")
    facts = AnswerFacts(defines=defines, zone=words.timezone, start=span.start, end=span.end, link=shown)
    accounts = await called(asking, words.app, reply.said["events"])
    return answered(facts, {**reply.said, **({"accounts": accounts} if accounts else {})})


TOOL = Tool(
    name="look_at_visitor",
    title="Look at a visitor",
    description=(
        "One visitor's ids and events, newest first, by whichever of their ids, with the beginnings of sessions "
        "marked, and what the accounts that they name are called. Default: the last 90 days."
    ),
    words=LookAtVisitor,
    run=run,
)
