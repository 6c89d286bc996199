"""read_catalog: which events and properties there are."""

from typing import Annotated, Any

from pydantic import Field

from query.looks.catalog import MOST_KEYS, MOST_NAMES
from query.mcp.dashboard.address import link, range_words
from query.mcp.ranges import InRange, read
from query.mcp.teaching import closest
from query.mcp.told import Facts, Told, answered, refusal_of
from query.mcp.tool import AppId, Asking, Tool

_USUAL_DAYS = 30
_EXACTNESS = {
    "exact": False,
    "means": "`count` counts every event since `countedFrom`; properties and examples come from a sample of about "
    f"20,000 events; at most {MOST_NAMES} names and {MOST_KEYS} properties are known (`capped`).",
}


class ReadCatalog(InRange):
    """What to choose from."""

    app: AppId
    search: Annotated[str, Field(max_length=200, description="Only names with this in them.")] = ""
    limit: Annotated[int, Field(ge=1, le=500, description="How many of each; default 50.")] = 50


async def run(asking: Asking, words: ReadCatalog) -> Told:
    """The names, those of most visitors first."""
    said = words.ranged(_USUAL_DAYS, asking.now)
    reply = await asking.api.get(f"/apps/{words.app}/catalog", **said)
    if reply.is_refusal:
        return refusal_of(reply)
    span = read(said)
    shown = link(
        asking.origin,
        words.app,
        lambda: ("events", [("part", "names"), *range_words(span.start, span.end, span.zone)]),
    )
    facts = Facts(
        defines=asking.docs("reports.md"),
        zone=words.timezone,
        start=span.start,
        end=span.end,
        link=shown,
        exactness=_EXACTNESS,
    )
    return answered(facts, _chosen(reply.said, words))


def _chosen(catalog: dict[str, Any], words: ReadCatalog) -> dict[str, Any]:
    chosen: dict[str, Any] = {"countedFrom": catalog["countedFrom"], "capped": catalog["capped"]}
    for kind in ("events", "properties"):
        found = [each for each in catalog[kind] if words.search.casefold() in each["name"].casefold()]
        chosen |= {kind: found[: words.limit], f"{kind}InAll": len(found)}
        if words.search and not found:
            chosen[f"{kind}LikeIt"] = closest(words.search, [each["name"] for each in catalog[kind]])
    return chosen


TOOL = Tool(
    name="read_catalog",
    title="Read the catalog",
    description=(
        "The names of an app's events (with counts and when last seen) and of their properties (with types and "
        "examples). Names are compared letter by letter: read them here before you ask. Default: the last 30 days."
    ),
    words=ReadCatalog,
    run=run,
)
