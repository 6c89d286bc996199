"""In what circumstances a request does something to an account, as the gateway tells them."""

from typing import Annotated, Any, cast

from fastapi import Depends, Request

from query.account.activity import Circumstances
from query.api.caller import Asking
from query.api.same_origin import own_origin
from spoor.time import utc_now


def _circumstances(request: Request, asking: Asking) -> Circumstances:
    event = cast(dict[str, Any], request.scope.get("aws.event") or {})
    source = event.get("requestContext", {}).get("http", {}).get("sourceIp") or ""
    agent = request.headers.get("user-agent", "")
    return Circumstances(asking.user_id, asking.session_id, source, agent, own_origin(event), utc_now())


Doing = Annotated[Circumstances, Depends(_circumstances)]
"""Who does something to their account, and from where."""
