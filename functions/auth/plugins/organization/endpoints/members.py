"""GET /organization/list-members, get-active-member, get-active-member-role and POST has-permission: who is in a team,
and what they may."""

from typing import Any

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused, invalid
from auth.plugins.organization import active, members, refusals, roles
from auth.plugins.organization.records import Member
from auth.session.sessions import Presented

_SEVERAL = "[body] Invalid input: more than one option matched"


def list_of(call: Call, presented: Presented) -> Answer:
    """A page of a team's members, filtered and sorted; `total` is how many fit the filter."""
    page = members.MemberPage.of(call)
    found = page.fitting(members.list_of(_membership(call, presented).organization_id))
    shown = found[page.offset : page.offset + page.limit]
    return Answer(body={"members": [each.wire_with_person() for each in shown], "total": len(found)})


def get_active(_: Call, presented: Presented) -> Answer:
    """The caller in the team that the session is about."""
    organization_id = presented.session.active_organization_id
    if not organization_id:
        raise Refused(refusals.NONE_ACTIVE)
    found = members.of_user(members.list_of(organization_id), presented.user.id)
    if found is None:
        raise Refused(refusals.NO_MEMBER)
    return Answer(body=found.wire_with_person())


def get_role(call: Call, presented: Presented) -> Answer:
    """The role of the caller, or of another member."""
    own = _membership(call, presented)
    member: Member | None = own
    if user_id := call.queried("userId"):
        member = members.of_user(members.list_of(own.organization_id), user_id)
    if member is None:
        raise Refused(refusals.NOT_MINE)
    return Answer(body={"role": member.role})


def has_permission(call: Call, presented: Presented) -> Answer:
    """Whether one of the caller's roles includes all that is asked for."""
    wanted = _wanted(call.fields)
    organization_id = active.named(call, presented)
    if not organization_id:
        raise Refused(refusals.NONE_ACTIVE)
    member = active.standing(presented, organization_id).membership(refusals.NOT_A_MEMBER_401)
    return Answer(body={"error": None, "success": roles.includes(member.role, wanted)})


def _membership(call: Call, presented: Presented) -> Member:
    """What the caller is in the team that the query is about. Raises Refused."""
    standing = active.in_query(call, presented)
    if standing is None:
        raise Refused(refusals.NONE_ACTIVE)
    if standing.organization is None and call.queried("organizationSlug"):
        raise Refused(refusals.NO_ORGANIZATION)
    return standing.membership(refusals.NOT_MINE)


def _wanted(fields: Any) -> dict[str, Any]:
    """What is asked for; Better Auth's old name for it alone asks for nothing. Raises Refused."""
    said = [fields[name] for name in ("permissions", "permission") if name in fields]
    if len(said) > 1:
        raise Refused(invalid([_SEVERAL]))
    if not said or not isinstance(said[0], dict) or not all(isinstance(each, list) for each in said[0].values()):
        raise Refused(invalid(["[body] Invalid input"]))
    return said[0] if "permissions" in fields else {}


def _checked_first(call: Call) -> Answer:
    """Bodies are judged before anybody is looked for."""
    _wanted(call.fields)
    return signed_in(has_permission)(call)


ENDPOINTS = (
    Endpoint("GET", "/organization/list-members", signed_in(list_of)),
    Endpoint("GET", "/organization/get-active-member", signed_in(get_active)),
    Endpoint("GET", "/organization/get-active-member-role", signed_in(get_role)),
    Endpoint("POST", "/organization/has-permission", _checked_first, Body(fields=())),
)
