"""/api/activity."""

from typing import Annotated, Any

from fastapi import APIRouter

from query.access.door import own_account
from query.account import activity
from query.account.activity import AccountEvent
from query.routes.answers import gives, many
from query.routes.words import in_words

router = APIRouter()


@router.get("/activity", responses=gives(many("activity", AccountEvent), "What happened, newest first."))
def list_activity(user_id: Annotated[str, own_account()]) -> Any:
    """What has happened to the caller's account in 90 days: signing in, passwords, addresses, tokens; the newest twenty
    of each."""
    return {"activity": in_words(activity.list_of(user_id))}
