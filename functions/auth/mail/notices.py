"""Tells the owner of an account by mail what has happened to it."""

from datetime import timedelta

from auth.features import Feature, is_on
from auth.http.call import Call
from auth.mail.post import post
from auth.users.records import User
from spoor.accounts import notices
from spoor.accounts.activity import SecurityEvent, coarse
from spoor.database import run, sql
from spoor.errors import NotNow
from spoor.telemetry import logger

_WORTH_SENDING = timedelta(days=1)


def tell(call: Call, user: User, event: SecurityEvent) -> None:
    """Write to `user` at the address of the time when it happened. It has happened: what fails here is only logged."""
    if not is_on(Feature.SEND_SECURITY_NOTICES):
        return
    params = {"key": notices.key(user.email, event), "most": notices.MOST, "seconds": notices.SECONDS}
    try:
        [row] = run(sql("auth.gate", "count_request"), params, repeatable=True)
        if row["seconds"] is None:
            address = coarse(call.source_address)
            post(notices.letter(user.email, event, call.site.origin, address, call.now), call.now + _WORTH_SENDING)
    except NotNow:
        logger.error("a notice was not sent", notice=event)
