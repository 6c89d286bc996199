"""Which team a request is about: the one that it names, or else the one that its sign-in session is about."""

from dataclasses import dataclass

from auth.http.call import Call
from auth.http.refusals import Refusal, Refused
from auth.plugins.organization.records import Member, Organization
from auth.session.sessions import Presented
from auth.users.dates import stored
from auth.users.text import has_nul, is_token
from spoor.database import change, run, sql


@dataclass(frozen=True)
class Standing:
    """A team, and what the caller is in it: None where there is no such team, or they are nothing in it."""

    organization: Organization | None
    member: Member | None

    def membership(self, otherwise: Refusal) -> Member:
        """What the caller is in the team. Raises Refused."""
        if self.member is None:
            raise Refused(otherwise)
        return self.member


NOWHERE = Standing(None, None)


def named(call: Call, presented: Presented, *, in_query: bool = False) -> str | None:
    """The id of the team that the request is about, None where it names none and the session is about none."""
    said = call.queried("organizationId") if in_query else call.fields.get("organizationId")
    return said or presented.session.active_organization_id


def in_query(call: Call, presented: Presented) -> Standing | None:
    """The team that the query is about, by a slug before an id; None where it is about none."""
    if slug := call.queried("organizationSlug"):
        return standing(presented, slug=slug)
    organization_id = named(call, presented, in_query=True)
    return standing(presented, organization_id) if organization_id else None


def standing(presented: Presented, organization_id: str | None = None, slug: str | None = None) -> Standing:
    """What the caller is in a team."""
    if has_nul(slug) or (organization_id is not None and not is_token(organization_id)):
        return NOWHERE
    params = {"id": organization_id, "slug": slug, "user_id": presented.user.id}
    [row] = run(sql("auth.plugins.organization", "find_standing"), params, repeatable=True)
    return Standing(
        Organization.from_row(row) if row["organization_id"] else None,
        Member.from_row(row) if row["member_id"] else None,
    )


def set_to(call: Call, presented: Presented, organization_id: str | None) -> None:
    """Let the sign-in session be about a team, or about none."""
    params = {"session_id": presented.session.id, "organization_id": organization_id, "now": stored(call.now)}
    change(sql("auth.plugins.organization", "set_active"), params, repeatable=True)


def refuse_and_empty(call: Call, presented: Presented, refusal: Refusal) -> Refused:
    """A refusal after which the session is about no team any more."""
    set_to(call, presented, None)
    return Refused(refusal)
