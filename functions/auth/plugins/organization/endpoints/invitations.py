"""POST /organization/invite-member, cancel-invitation and GET list-invitations: by who is in the team."""

from dataclasses import asdict, replace

from auth.features import Feature, is_on, sends_mail
from auth.gate import limits
from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import INVALID_EMAIL, Refused
from auth.mail.post import post
from auth.plugins.organization import active, invitations, letters, members, refusals, roles
from auth.plugins.organization.fields import ORGANIZATION_ID, TextOrTexts
from auth.plugins.organization.records import Invitation, Member, MemberInPerson
from auth.session.sessions import Presented
from auth.users.dates import stored
from auth.users.text import is_address
from spoor.accounts.activity import SecurityEvent
from spoor.database import run, sql, transaction
from spoor.ids import random_letters
from spoor.postgres.connection import Connection

_PACKAGE = "auth.plugins.organization"


def invite(call: Call, presented: Presented) -> Answer:
    """Invite an address; `resend` prolongs an invitation that waits, which keeps its role. A mail goes out, if there is
    mail."""
    organization_id = active.named(call, presented)
    if not organization_id:
        raise Refused(refusals.NO_ORGANIZATION)
    email = call.fields["email"].lower()
    if not is_address(email):
        raise Refused(INVALID_EMAIL)
    member = active.standing(presented, organization_id).membership(refusals.NO_MEMBER)
    role = _role(call, member)
    if members.of_address(members.list_of(organization_id), email):
        raise Refused(refusals.IS_A_MEMBER)
    if sends_mail():
        limits.check_invitation(call, presented.user.id, email)
    wish = Invitation(
        id=random_letters(32),
        organization_id=organization_id,
        email=email,
        role=role,
        status="pending",
        expires_at=stored(call.now) + invitations.LIFE,
        created_at=stored(call.now),
        inviter_id=presented.user.id,
    )
    sent = _kept(call, wish)
    if sends_mail():
        post(letters.invitation(call, sent, presented.user), call.now + invitations.LIFE)
    return Answer(body=sent.wire())


def cancel(call: Call, presented: Presented) -> Answer:
    """Cancel an invitation in whatever status; who has accepted it stays."""
    found = invitations.find(call.fields["invitationId"])
    if found is None:
        raise Refused(refusals.NO_INVITATION)
    standing = active.standing(presented, found.invitation.organization_id)
    if not roles.may(standing.membership(refusals.NO_MEMBER).role, "invitation", "cancel"):
        raise Refused(refusals.MAY_NOT_CANCEL)
    values = {"id": found.invitation.id, "status": "canceled", "from_any": True}
    rows = run(sql(_PACKAGE, "invitations/settle_invitation"), values, repeatable=True)
    if not rows:
        raise Refused(refusals.NO_INVITATION)
    return Answer(body=Invitation.from_row(rows[0]).wire())


def list_of(call: Call, presented: Presented) -> Answer:
    """A team's invitations in every status, for who may invite."""
    organization_id = active.named(call, presented, in_query=True)
    if not organization_id:
        raise Refused(refusals.ID_REQUIRED)
    member = active.standing(presented, organization_id).membership(refusals.NOT_IN_IT)
    if not roles.may(member.role, "invitation", "create"):
        raise Refused(refusals.MAY_NOT_LIST_INVITATIONS)
    return Answer(body=[each.wire() for each in invitations.shown_to(member)])


def _role(call: Call, member: Member) -> str:
    """The roles that the body names, which the member may give. Raises Refused."""
    if not roles.may(member.role, "invitation", "create"):
        raise Refused(refusals.MAY_NOT_INVITE)
    wanted = roles.roles_of(call.fields["role"])
    if not wanted:
        raise Refused(refusals.NO_ROLE)
    if strange := roles.unknown(wanted):
        raise Refused(refusals.unknown_roles(strange, with_code=False))
    if roles.OWNER in wanted and not roles.is_owner(member.role):
        raise Refused(refusals.MAY_NOT_INVITE_WITH_ROLE)
    return ",".join(wanted)


def _kept(call: Call, wish: Invitation) -> Invitation:
    """The invitation as it is stored, a new one or the one that waits. Who sends it is looked at once more, now that
    nobody leaves the team any more until it is done. Raises Refused."""
    with transaction() as connection:
        connection.execute(sql(_PACKAGE, "lock_organization"), {"id": wish.organization_id})
        member = _sender(connection, wish)
        _role(call, member)
        params = {"organization_id": wish.organization_id, "now": stored(call.now)}
        rows = connection.execute(sql(_PACKAGE, "invitations/list_waiting"), params).fetchall()
        waiting = [Invitation.from_row(row) for row in rows]
        if same := next((each for each in waiting if each.email == wish.email), None):
            if call.fields.get("resend"):
                return _prolonged(connection, member, replace(same, expires_at=wish.expires_at))
            if not is_on(Feature.CANCEL_PENDING_INVITATIONS_ON_REINVITE):
                raise Refused(refusals.IS_INVITED)
            cancelled = {"id": same.id, "status": "canceled", "from_any": False}
            connection.execute(sql(_PACKAGE, "invitations/settle_invitation"), cancelled)
            waiting.remove(same)
        if len(waiting) >= invitations.MOST_WAITING:
            raise Refused(refusals.NO_MORE_INVITATIONS)
        connection.execute(sql(_PACKAGE, "invitations/add_invitation"), asdict(wish))
    return wish


def _sender(connection: Connection, wish: Invitation) -> Member:
    params = {"organization_id": wish.organization_id}
    rows = connection.execute(sql(_PACKAGE, "members/list_members"), params).fetchall()
    found = members.of_user([MemberInPerson.from_row(row) for row in rows], wish.inviter_id)
    if found is None:
        raise Refused(refusals.NO_MEMBER)
    return found


def _prolonged(connection: Connection, member: Member, invitation: Invitation) -> Invitation:
    if roles.is_owner(invitation.role) and not roles.is_owner(member.role):
        raise Refused(refusals.MAY_NOT_INVITE_WITH_ROLE)
    connection.execute(sql(_PACKAGE, "invitations/prolong_invitation"), asdict(invitation))
    return invitation


ENDPOINTS = (
    Endpoint(
        "POST",
        "/organization/invite-member",
        signed_in(invite),
        Body(
            fields=(
                Field("email"),
                TextOrTexts("role"),
                ORGANIZATION_ID,
                Field("resend", "boolean", required=False),
            )
        ),
        event=SecurityEvent.MEMBER_INVITED,
    ),
    Endpoint(
        "POST",
        "/organization/cancel-invitation",
        signed_in(cancel),
        Body(fields=(Field("invitationId"),)),
        event=SecurityEvent.INVITATION_CANCELLED,
    ),
    Endpoint("GET", "/organization/list-invitations", signed_in(list_of)),
)
