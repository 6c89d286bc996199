"""find_apps: what can be asked about."""

from query.mcp.dashboard.address import Link, address
from query.mcp.told import Facts, Told, answered, refusal_of
from query.mcp.tool import Asking, Tool
from query.questions.words import Words


class FindApps(Words):
    """No arguments."""


async def run(asking: Asking, _: FindApps) -> Told:
    """The apps that the token reaches, without their ingest keys, which no question needs."""
    reply = await asking.api.get("/apps")
    if reply.is_refusal:
        return refusal_of(reply)
    apps = [
        {word: app[word] for word in ("id", "name", "createdAt")}
        | {"dashboard": address(asking.origin, app["id"], "overview")}
        for app in reply.said["apps"]
    ]
    link = Link(f"{asking.origin}/dashboard")
    return answered(Facts(defines=asking.docs("glossary.md"), zone="UTC", link=link), {"apps": apps})


TOOL = Tool(
    name="find_apps",
    title="Find apps",
    description="The apps (sites, products) that you may ask about, newest first. Every other tool needs an app's id.",
    words=FindApps,
    run=run,
)
