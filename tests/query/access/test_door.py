"""The door opens to whoever has the permission that the route names, and to nobody else."""

from typing import Annotated, Any

import pytest
from fastapi import FastAPI

from query.access.door import AppToAsk, AppToDelete, own_account
from query.access.need import NotForTokens, needs_of
from query.access.permissions import Permission
from query.access.roles import ROLES
from query.api.caller import Caller
from tests.query.conftest import Ask


def test_a_role_is_refused_what_it_does_not_include_and_is_told_what_that_is(
    shop: str, ask: Ask, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(ROLES, "owner", frozenset({Permission.APP_READ}))  # type: ignore[arg-type]  # a fixed table
    assert ask("GET", f"/api/apps/{shop}/funnels").status == 200
    reply = ask("DELETE", f"/api/apps/{shop}")
    assert (reply.status, reply.json["code"]) == (403, "NOT_PERMITTED")
    assert "owner" in reply.json["message"]
    assert "app:delete" in reply.json["message"]


@pytest.mark.parametrize("scopes", [[], ["read"], ["read", "manage"]], ids=" ".join)
def test_what_is_a_users_own_is_refused_to_a_program_whatever_its_token_may(scopes: list[str]) -> None:
    with pytest.raises(NotForTokens):
        own_account().dependency(Caller("ann", frozenset(scopes)))
    assert own_account().dependency(Caller("ann")) == "ann"


def test_a_route_that_names_two_permissions_names_none() -> None:
    app = FastAPI()
    account: Any = own_account()

    @app.get("/one")
    def one(opened: AppToAsk) -> None: ...

    @app.get("/two")
    def two(opened: AppToAsk, again: AppToDelete) -> None: ...

    @app.get("/both")
    def both(opened: AppToAsk, user_id: Annotated[str, account]) -> None: ...

    needs = {path: need for _, path, need in needs_of(app)}
    assert needs["/one"] is not None
    assert (needs["/two"], needs["/both"]) == (None, None)
