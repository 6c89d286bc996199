"""POST /organization/remove-member, update-member-role and leave: what changes or ends a membership, one after another
in each team, so that the last owner cannot go."""

from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, replace

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused, WithoutWords
from auth.plugins.organization import active, members, refusals, roles
from auth.plugins.organization.fields import ORGANIZATION_ID, TextOrTexts
from auth.plugins.organization.records import Member, MemberInPerson
from auth.session.sessions import Presented
from auth.users.text import is_token
from spoor.accounts.activity import SecurityEvent
from spoor.database import sql, transaction
from spoor.postgres.connection import Connection

_PACKAGE = "auth.plugins.organization"


@dataclass(frozen=True)
class _Team:
    """A team whose memberships nobody else changes until the transaction ends."""

    connection: Connection
    members: list[MemberInPerson]

    def of_user(self, user_id: str) -> MemberInPerson:
        """What a user is in it. Raises Refused."""
        found = members.of_user(self.members, user_id)
        if found is None:
            raise Refused(refusals.NO_MEMBER)
        return found

    def is_last_owner(self, member: Member) -> bool:
        """Whether there would be no owner without this one."""
        owners = [each for each in self.members if roles.is_owner(each.role)]
        return [each.id for each in owners] == [member.id]

    def end(self, member: Member) -> None:
        """End a membership."""
        self.connection.execute(sql(_PACKAGE, "members/delete_member"), {"id": member.id})


def remove(call: Call, presented: Presented) -> Answer:
    """Take somebody out of a team, by the id of the membership or by an address."""
    organization_id = active.named(call, presented)
    if not organization_id:
        raise Refused(refusals.NONE_ACTIVE)
    wanted = call.fields["memberIdOrEmail"]
    by_address = "@" in wanted
    with _team(organization_id) as team:
        caller = team.of_user(presented.user.id)
        person = members.of_address(team.members, wanted) if by_address else None
        found = person if by_address else _by_id(team, wanted)
        if found is None:
            raise Refused(refusals.NO_MEMBER)
        if roles.is_owner(found.role) and (not roles.is_owner(caller.role) or team.is_last_owner(found)):
            raise Refused(refusals.ONLY_OWNER)
        if not roles.may(caller.role, "member", "delete"):
            raise Refused(refusals.MAY_NOT_REMOVE)
        if found.organization_id != organization_id:
            raise Refused(refusals.NO_MEMBER)
        team.end(found)
    if found.user_id == presented.user.id and presented.session.active_organization_id == organization_id:
        active.set_to(call, presented, None)
    return Answer(body={"member": person.wire_with_person() if person else found.wire()})


def set_role(call: Call, presented: Presented) -> Answer:
    """Give a member another role, or several."""
    if not call.fields["role"]:
        raise WithoutWords(400)
    organization_id = active.named(call, presented)
    if not organization_id:
        raise Refused(refusals.NONE_ACTIVE)
    wanted = roles.roles_of(call.fields["role"])
    with _team(organization_id) as team:
        caller = team.of_user(presented.user.id)
        found = _by_id(team, call.fields["memberId"])
        if found is None:
            raise Refused(refusals.NO_MEMBER)
        touches_owner = roles.is_owner(found.role) or roles.OWNER in wanted
        if found.organization_id != organization_id or (touches_owner and not roles.is_owner(caller.role)):
            raise Refused(refusals.MAY_NOT_CHANGE_MEMBER)
        if team.is_last_owner(found) and roles.OWNER not in wanted:
            raise Refused(refusals.WITHOUT_OWNER)
        if not roles.may(caller.role, "member", "update"):
            raise Refused(refusals.MAY_NOT_CHANGE_MEMBER)
        if strange := roles.unknown(wanted):
            raise Refused(refusals.unknown_roles(strange, with_code=True))
        if not wanted:
            raise Refused(refusals.NO_ROLE)
        changed = replace(found, role=",".join(wanted))
        team.connection.execute(sql(_PACKAGE, "members/set_role"), {"id": changed.id, "role": changed.role})
    return Answer(body=changed.wire())


def leave(call: Call, presented: Presented) -> Answer:
    """Leave a team; its last owner cannot."""
    organization_id = call.fields["organizationId"]
    with _team(organization_id) as team:
        found = team.of_user(presented.user.id)
        if team.is_last_owner(found):
            raise Refused(refusals.ONLY_OWNER)
        team.end(found)
    if presented.session.active_organization_id == organization_id:
        active.set_to(call, presented, None)
    return Answer(body=found.wire_with_person())


@contextmanager
def _team(organization_id: str) -> Iterator[_Team]:
    """A team, locked; one that does not exist has no members. Raises Refused."""
    if not is_token(organization_id):
        raise Refused(refusals.NO_MEMBER)
    with transaction() as connection:
        connection.execute(sql(_PACKAGE, "lock_organization"), {"id": organization_id})
        params = {"organization_id": organization_id}
        rows = connection.execute(sql(_PACKAGE, "members/list_members"), params).fetchall()
        yield _Team(connection, [MemberInPerson.from_row(row) for row in rows])


def _by_id(team: _Team, member_id: str) -> Member | None:
    """A member of the team, or of another one."""
    if found := next((each for each in team.members if each.id == member_id), None):
        return found
    if not is_token(member_id):
        return None
    row = team.connection.execute(sql(_PACKAGE, "members/find_member"), {"id": member_id}).fetchone()
    return Member.from_row(row) if row else None


ENDPOINTS = (
    Endpoint(
        "POST",
        "/organization/remove-member",
        signed_in(remove),
        Body(fields=(Field("memberIdOrEmail"), ORGANIZATION_ID)),
        event=SecurityEvent.MEMBER_REMOVED,
    ),
    Endpoint(
        "POST",
        "/organization/update-member-role",
        signed_in(set_role),
        Body(fields=(TextOrTexts("role"), Field("memberId"), ORGANIZATION_ID)),
        event=SecurityEvent.MEMBER_ROLE_CHANGED,
    ),
    Endpoint(
        "POST",
        "/organization/leave",
        signed_in(leave),
        Body(fields=(Field("organizationId"),)),
        event=SecurityEvent.TEAM_LEFT,
    ),
)
