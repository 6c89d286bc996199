"""POST /organization/create, check-slug, update and delete: a team as a whole."""

import json
from typing import Any

import orjson
from psycopg.errors import UniqueViolation

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.gate.shapes import Nested
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import Refused, WithoutWords, invalid
from auth.plugins.organization import active, refusals, roles
from auth.plugins.organization.fields import ORGANIZATION_ID, organization_fields
from auth.plugins.organization.records import Member, Organization
from auth.session.sessions import Presented
from auth.users.dates import stored
from auth.users.text import has_nul, storable
from spoor.accounts.activity import SecurityEvent
from spoor.database import change, run, sql
from spoor.ids import random_letters

_MOST = 100
"""Teams that a user may be in to make another: as many as are listed."""

_LONGEST_METADATA = 16_384
"""Letters of its JSON."""


def create(call: Call, presented: Presented) -> Answer:
    """Make a team, whose owner is who asks; the session is about it from now on, unless it keeps what it is about."""
    now, slug = stored(call.now), storable(call.fields["slug"])
    params = {"slug": slug, "user_id": presented.user.id}
    [found] = run(sql("auth.plugins.organization", "count_memberships"), params, repeatable=True)
    if found["memberships"] >= _MOST:
        raise Refused(refusals.NO_MORE_ORGANIZATIONS)
    if found["is_taken"]:
        raise Refused(refusals.EXISTS)
    made = Organization(
        random_letters(32), storable(call.fields["name"]), slug, _logo(call.fields), now, _metadata(call.fields)
    )
    member = Member(random_letters(32), made.id, presented.user.id, roles.OWNER, now)
    values = {
        **vars(made),
        "member_id": member.id,
        "user_id": member.user_id,
        "session_id": presented.session.id,
        "becomes_active": not call.fields.get("keepCurrentActiveOrganization", False),
    }
    try:
        change(sql("auth.plugins.organization", "add_organization"), values, repeatable=False)
    except UniqueViolation as error:
        raise Refused(refusals.EXISTS) from error
    return Answer(body={**made.wire_with_object(), "members": [member.wire()]})


def check_slug(call: Call, _: Presented) -> Answer:
    """Whether a slug is free."""
    slug = storable(call.fields["slug"])
    if not has_nul(slug) and run(sql("auth.plugins.organization", "find_slug"), {"slug": slug}, repeatable=True):
        raise Refused(refusals.SLUG_TAKEN)
    return Answer(body={"status": True})


def update(call: Call, presented: Presented) -> Answer:
    """Change what `data` names; where it names nothing the team is answered as it is."""
    organization_id = active.named(call, presented)
    if not organization_id:
        raise Refused(refusals.NO_ORGANIZATION)
    standing = active.standing(presented, organization_id)
    if not roles.may(standing.membership(refusals.NOT_A_MEMBER).role, "organization", "update"):
        raise Refused(refusals.MAY_NOT_UPDATE)
    data = call.fields["data"]
    values: dict[str, Any] = {f"sets_{name}": name in data for name in ("name", "slug", "logo", "metadata")}
    values |= {name: storable(data[name]) if name in data else None for name in ("name", "slug")}
    values |= {"id": organization_id, "logo": _logo(data), "metadata": _metadata(data)}
    try:
        rows = run(sql("auth.plugins.organization", "update_organization"), values, repeatable=True)
    except UniqueViolation as error:
        raise Refused(refusals.SLUG_TAKEN) from error
    if not rows:
        raise Refused(refusals.NO_ORGANIZATION)
    return Answer(body=Organization.from_row(rows[0]).wire_with_object())


def delete(call: Call, presented: Presented) -> Answer:
    """Delete a team; whatever was shared with it is its owners' alone again."""
    standing = active.standing(presented, call.fields["organizationId"])
    if not roles.may(standing.membership(refusals.NOT_A_MEMBER).role, "organization", "delete"):
        raise Refused(refusals.MAY_NOT_DELETE)
    organization_id = call.fields["organizationId"]
    change(sql("auth.plugins.organization", "delete_organization"), {"id": organization_id}, repeatable=True)
    if presented.session.active_organization_id == organization_id:
        active.set_to(call, presented, None)
    return Answer(body=standing.organization and standing.organization.wire())


def _logo(said: dict[str, Any] | Any) -> str | None:
    logo = said.get("logo")
    return None if logo is None else storable(logo)


def _metadata(said: dict[str, Any] | Any) -> str | None:
    """As JavaScript would write it, with half a character as an escape."""
    if "metadata" not in said:
        return None
    try:
        text = orjson.dumps(said["metadata"]).decode()
    except orjson.JSONEncodeError:
        text = json.dumps(said["metadata"], separators=(",", ":"))
    if len(text) > _LONGEST_METADATA:
        problem = f"[body.metadata] Too big: expected JSON to have <={_LONGEST_METADATA} characters"
        raise Refused(invalid([problem]))
    return text


ENDPOINTS = (
    Endpoint(
        "POST",
        "/organization/create",
        signed_in(create, otherwise=WithoutWords(401)),
        Body(
            fields=(
                *organization_fields(required=True),
                Field("keepCurrentActiveOrganization", "boolean", required=False),
            )
        ),
        event=SecurityEvent.TEAM_MADE,
    ),
    Endpoint("POST", "/organization/check-slug", signed_in(check_slug), Body(fields=(Field("slug"),))),
    Endpoint(
        "POST",
        "/organization/update",
        signed_in(update, otherwise=Refused(refusals.NO_SUCH_USER)),
        Body(fields=(Nested("data", fields=organization_fields(required=False)), ORGANIZATION_ID)),
    ),
    Endpoint(
        "POST",
        "/organization/delete",
        signed_in(delete, otherwise=WithoutWords(401)),
        Body(fields=(Field("organizationId"),)),
        event=SecurityEvent.TEAM_DELETED,
    ),
)
