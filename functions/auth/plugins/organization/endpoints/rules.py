"""GET /organization/second-factor and POST require-second-factor: whether a team asks a second factor of its members.

They are Spoor's own, and not there where there are no second factors. The rule is kept where apps are opened, in query.
"""

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused, WithoutWords
from auth.plugins.organization import active, refusals, roles
from auth.plugins.organization.records import Member
from auth.session.sessions import Presented
from spoor.accounts import plugins
from spoor.accounts.activity import SecurityEvent
from spoor.accounts.plugins import Plugin
from spoor.database import run, sql


def get(call: Call, presented: Presented) -> Answer:
    """Whether it does; owners see which of the members have none as well."""
    member = _member(presented, call.queried("organizationId"))
    params = {"id": member.organization_id}
    [row] = run(sql("auth.plugins.organization", "find_rule"), params, repeatable=True)
    seen = {"without": row["without"]} if roles.is_owner(member.role) else {}
    return Answer(body={"required": row["required"], **seen})


def require(call: Call, presented: Presented) -> Answer:
    """Let it, or no longer.

    By an owner with a second factor: one without would close the team's apps to themselves, and whoever has found out a
    password must not end the rule by it alone.
    """
    member = _member(presented, call.fields["organizationId"])
    if not roles.is_owner(member.role):
        raise Refused(refusals.MAY_NOT_UPDATE)
    if not presented.user.two_factor_enabled:
        raise Refused(refusals.OWN_FACTOR_FIRST)
    required = call.fields["required"]
    event = SecurityEvent.SECOND_FACTOR_REQUIRED if required else SecurityEvent.SECOND_FACTOR_NOT_REQUIRED
    call.witness.event = event
    values = {"id": member.organization_id, "user_id": presented.user.id, "required": required}
    if not run(sql("auth.plugins.organization", "set_rule"), values, repeatable=True):
        raise Refused(refusals.MAY_NOT_UPDATE)
    return Answer(body={"required": required})


def _member(presented: Presented, organization_id: str) -> Member:
    """What the caller is in the team. Raises Refused."""
    if not plugins.is_on(Plugin.TWO_FACTOR):
        raise WithoutWords(404)
    return active.standing(presented, organization_id).membership(refusals.NOT_A_MEMBER_403)


ENDPOINTS = (
    Endpoint("GET", "/organization/second-factor", signed_in(get), query=(Field("organizationId"),)),
    Endpoint(
        "POST",
        "/organization/require-second-factor",
        signed_in(require),
        Body(fields=(Field("organizationId"), Field("required", "boolean"))),
    ),
)
