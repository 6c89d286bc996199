"""GET /organization/list, get-full-organization, get-organization and POST set-active: which teams there are, and which
one the session is about."""

from typing import Any

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused
from auth.plugins.organization import active, invitations, members, refusals
from auth.plugins.organization.active import Standing
from auth.plugins.organization.fields import TextOrNull
from auth.plugins.organization.records import Organization
from auth.session import set_cookies
from auth.session.sessions import Presented
from spoor.database import run, sql


def list_of(_: Call, presented: Presented) -> Answer:
    """The teams that the user is in, a hundred at most."""
    params = {"user_id": presented.user.id}
    rows = run(sql("auth.plugins.organization", "list_organizations"), params, repeatable=True)
    return Answer(body=[Organization.from_row(row).wire() for row in rows])


def get(call: Call, presented: Presented) -> Answer:
    """A team, or null where the request is about none."""
    standing = _standing(call, presented)
    return Answer(body=standing and standing.organization and standing.organization.wire())


def get_full(call: Call, presented: Presented) -> Answer:
    """A team with its members, and with its invitations for who may invite."""
    standing = _standing(call, presented)
    if standing is None or standing.organization is None or standing.member is None:
        return Answer(body=None)
    most = members.number(call.queried("membersLimit")) or members.MOST_LISTED
    listed = members.list_of(standing.organization.id)[:most]
    return Answer(
        body={
            **standing.organization.wire(),
            "invitations": [each.wire() for each in invitations.shown_to(standing.member)],
            "members": [each.wire_with_person() for each in listed],
        }
    )


def set_active(call: Call, presented: Presented) -> Answer:
    """Let the session be about another team, or about none; without a word the answer is what it is about."""
    said: Any = call.fields.get("organizationId", "")
    slug = call.fields.get("organizationSlug")
    cookies = set_cookies.renewed(call, presented.session.token)
    if said is None:
        active.set_to(call, presented, None)
        return Answer(body=None, cookies=cookies)
    organization_id = said or (None if slug else presented.session.active_organization_id)
    if not organization_id and not slug:
        return Answer(body=None, cookies=cookies)
    standing = active.standing(presented, organization_id, slug if not organization_id else None)
    if standing.organization is None and not organization_id:
        raise Refused(refusals.NO_ORGANIZATION)
    if standing.organization is None or standing.member is None:
        raise active.refuse_and_empty(call, presented, refusals.NOT_A_MEMBER_403)
    active.set_to(call, presented, standing.organization.id)
    return Answer(body=standing.organization.wire(), cookies=cookies)


def _standing(call: Call, presented: Presented) -> Standing | None:
    """Raises Refused: an unknown team; one that the caller is not in, and then the session is about none."""
    standing = active.in_query(call, presented)
    if standing is None:
        return None
    if standing.organization is None:
        raise Refused(refusals.NO_ORGANIZATION)
    if standing.member is None:
        raise active.refuse_and_empty(call, presented, refusals.NOT_A_MEMBER_403)
    return standing


ENDPOINTS = (
    Endpoint("GET", "/organization/list", signed_in(list_of)),
    Endpoint("GET", "/organization/get-organization", signed_in(get)),
    Endpoint("GET", "/organization/get-full-organization", signed_in(get_full)),
    Endpoint(
        "POST",
        "/organization/set-active",
        signed_in(set_active),
        Body(fields=(TextOrNull("organizationId", required=False), Field("organizationSlug", required=False))),
    ),
)
