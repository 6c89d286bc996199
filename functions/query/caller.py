"""Who is asking, as the authorizer says: nothing the caller sends can change it."""

from typing import Annotated, Any, cast

from fastapi import Depends, Request

from spoor.errors import Unauthorized


def user_id(request: Request) -> str:
    """The signed-in user's id from the authorizer's context.

    Raises Unauthorized when there is none: without an authorizer before it this function answers nobody.
    """
    event = cast(dict[str, Any], request.scope.get("aws.event") or {})
    context = event.get("requestContext", {}).get("authorizer") or {}
    found = (context.get("lambda") or {}).get("userId")
    if not isinstance(found, str) or not found:
        raise Unauthorized
    return found


UserId = Annotated[str, Depends(user_id)]
