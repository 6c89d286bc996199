"""GET /organization/get-invitation, list-user-invitations and POST accept-invitation, reject-invitation: by who is
invited, whom nothing but the address of their account makes that."""

from auth.features import Feature, is_on
from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refusal, Refused
from auth.plugins.organization import invitations, members, refusals
from auth.plugins.organization.invitations import FoundInvitation
from auth.plugins.organization.records import Invitation, Member, MemberInPerson
from auth.session.sessions import Presented
from auth.users.dates import stored
from spoor.accounts.activity import SecurityEvent
from spoor.accounts.teams import MOST_MEMBERS
from spoor.database import run, sql, transaction
from spoor.ids import random_letters

_PACKAGE = "auth.plugins.organization"


def get(call: Call, presented: Presented) -> Answer:
    """An invitation that waits for the caller."""
    found = _mine(
        invitations.find(call.queried("id")),
        call,
        presented,
        absent=refusals.NO_INVITATION,
        unverified=refusals.VERIFY_TO_SEE,
    )
    if found.inviter_email is None:
        raise Refused(refusals.INVITER_HAS_LEFT)
    return Answer(
        body={
            **found.invitation.wire(),
            "organizationName": found.organization_name,
            "organizationSlug": found.organization_slug,
            "inviterEmail": found.inviter_email,
        }
    )


def list_mine(call: Call, presented: Presented) -> Answer:
    """The invitations that wait for the caller's address, which must be verified."""
    _refuse_address(call)
    if not presented.user.email_verified:
        raise Refused(refusals.VERIFY_TO_SEE)
    return Answer(body=invitations.sent_to(presented.user.email))


def accept(call: Call, presented: Presented) -> Answer:
    """Become a member; the session is about the team from now on."""
    found = _to_answer(call, presented, absent=refusals.NO_INVITATION)
    member = Member(
        random_letters(32),
        found.invitation.organization_id,
        presented.user.id,
        found.invitation.role,
        stored(call.now),
    )
    with transaction() as connection:
        connection.execute(sql(_PACKAGE, "members/hold_user"), {"id": presented.user.id})
        connection.execute(sql(_PACKAGE, "lock_organization"), {"id": member.organization_id})
        params = {"organization_id": member.organization_id}
        rows = connection.execute(sql(_PACKAGE, "members/list_members"), params).fetchall()
        listed = [MemberInPerson.from_row(row) for row in rows]
        values = {"id": found.invitation.id, "status": "accepted", "from_any": False}
        row = connection.execute(sql(_PACKAGE, "invitations/settle_invitation"), values).fetchone()
        if row is None:
            raise Refused(refusals.NO_INVITATION)
        if members.of_user(listed, presented.user.id):
            raise Refused(refusals.IS_A_MEMBER)
        if len(listed) >= MOST_MEMBERS:
            raise Refused(refusals.NO_MORE_MEMBERS)
        added = {**vars(member), "session_id": presented.session.id}
        connection.execute(sql(_PACKAGE, "members/add_member"), added)
    return Answer(body={"invitation": Invitation.from_row(row).wire(), "member": member.wire()})


def reject(call: Call, presented: Presented) -> Answer:
    """Say no, to an expired one as well."""
    found = _to_answer(call, presented, absent=refusals.NO_INVITATION_TO_REJECT, even_expired=True)
    values = {"id": found.invitation.id, "status": "rejected", "from_any": False}
    rows = run(sql(_PACKAGE, "invitations/settle_invitation"), values, repeatable=True)
    if not rows:
        raise Refused(refusals.NO_INVITATION_TO_REJECT)
    return Answer(body={"invitation": Invitation.from_row(rows[0]).wire(), "member": None})


def _to_answer(call: Call, presented: Presented, *, absent: Refusal, even_expired: bool = False) -> FoundInvitation:
    return _mine(
        invitations.find(call.fields["invitationId"]),
        call,
        presented,
        absent=absent,
        unverified=refusals.VERIFY_TO_ANSWER,
        even_expired=even_expired,
    )


def _mine(
    found: FoundInvitation | None,
    call: Call,
    presented: Presented,
    *,
    absent: Refusal,
    unverified: Refusal,
    even_expired: bool = False,
) -> FoundInvitation:
    """An invitation that waits, and is the caller's. Raises Refused."""
    if found is None or found.invitation.status != "pending":
        raise Refused(absent)
    if not even_expired and not found.invitation.waits(stored(call.now)):
        raise Refused(absent)
    if found.invitation.email.lower() != presented.user.email.lower():
        raise Refused(refusals.NOT_THE_RECIPIENT)
    if not presented.user.email_verified and is_on(Feature.REQUIRE_EMAIL_VERIFICATION_ON_INVITATION):
        raise Refused(unverified)
    return found


def _refuse_address(call: Call) -> None:
    if call.queried("email"):
        raise Refused(refusals.EMAIL_IN_QUERY)


def _list_mine_unless_asked_for_others(call: Call) -> Answer:
    """For whom invitations are asked is judged before anybody is looked for."""
    _refuse_address(call)
    return signed_in(list_mine, otherwise=Refused(refusals.NO_HEADERS))(call)


_ID = Body(fields=(Field("invitationId"),))

ENDPOINTS = (
    Endpoint(
        "GET",
        "/organization/get-invitation",
        signed_in(get, otherwise=Refused(refusals.NOT_AUTHENTICATED)),
        query=(Field("id"),),
    ),
    Endpoint("GET", "/organization/list-user-invitations", _list_mine_unless_asked_for_others),
    Endpoint("POST", "/organization/accept-invitation", signed_in(accept), _ID, event=SecurityEvent.TEAM_JOINED),
    Endpoint(
        "POST", "/organization/reject-invitation", signed_in(reject), _ID, event=SecurityEvent.INVITATION_REJECTED
    ),
)
