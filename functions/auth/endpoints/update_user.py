"""POST /update-user: a user's name and image; and POST /update-session, whose fields nobody may set here."""

from typing import Any

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import IMAGE, NAME
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import EMAIL_CAN_NOT_BE_UPDATED, FAILED_TO_UPDATE_USER, NO_FIELDS, Refused, invalid, not_allowed
from auth.session import set_cookies
from auth.session.sessions import Presented
from auth.users.dates import stored
from auth.users.text import has_nul, storable
from spoor.accounts import plugins
from spoor.accounts.plugins import Plugin
from spoor.database import change, sql


def respond(call: Call, presented: Presented) -> Answer:
    """Change what the body names. The cookie is set again, as it is whenever a user changes.

    Better Auth looks at no type here and fails on a wrong one; that is refused in its usual words instead.
    """
    if call.fields.get("email"):
        raise Refused(EMAIL_CAN_NOT_BE_UPDATED)
    if "twoFactorEnabled" in call.fields and plugins.is_on(Plugin.TWO_FACTOR):
        raise Refused(not_allowed("twoFactorEnabled"))
    values = {name: call.fields[name] for name in ("name", "image") if name in call.fields}
    if not values:
        raise Refused(NO_FIELDS)
    if problems := _problems(values):
        raise Refused(invalid(problems))
    if has_nul(*values.values()):
        raise Refused(FAILED_TO_UPDATE_USER)
    change(sql("auth.users", "update_user"), _parameters(call, presented, values), repeatable=True)
    return Answer(body={"status": True}, cookies=set_cookies.renewed(call, presented.session.token))


def refuse(call: Call, _: Presented) -> Answer:
    """No session has fields beside its own, and those are not the user's to set."""
    if "activeOrganizationId" in call.fields and plugins.is_on(Plugin.ORGANIZATION):
        raise Refused(not_allowed("activeOrganizationId"))
    raise Refused(NO_FIELDS)


def _problems(values: dict[str, Any]) -> list[str]:
    without_null = {name: value for name, value in values.items() if (name, value) != ("image", None)}
    looked_at = [field for field in (NAME, IMAGE) if field.name in without_null]
    return [problem for field in looked_at for problem in field.problems(without_null)]


def _parameters(call: Call, presented: Presented, values: dict[str, Any]) -> dict[str, Any]:
    texts = {name: None if text is None else storable(text) for name, text in values.items()}
    return {
        "id": presented.user.id,
        "sets_name": "name" in texts,
        "name": texts.get("name"),
        "sets_image": "image" in texts,
        "image": texts.get("image"),
        "updated_at": stored(call.now),
    }


_ANYTHING = Body(fields=(), shapes=("record",))

ENDPOINTS = (
    Endpoint("POST", "/update-user", signed_in(respond), _ANYTHING),
    Endpoint("POST", "/update-session", signed_in(refuse), _ANYTHING),
)
