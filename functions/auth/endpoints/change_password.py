"""POST /change-password and POST /verify-password: by somebody who is signed in and knows the present one."""

from dataclasses import asdict

from auth.gate.body import Body
from auth.gate.credentials import proved
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import INVALID_PASSWORD, NO_CREDENTIAL_ACCOUNT, Refused
from auth.mail import notices
from auth.session import sessions, set_cookies
from auth.session.sessions import Presented
from auth.users import passwords
from auth.users.dates import stored
from spoor.accounts.activity import SecurityEvent
from spoor.database import change, sql


def respond(call: Call, presented: Presented) -> Answer:
    """Put a new hash in the place of the old one; with `revokeOtherSessions` end every session and open a new one.

    With `revokeApiTokens`, which is ours, the user's API tokens end as well.
    """
    current, new = call.fields["currentPassword"], call.fields["newPassword"]
    passwords.check_length(new)
    credential = proved(call, presented.user, current)
    parameters = {
        "id": credential.account_id,
        "old_password": credential.password,
        "new_password": passwords.hash_password(new),
        "updated_at": stored(call.now),
        "and_tokens": call.fields.get("revokeApiTokens", False),
    }
    if call.fields.get("revokeOtherSessions"):
        return _in_a_new_session(call, presented, parameters)
    _or_refuse(change(sql("auth.endpoints", "change_password"), parameters, repeatable=False))
    _tell(call, presented)
    return Answer(body={"token": None, "user": presented.user.wire()})


def verify(call: Call, presented: Presented) -> Answer:
    """Whether a password is the user's."""
    try:
        proved(call, presented.user, call.fields["password"])
    except Refused as refused:
        raise (Refused(INVALID_PASSWORD) if refused.refusal is NO_CREDENTIAL_ACCOUNT else refused) from refused
    return Answer(body={"status": True})


def _in_a_new_session(call: Call, presented: Presented, parameters: dict[str, object]) -> Answer:
    session = sessions.new(call, presented.user.id, remember=presented.remembered)
    parameters |= {f"session_{name}": value for name, value in asdict(session).items()}
    _or_refuse(change(sql("auth.endpoints", "change_password_and_session"), parameters, repeatable=False))
    _tell(call, presented)
    body = {"token": session.token, "user": presented.user.wire()}
    return Answer(body=body, cookies=set_cookies.renewed(call, session.token))


def _tell(call: Call, presented: Presented) -> None:
    if call.fields.get("revokeApiTokens"):
        call.witness.more.append(SecurityEvent.TOKENS_REVOKED)
    notices.tell(call, presented.user, SecurityEvent.PASSWORD_CHANGED)


def _or_refuse(changed: int) -> None:
    if not changed:  # another request was faster, so that the password which was verified is the old one by now
        raise Refused(INVALID_PASSWORD)


ENDPOINTS = (
    Endpoint(
        "POST",
        "/change-password",
        signed_in(respond),
        Body(
            fields=(
                Field("newPassword"),
                Field("currentPassword"),
                Field("revokeOtherSessions", "boolean", required=False),
                Field("revokeApiTokens", "boolean", required=False),
            )
        ),
        event=SecurityEvent.PASSWORD_CHANGED,
    ),
    Endpoint(
        "POST",
        "/verify-password",
        signed_in(verify),
        Body(fields=(Field("password"),)),
        event=SecurityEvent.PASSWORD_TRIED,
    ),
)
