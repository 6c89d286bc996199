"""A user makes tokens for his programs, sees what there is, and ends them at once."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from typing import Any
from uuid import uuid4

import pytest

from auth.authorizer import handler as authorizer
from spoor.accounts import tokens
from tests.conftest import forget_settings
from tests.people import Direct, sign_up, track
from tests.query.conftest import Ask

ENTRY = "all"  # another function has its say, too

NEW, OLD = "new-key-that-only-tests-know-0123456789", "old-key-that-only-tests-know-0123456789"
WANTED = {"name": "Metabase", "scopes": ["read"], "expiresInDays": 30}


@pytest.fixture(autouse=True)
def keys(database: Direct, monkeypatch: pytest.MonkeyPatch) -> Iterator[pytest.MonkeyPatch]:
    """One key; change API_TOKEN_SECRETS and forget the settings for others."""
    monkeypatch.setenv("API_TOKEN_SECRETS", NEW)
    forget_settings()
    yield monkeypatch
    forget_settings()


def judged(token: str) -> Any:
    """What the authorizer says of a token."""
    event = {"routeKey": "ANY /api/v1/{proxy+}", "headers": {"authorization": f"Bearer {token}"}}
    return authorizer(event, None)


def test_a_token_is_shown_once_and_opens_what_it_was_made_for(ask: Ask, shop: str) -> None:
    made = ask("POST", "/api/tokens", {**WANTED, "appIds": [shop]})
    assert made.status == 201
    token = made.json["token"]
    assert judged(token) == {
        "isAuthorized": True,
        "context": {"userId": "ann", "tokenId": made.json["id"], "scopes": ["read"], "appIds": [shop]},
    }
    shown = {key: value for key, value in made.json.items() if key != "token"}
    assert ask("GET", "/api/tokens").json == {"tokens": [shown]}
    assert shown == {
        "id": shown["id"],
        "name": "Metabase",
        "scopes": ["read"],
        "appIds": [shop],
        "createdAt": shown["createdAt"],
        "expiresAt": shown["expiresAt"],
    }
    lives = datetime.fromisoformat(shown["expiresAt"]) - datetime.fromisoformat(shown["createdAt"])
    assert timedelta(days=30) - lives < timedelta(seconds=1)


def test_an_app_that_is_named_twice_is_meant_once(ask: Ask, database: Direct, ann: str, shop: str) -> None:
    other = track(database, ann, "spk_other")
    made = ask("POST", "/api/tokens", {**WANTED, "appIds": [other, shop, other, shop.upper()]}).json
    assert made["appIds"] == [other, shop]
    assert ask("GET", "/api/tokens").json["tokens"][0]["appIds"] == [other, shop]


def test_what_is_kept_of_a_token_is_not_the_token(ask: Ask, database: Direct) -> None:
    token = ask("POST", "/api/tokens", WANTED).json["token"]
    kept = str(database.execute("SELECT * FROM spoor.api_tokens").fetchall())
    assert not [part for part in token.split(".") if part in kept]


def test_without_apps_it_is_for_all_of_them(ask: Ask) -> None:
    made = ask("POST", "/api/tokens", {**WANTED, "scopes": ["manage", "read"]}).json
    assert (made["appIds"], made["scopes"]) == (None, ["manage", "read"])
    assert judged(made["token"])["context"]["appIds"] == ["*"]


def test_tokens_are_listed_newest_first_and_only_to_their_user(ask: Ask, database: Direct) -> None:
    for name in ("first", "second"):
        ask("POST", "/api/tokens", {**WANTED, "name": name})
    assert [token["name"] for token in ask("GET", "/api/tokens").json["tokens"]] == ["second", "first"]
    assert ask("GET", "/api/tokens", user_id=sign_up(database, "bob")).json == {"tokens": []}


def test_a_revoked_token_is_refused_at_once(ask: Ask) -> None:
    made = ask("POST", "/api/tokens", WANTED).json
    assert judged(made["token"])["isAuthorized"]
    assert ask("DELETE", f"/api/tokens/{made['id']}").status == 204
    assert judged(made["token"]) == {"isAuthorized": False}
    assert ask("GET", "/api/tokens").json == {"tokens": []}


def test_somebody_elses_token_is_the_same_404_as_none(ask: Ask, database: Direct) -> None:
    made = ask("POST", "/api/tokens", WANTED).json
    bob = sign_up(database, "bob")
    foreign, none, garbled = (
        ask("DELETE", f"/api/tokens/{token_id}", user_id=bob) for token_id in (made["id"], uuid4(), "x")
    )
    assert (foreign.status, foreign.json["code"]) == (404, "TOKEN_NOT_FOUND")
    assert foreign == none == garbled
    assert judged(made["token"])["isAuthorized"]


@pytest.mark.parametrize("whose", ["bob's", "nobody's"])
def test_a_token_is_made_for_apps_of_ones_own_only(ask: Ask, database: Direct, shop: str, whose: str) -> None:
    other = track(database, sign_up(database, "bob"), "spk_bob") if whose == "bob's" else str(uuid4())
    reply = ask("POST", "/api/tokens", {**WANTED, "appIds": [shop, other]})
    assert (reply.status, reply.json["errors"][0]["path"]) == (422, "appIds")
    assert database.execute("SELECT FROM spoor.api_tokens").rowcount == 0


@pytest.mark.parametrize(
    ("words", "path"),
    [
        ({"name": " "}, "name"),
        ({"scopes": []}, "scopes"),
        ({"scopes": ["write"]}, "scopes[0]"),
        ({"scopes": "read"}, "scopes"),
        ({"appIds": []}, "appIds"),
        ({"appIds": ["x"]}, "appIds[0]"),
        ({"appIds": [7]}, "appIds[0]"),
        ({"expiresInDays": 0}, "expiresInDays"),
        ({"expiresInDays": 366}, "expiresInDays"),
        ({"expiresInDays": "30"}, "expiresInDays"),
        ({"expiresInDays": None}, "expiresInDays"),
        ({"userId": "bob"}, "userId"),
    ],
)
def test_what_cannot_be_made_is_refused_by_name(ask: Ask, words: dict[str, Any], path: str) -> None:
    reply = ask("POST", "/api/tokens", {**WANTED, **words})
    assert (reply.status, reply.json["errors"][0]["path"]) == (422, path)


def test_a_token_ends_by_the_databases_clock_too(ask: Ask, database: Direct) -> None:
    token = ask("POST", "/api/tokens", WANTED).json["token"]
    database.execute("UPDATE spoor.api_tokens SET expires_at = now()")
    assert judged(token) == {"isAuthorized": False}
    assert ask("GET", "/api/tokens").json == {"tokens": []}


def test_a_users_tokens_go_with_him(ask: Ask, database: Direct) -> None:
    token = ask("POST", "/api/tokens", WANTED).json["token"]
    database.execute("DELETE FROM public.\"user\" WHERE id = 'ann'")
    assert judged(token) == {"isAuthorized": False}


def test_after_a_rotation_the_newest_key_signs_and_the_old_ones_still_open(ask: Ask, keys: pytest.MonkeyPatch) -> None:
    keys.setenv("API_TOKEN_SECRETS", OLD)
    forget_settings()
    before = ask("POST", "/api/tokens", WANTED).json["token"]
    keys.setenv("API_TOKEN_SECRETS", f"{NEW}, {OLD}\n")
    forget_settings()
    after = ask("POST", "/api/tokens", WANTED).json["token"]
    assert tokens.read(after, [NEW.encode()], "spoor-api")
    assert judged(before)["isAuthorized"]
    assert judged(after)["isAuthorized"]
    keys.setenv("API_TOKEN_SECRETS", NEW)
    forget_settings()
    assert judged(before) == {"isAuthorized": False}
    assert judged(after)["isAuthorized"]


@pytest.mark.parametrize("bad", [None, "", " , ", "short", f"{NEW},short"])
def test_without_keys_that_cannot_be_guessed_there_are_no_tokens(
    ask: Ask, keys: pytest.MonkeyPatch, bad: str | None
) -> None:
    token = ask("POST", "/api/tokens", WANTED).json["token"]
    if bad is None:
        keys.delenv("API_TOKEN_SECRETS")
    else:
        keys.setenv("API_TOKEN_SECRETS", bad)
    forget_settings()
    assert judged(token) == {"isAuthorized": True, "context": {"away": True}}  # it could not look: nothing is opened
    if bad != f"{NEW},short":  # where the newest is good, it signs
        assert ask("POST", "/api/tokens", WANTED).status == 500
        assert len(ask("GET", "/api/tokens").json["tokens"]) == 1
