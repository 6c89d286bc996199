"""look_at_visitor: what one visitor did."""

from typing import Annotated

from pydantic import Field

from query.mcp.dashboard.address import link, range_words
from query.mcp.ranges import InRange, read
from query.mcp.told import Facts, Told, answered, refusal_of
from query.mcp.tool import AppId, Asking, Tool
from query.questions.words import AnyId

_USUAL_DAYS = 90


class LookAtVisitor(InRange):
    """Whose timeline."""

    app: AppId
    visitor: AnyId
    limit: Annotated[int, Field(ge=1, le=200, description="Events; default 50.")] = 50
    cursor: Annotated[str, Field(max_length=200, description="`nextCursor` of the page before.")] | None = None


async def run(asking: Asking, words: LookAtVisitor) -> Told:
    """A page of the timeline."""
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
    facts = Facts(defines=defines, zone=words.timezone, start=span.start, end=span.end, link=shown)
    return answered(facts, reply.said)


TOOL = Tool(
    name="look_at_visitor",
    title="Look at a visitor",
    description=(
        "One visitor's ids and events, newest first, by whichever of their ids, with the beginnings of sessions "
        "marked. Default: the last 90 days."
    ),
    words=LookAtVisitor,
    run=run,
)
