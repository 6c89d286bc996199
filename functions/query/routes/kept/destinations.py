"""Where an alert is told: what may be said of it, and what is kept."""

from collections.abc import Sequence
from typing import Annotated, Any, Self, cast

from fastapi import Request
from pydantic import Field, model_validator

from query.access.door import OpenApp
from query.api.same_origin import own_origin
from query.kept import alerts
from query.questions.words import Words
from spoor.errors import Unprocessable

Url = Annotated[str, Field(max_length=1000)]


class Destination(Words):
    """Where an alert is told: exactly one of these. Mail goes to whoever may see the app, at an address that they have
    verified."""

    mail: Annotated[str, Field(max_length=320)] | None = None
    slack: Url | None = None
    discord: Url | None = None
    teams: Url | None = None
    webhook: Url | None = None

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if len(self.said()) != 1:
            raise ValueError("give exactly one of `mail`, `slack`, `discord`, `teams` and `webhook`")
        return self

    def said(self) -> dict[str, str]:
        """The way, and where to."""
        return {way: str(target) for way, target in self.model_dump().items() if target is not None}


To = Annotated[list[Destination], Field(min_length=1, max_length=5)]


def destinations(app: OpenApp, to: Sequence[Destination], request: Request) -> dict[str, Any]:
    """Where it is told, and as whom it asks from now on. Raises Unprocessable."""
    from spoor import webhooks
    from spoor.accounts import mail

    problems = []
    targets = [(at, way, target) for at, each in enumerate(to) for way, target in each.said().items()]
    addresses = [target for _, way, target in targets if way == "mail"]
    readers = alerts.readers(app.id, addresses) if addresses and mail.is_configured() else set()
    for at, way, target in targets:
        try:
            if way != "mail":
                webhooks.check(way, target)
            elif not mail.is_configured():
                raise webhooks.AddressRefused("This deployment sends no mail")
            elif target.lower() not in readers:
                raise webhooks.AddressRefused("This address belongs to nobody who has verified it and may see the app")
        except webhooks.AddressRefused as error:
            problems.append({"path": f"to[{at}].{way}", "message": str(error)})
    if problems:
        raise Unprocessable(problems)  # type: ignore[arg-type]  # they are such
    origin = own_origin(cast(dict[str, Any], request.scope.get("aws.event") or {}))
    told = [{"way": way, "target": target, "shown": webhooks.shown(way, target)} for _, way, target in targets]
    return {"destinations": told, "origin": origin, "user_id": app.user_id, "failing": None}
