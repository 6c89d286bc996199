"""GET /passkey/list-user-passkeys, POST update-passkey and delete-passkey: those that somebody has."""

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused, WithoutWords
from auth.mail import notices
from auth.plugins.passkey import records, refusals
from auth.plugins.passkey.endpoints.registration import name_field
from auth.plugins.passkey.records import Passkey
from auth.session.sessions import Presented
from auth.users.text import storable
from spoor.accounts.activity import SecurityEvent
from spoor.database import run, sql

_PACKAGE = "auth.plugins.passkey"


def list_of(_: Call, presented: Presented) -> Answer:
    """The user's passkeys."""
    return Answer(body=[each.wire() for each in records.list_of(presented.user.id)])


def rename(call: Call, presented: Presented) -> Answer:
    """Call one otherwise."""
    _check(call, presented, Refused(refusals.NOT_YOURS))
    values = {"id": call.fields["id"], "user_id": presented.user.id, "name": storable(call.fields["name"])}
    rows = run(sql(_PACKAGE, "rename_passkey"), values, repeatable=True)
    if not rows:
        raise Refused(refusals.NO_PASSKEY)
    return Answer(body={"passkey": Passkey.from_row(rows[0]).wire()})


def delete(call: Call, presented: Presented) -> Answer:
    """Let one open nothing any more."""
    _check(call, presented, WithoutWords(401))
    values = {"id": call.fields["id"], "user_id": presented.user.id}
    if not run(sql(_PACKAGE, "delete_passkey"), values, repeatable=False):
        raise Refused(refusals.NO_PASSKEY)
    notices.tell(call, presented.user, SecurityEvent.PASSKEY_REMOVED)
    return Answer(body={"status": True})


def _check(call: Call, presented: Presented, foreign: Refused) -> None:
    """Raises Refused where there is no such passkey, or `foreign` where it is somebody else's."""
    found = records.find(call.fields["id"])
    if found is None:
        raise Refused(refusals.NO_PASSKEY)
    if found.user_id != presented.user.id:
        raise foreign


_ID = Field("id")

ENDPOINTS = (
    Endpoint("GET", "/passkey/list-user-passkeys", signed_in(list_of)),
    Endpoint("POST", "/passkey/update-passkey", signed_in(rename), Body(fields=(_ID, name_field(required=True)))),
    Endpoint(
        "POST",
        "/passkey/delete-passkey",
        signed_in(delete),
        Body(fields=(_ID,)),
        event=SecurityEvent.PASSKEY_REMOVED,
    ),
)
