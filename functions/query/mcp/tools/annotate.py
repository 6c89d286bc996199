"""annotate: notes what happened at a time."""

from datetime import timedelta
from typing import Annotated

from pydantic import Field

from query.mcp.dashboard.address import Link, address, range_words
from query.mcp.ranges import read
from query.mcp.told import Facts, Told, answered, refusal_of
from query.mcp.tool import AppId, Asking, Tool
from query.questions.words import Words, instant
from spoor.time import zone_called

_AROUND = timedelta(days=3)


class Annotate(Words):
    """A note."""

    app: AppId
    at: Annotated[str, Field(max_length=64, description="Date or ISO time; UTC without an offset.")]
    text: Annotated[str, Field(max_length=1000)]


async def run(asking: Asking, words: Annotate) -> Told:
    """The note as it is kept, and the days around it."""
    reply = await asking.api.post(f"/apps/{words.app}/annotations", {"at": words.at, "text": words.text})
    if reply.is_refusal:
        return refusal_of(reply)
    day = instant(reply.said["at"], zone_called("UTC")).date()
    span = read({"from": (day - _AROUND).isoformat(), "to": (day + _AROUND).isoformat()})
    shown = address(asking.origin, words.app, "overview", range_words(span.start, span.end, span.zone))
    return answered(Facts(defines=asking.docs("glossary.md"), zone="UTC", link=Link(shown)), reply.said)


TOOL = Tool(
    name="annotate",
    title="Annotate",
    description=(
        "Note what happened at a time (a release, a campaign): everybody sees it in the charts, and what_changed "
        "names it. Needs a token with the scope manage. Ask before you note."
    ),
    words=Annotate,
    run=run,
    changes=True,
)
