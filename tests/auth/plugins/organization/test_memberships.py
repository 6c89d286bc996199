"""A team keeps an owner, whoever goes and however many at once, and what is shared with it goes on."""

from collections import Counter
from typing import Any

import pytest

from tests.auth.browser import PASSWORD, Browser
from tests.auth.plugins.organization.conftest import Join
from tests.people import Direct, track
from tests.teams import share

ONLY_OWNER = (400, "ONLY_OWNER_OF_A_TEAM")


def me(browser: Browser) -> str:
    return str(browser.session()["user"]["id"])


def rows(database: Direct, statement: str) -> list[dict[str, Any]]:
    return database.execute(statement.encode()).fetchall()


def test_the_only_owner_of_others_is_not_deleted_and_is_told_of_which_team(
    ann: Browser, join: Join, database: Direct
) -> None:
    bob = join("bob", "admin")
    refused = ann.post("/delete-user", {"password": PASSWORD})
    assert refused.code == ONLY_OWNER
    assert "Growth" in refused.json["message"]
    assert ann.session()["user"]["email"] == "ann@example.com"
    member_id = bob.get("/organization/get-active-member").json["id"]
    assert ann.post("/organization/update-member-role", {"memberId": member_id, "role": "owner"}).status == 200
    assert ann.post("/delete-user", {"password": PASSWORD}).status == 200
    assert [row["role"] for row in rows(database, "SELECT role FROM spoor.member")] == ["owner"]


def test_a_team_of_nobody_else_goes_with_its_owner(ann: Browser, database: Direct) -> None:
    assert ann.post("/delete-user", {"password": PASSWORD}).status == 200
    assert rows(database, "SELECT FROM spoor.organization") == []


def test_what_a_deleted_user_shared_is_handed_over_to_the_longest_owner_and_the_rest_goes(
    ann: Browser, join: Join, team: str, database: Direct
) -> None:
    bob = join("bob")
    bobs, anns = me(bob), me(ann)
    shared, private = share(database, track(database, bobs, "spk_shared"), team), track(database, bobs, "spk_private")
    join("eve", "owner")
    assert bob.post("/delete-user", {"password": PASSWORD}).status == 200
    assert rows(database, "SELECT id::text, owner_id FROM public.tracked_apps") == [{"id": shared, "owner_id": anns}]
    assert rows(database, "SELECT organization_id, owner_id FROM spoor.app_teams") == [
        {"organization_id": team, "owner_id": anns}
    ]
    assert private != shared


@pytest.mark.parametrize("way", ["leave", "remove-member", "delete"])
def test_what_somebody_shared_is_theirs_alone_once_they_are_out(
    ann: Browser, join: Join, team: str, database: Direct, way: str
) -> None:
    bob = join("bob")
    app_id = share(database, track(database, me(bob), "spk_bob"), team)
    if way == "leave":
        done = bob.post("/organization/leave", {"organizationId": team})
    elif way == "remove-member":
        done = ann.post("/organization/remove-member", {"memberIdOrEmail": "BOB@example.com"})
    else:
        done = ann.post("/organization/delete", {"organizationId": team})
    assert done.status == 200
    assert rows(database, "SELECT FROM spoor.app_teams") == []
    assert [row["id"] for row in rows(database, "SELECT id::text FROM public.tracked_apps")] == [app_id]


def test_a_member_accepts_no_second_invitation(ann: Browser, join: Join, team: str, database: Direct) -> None:
    bob = join("bob")
    other = ann.post("/organization/invite-member", {"email": "other@example.com", "role": "owner"}).json["id"]
    database.execute("UPDATE public.\"user\" SET email = 'other@example.com' WHERE email = 'bob@example.com'")
    refused = bob.post("/organization/accept-invitation", {"invitationId": other})
    assert refused.code == (400, "USER_IS_ALREADY_A_MEMBER_OF_THIS_ORGANIZATION")
    assert Counter(row["role"] for row in rows(database, "SELECT role FROM spoor.member")) == {"owner": 1, "member": 1}
    assert rows(database, "SELECT status FROM spoor.invitation WHERE email = 'other@example.com'") == [
        {"status": "pending"}
    ]


def test_a_viewer_sees_who_is_in_the_team_and_changes_nothing_of_it(ann: Browser, join: Join, team: str) -> None:
    vera = join("vera", "viewer")
    assert len(vera.get("/organization/list-members").json["members"]) == 2
    for path, body in (
        ("update", {"data": {"name": "x"}}),
        ("invite-member", {"email": "x@example.com", "role": "viewer"}),
        ("delete", {"organizationId": team}),
    ):
        assert vera.post(f"/organization/{path}", body).status == 403, path
    assert ann.post("/organization/has-permission", {"permissions": {"team": ["create"]}}).json["success"] is True
    assert vera.post("/organization/has-permission", {"permissions": {"team": ["create"]}}).json["success"] is False


def test_what_cannot_be_is_refused_with_what_is_wrong_and_never_a_500(ann: Browser) -> None:
    odd = [
        ("update", {"data": {}}, (200, None)),
        ("update", {"data": {"name": "a\0"}}, (400, "VALIDATION_ERROR")),
        ("update", {"data": {"name": "x" * 201}}, (400, "VALIDATION_ERROR")),
        ("update", {"data": {"metadata": None}}, (400, "VALIDATION_ERROR")),
        ("update", {"data": {"metadata": {"a": "x" * 20_000}}}, (400, "VALIDATION_ERROR")),
        ("update", {"data": {"metadata": {"a": "\ud800"}}}, (200, None)),
        ("create", {"name": "a", "slug": "b\0"}, (400, "VALIDATION_ERROR")),
        ("check-slug", {"slug": "\0"}, (200, None)),
        ("set-active", {"organizationSlug": "\0"}, (400, "ORGANIZATION_NOT_FOUND")),
        ("leave", {"organizationId": "\0"}, (400, "MEMBER_NOT_FOUND")),
        ("accept-invitation", {"invitationId": "\0"}, (400, "INVITATION_NOT_FOUND")),
        ("remove-member", {"memberIdOrEmail": "\0"}, (400, "MEMBER_NOT_FOUND")),
        ("invite-member", {"email": "a@b.co", "role": [5]}, (400, "VALIDATION_ERROR")),
        ("invite-member", {"email": "a@b.co", "role": []}, (400, "ROLE_NOT_FOUND")),
        ("has-permission", {"permissions": {"a": 5}}, (400, "VALIDATION_ERROR")),
        ("has-permission", {"permissions": {}, "permission": {}}, (400, "VALIDATION_ERROR")),
    ]
    for path, body, outcome in odd:
        reply = ann.post(f"/organization/{path}", body)
        assert (reply.status, reply.json.get("code")) == outcome, (path, body)
    for query in ("sortBy=nope", "filterField=nope", "filterField=role&filterOperator=nope", "sortDirection=up"):
        assert ann.get("/organization/list-members", query=query).code == (400, "VALIDATION_ERROR"), query
    for query in ("limit=0", "limit=x", "offset=-1", "limit=99999999999", "filterField=role&filterValue=owner"):
        assert len(ann.get("/organization/list-members", query=query).json["members"]) == 1, query
    for operator, value, fits in (("in", "owner,x", 1), ("not_in", "owner", 0), ("contains", "wn", 1), ("lt", "a", 0)):
        query = f"filterField=role&filterOperator={operator}&filterValue={value}"
        assert ann.get("/organization/list-members", query=query).json["total"] == fits, query
