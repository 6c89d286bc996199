"""list_kept: what is kept in an app."""

from typing import Any, Literal

from pydantic import Field

from query.mcp.dashboard.address import Link, address
from query.mcp.told import Facts, Told, answered, refusal_of
from query.mcp.tool import AppId, Asking, Tool
from query.questions.words import Words

_ROUTES = {
    "savedReports": "saved-reports",
    "funnels": "funnels",
    "cohorts": "cohorts",
    "dashboards": "dashboards",
    "annotations": "annotations",
}


class ListKept(Words):
    """Of which kind."""

    app: AppId
    kind: Literal["savedReports", "funnels", "cohorts", "dashboards", "annotations"] | None = Field(
        None, description="Default: all kinds."
    )


async def run(asking: Asking, words: ListKept) -> Told:
    """The things with all that they hold, newest first; annotations in order of time."""
    found: dict[str, Any] = {}
    for kind in [words.kind] if words.kind else _ROUTES:
        reply = await asking.api.get(f"/apps/{words.app}/{_ROUTES[kind]}")
        if reply.is_refusal:
            return refusal_of(reply)
        found |= reply.said
    shown = address(asking.origin, words.app, "boards")
    return answered(Facts(defines=asking.docs("glossary.md"), zone="UTC", link=Link(shown)), found)


TOOL = Tool(
    name="list_kept",
    title="List what is kept",
    description=(
        'Saved reports, funnels, cohorts (for filters {property: "$cohort", operator: is, value: id}), dashboards and '
        "annotations (what happened when) of an app."
    ),
    words=ListKept,
    run=run,
)
