"""Joining a provider's team by signing in there: once, and not again after somebody was taken out or has left."""

from auth.http.call import Call
from auth.users.dates import stored
from spoor.accounts.oauth_providers import Admission
from spoor.accounts.teams import MOST_MEMBERS
from spoor.database import sql
from spoor.ids import random_letters
from spoor.postgres.connection import Connection
from spoor.telemetry import logger


def join(live: Connection, call: Call, admission: Admission, user_id: str) -> bool:
    """Make the user a member of the team, unless they are one or were one ever; tells whether they joined now.

    A team that is gone or full keeps nobody from signing in: whoever reads the log hears of it.
    """
    if admission.team is None:
        return False
    key = {"organization_id": admission.team, "user_id": user_id}
    found = live.execute(sql("auth.social", "find_known_member"), key).fetchone()
    if found is not None and found["is_known"]:
        return False
    live.execute(sql("auth.social", "hold_newcomer"), {"user_id": user_id})
    live.execute(sql("auth.social", "lock_team"), {"organization_id": admission.team})
    row = {**key, "id": random_letters(32), "role": admission.role, "now": stored(call.now), "most": MOST_MEMBERS}
    if live.execute(sql("auth.social", "join_team"), row).rowcount:
        return True
    logger.warning("nobody joined a provider's team: it is gone or full", team=admission.team)
    return False
