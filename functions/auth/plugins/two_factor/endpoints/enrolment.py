"""POST /two-factor/enable, get-totp-uri, generate-backup-codes, disable: a second factor from its secret to its end."""

from dataclasses import replace

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused
from auth.mail import notices
from auth.plugins.two_factor import codes, proof, records, refusals
from auth.plugins.two_factor.replacement import replace_session
from auth.session import set_cookies
from auth.session.sessions import Presented
from spoor.accounts.activity import SecurityEvent
from spoor.database import transaction


def enable(call: Call, presented: Presented) -> Answer:
    """A secret and ten codes on paper; nothing is on before the first code of the secret proves that it was read."""
    proof.check(call, presented)
    if call.fields.get("method") == "otp":
        raise Refused(refusals.OTP_NOT_AVAILABLE)
    secret, backup_codes = codes.new_secret(), codes.new_backup_codes()
    with transaction() as live:
        if not records.prepare(live, call, presented.user.id, secret, backup_codes):
            raise Refused(refusals.TOTP_ALREADY_ENABLED)
    uri = codes.uri(secret, presented.user.email, call.fields.get("issuer") or codes.ISSUER)
    return Answer(body={"method": "totp", "totpURI": uri, "backupCodes": backup_codes})


def show(call: Call, presented: Presented) -> Answer:
    """The secret once more, for another authenticator."""
    proof.check(call, presented)
    with transaction() as live:
        found = records.lock(live, call, presented.user.id)
    if found is None:
        raise Refused(refusals.TOTP_NOT_ENABLED)
    return Answer(body={"totpURI": codes.uri(found.secret, presented.user.email, codes.ISSUER)})


def generate(call: Call, presented: Presented) -> Answer:
    """Ten new codes on paper; the old ones are dead."""
    proof.check(call, presented)
    backup_codes = codes.new_backup_codes()
    with transaction() as live:
        found = records.lock(live, call, presented.user.id)
        if found is None or not found.verified:
            raise Refused(refusals.NOT_ENABLED)
        records.keep(live, call, replace(found, backup_codes=tuple(backup_codes)))
    notices.tell(call, presented.user, SecurityEvent.BACKUP_CODES_MADE)
    return Answer(body={"status": True, "backupCodes": backup_codes})


def disable(call: Call, presented: Presented) -> Answer:
    """Turn it off, in a new session, and trust no browser any more."""
    proof.check(call, presented)
    with transaction() as live:
        records.delete(live, presented.user.id)
        session = replace_session(live, call, presented)
    if presented.user.two_factor_enabled:
        notices.tell(call, presented.user, SecurityEvent.SECOND_FACTOR_OFF)
    cookies = (*set_cookies.renewed(call, session.token), set_cookies.trusted_cleared(call))
    return Answer(body={"status": True}, cookies=cookies)


_PASSWORD = Field("password")
_BODY = Body(fields=(_PASSWORD,))

ENDPOINTS = (
    Endpoint(
        "POST",
        "/two-factor/enable",
        signed_in(enable),
        Body(
            fields=(
                _PASSWORD,
                Field("method", required=False, options=("totp", "otp")),
                Field("issuer", required=False, longest=200),
            )
        ),
        event=SecurityEvent.SECOND_FACTOR_PREPARED,
    ),
    Endpoint("POST", "/two-factor/get-totp-uri", signed_in(show), _BODY, event=SecurityEvent.SECOND_FACTOR_SHOWN),
    Endpoint(
        "POST",
        "/two-factor/generate-backup-codes",
        signed_in(generate),
        _BODY,
        event=SecurityEvent.BACKUP_CODES_MADE,
    ),
    Endpoint("POST", "/two-factor/disable", signed_in(disable), _BODY, event=SecurityEvent.SECOND_FACTOR_OFF),
)
