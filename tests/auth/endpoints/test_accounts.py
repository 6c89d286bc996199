"""The ways in which a user can sign in: listed, and taken away but for the last."""

import psycopg
import pytest
from psycopg.rows import DictRow

from tests.auth.browser import Browser

Direct = psycopg.Connection[DictRow]
LINK = (
    "INSERT INTO public.account (id, account_id, provider_id, user_id, access_token, scope, created_at, updated_at)"
    " VALUES (%s, '42', 'github', %s, 'secret', 'read:user, user:email,,', '2026-11-23 08:45:45.248', '2026-11-24')"
)


@pytest.fixture
def ann(browser: Browser, database: Direct) -> Browser:
    """Ann, who can sign in by GitHub as well."""
    user_id = browser.sign_up().json["user"]["id"]
    database.execute(LINK, ["linked", user_id])
    return browser


def test_accounts_are_listed_without_passwords_and_tokens(ann: Browser) -> None:
    user_id = ann.session()["user"]["id"]
    github, credential = ann.get("/list-accounts").json
    assert github == {
        "id": "linked",
        "accountId": "42",
        "providerId": "github",
        "userId": user_id,
        "createdAt": "2026-11-23T08:45:45.248Z",
        "updatedAt": "2026-11-24T00:00:00.000Z",
        "scopes": ["read:user", "user:email"],
    }
    assert sorted(credential) == sorted(github)
    assert (credential["providerId"], credential["accountId"], credential["scopes"]) == ("credential", user_id, [])


def test_one_of_two_can_be_unlinked_and_the_last_stays(ann: Browser) -> None:
    reply = ann.post("/unlink-account", {"accountId": "linked"})
    assert (reply.status, reply.json) == (200, {"status": True})
    [left] = ann.get("/list-accounts").json
    reply = ann.post("/unlink-account", {"accountId": left["id"]})
    message = "You can't unlink your last account"
    assert (reply.status, reply.json) == (400, {"message": message, "code": "FAILED_TO_UNLINK_LAST_ACCOUNT"})
    assert ann.get("/list-accounts").json == [left]


@pytest.mark.parametrize("account_id", ["nope", "42", "a\0b", "bobs"])
def test_what_is_no_account_of_his_is_not_found(ann: Browser, database: Direct, account_id: str) -> None:
    bob = Browser().sign_up("bob@example.com").json["user"]["id"]
    database.execute(LINK, ["bobs", bob])
    reply = ann.post("/unlink-account", {"accountId": account_id})
    assert (reply.status, reply.json) == (400, {"message": "Account not found", "code": "ACCOUNT_NOT_FOUND"})
    assert len(database.execute("SELECT FROM public.account").fetchall()) == 4


def test_unlinking_wants_a_fresh_session(ann: Browser, database: Direct) -> None:
    database.execute("UPDATE public.session SET created_at = created_at - interval '25 hours'")
    assert ann.post("/unlink-account", {"accountId": "linked"}).code == (403, "SESSION_NOT_FRESH")
