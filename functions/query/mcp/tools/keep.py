"""keep: puts something under a name."""

from typing import Annotated, Any, Literal

from pydantic import Field

from query.mcp.dashboard.address import Link, address
from query.mcp.told import Facts, Told, answered, refusal_of
from query.mcp.tool import AppId, Asking, Tool
from query.questions.words import Words

_ROUTES = {"savedReport": "saved-reports", "funnel": "funnels", "cohort": "cohorts", "dashboard": "dashboards"}
_EXAMPLES: dict[str, dict[str, Any]] = {
    "savedReport": {
        "name": "Orders",
        "report": "trends",
        "question": {"interval": "day", "series": [{"event": "order completed"}]},
        "lastDays": 30,
    },
    "funnel": {"name": "Checkout", "steps": [{"event": "cart viewed"}, {"event": "order completed"}]},
    "cohort": {
        "name": "Buyers",
        "definition": {"kind": "did", "event": "order completed", "lastDays": 30},
    },
    "dashboard": {"name": "Monday", "reportIds": []},
}


class Keep(Words):
    """What is to be kept."""

    app: AppId
    kind: Literal["savedReport", "funnel", "cohort", "dashboard"]
    words: Annotated[dict[str, Any], Field(description="As the API takes it.")]


async def run(asking: Asking, words: Keep) -> Told:
    """The thing as it is kept now."""
    reply = await asking.api.post(f"/apps/{words.app}/{_ROUTES[words.kind]}", words.words)
    if reply.is_refusal:
        return refusal_of(reply, **({"example": _EXAMPLES[words.kind]} if reply.status == 422 else {}))
    view, said = ("funnels", [("funnel", reply.said["id"])]) if words.kind == "funnel" else ("overview", [])
    shown = address(asking.origin, words.app, view, said)
    return answered(Facts(defines=asking.docs("glossary.md"), zone="UTC", link=Link(shown)), reply.said)


TOOL = Tool(
    name="keep",
    title="Keep",
    description=(
        "Keep something for the people of an app, who see it at once; needs a token with the scope manage. "
        "savedReport: {name, report, question, lastDays?} (lastDays instead of from and to). funnel: {name, steps, "
        "conversionWindowSeconds?}. cohort: {name, definition}. dashboard: {name, reportIds}. Ask before you keep."
    ),
    words=Keep,
    run=run,
    changes=True,
)
