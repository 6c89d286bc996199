"""/api/activity."""

from typing import Annotated, Any

from query.access.door import own_account
from query.account import activity
from query.account.activity import AccountEvent
from query.api.room import Room
from query.routes.form import Wanted, lists

router = Room()

ABOUT = "What happens to the account. Only a signed-in user reaches this address, under `/api`."


@router.get("/activity", responses=lists("activity", AccountEvent, "What happened, newest first."))
def list_activity(user_id: Annotated[str, own_account()], form: Wanted) -> Any:
    """What has happened to the caller's account in 90 days: signing in, passwords, addresses, tokens; the newest twenty
    of each."""
    return form.of_list("activity", activity.list_of(user_id), AccountEvent)
