"""/api/tokens."""

from datetime import timedelta
from typing import Annotated, Any
from uuid import UUID

from fastapi import Response
from pydantic import BeforeValidator, Field

from query.access.door import find_apps, own_account
from query.account import tokens
from query.account.tokens import ApiToken, NewToken, TokenScope
from query.api.caller import Caller
from query.api.circumstances import Doing
from query.api.room import Room
from query.questions.words import Name, Words
from query.routes.answers import gives
from query.routes.form import Wanted, lists
from query.routes.words import in_words
from spoor.errors import Unprocessable

router = Room()

ABOUT = (
    f"The keys of programs; {tokens.KIND.most} a user at the most. Only a signed-in user reaches these "
    "addresses, under `/api`."
)

LONGEST = 365
"""Days that a token may live."""


def _app_id(said: object) -> UUID:
    try:
        return UUID(said if isinstance(said, str) else "")
    except ValueError:
        raise ValueError("must be the id of an app") from None


AppId = Annotated[UUID, BeforeValidator(_app_id)]


class TokenWords(Words):
    """What can be said of a new token. No `appIds` is all apps, later ones included."""

    name: Name
    scopes: Annotated[list[TokenScope], Field(min_length=1, max_length=2)]
    app_ids: Annotated[list[AppId], Field(min_length=1, max_length=100)] | None = None
    expires_in_days: Annotated[int, Field(ge=1, le=LONGEST)]


@router.post("/tokens", status_code=201, responses=gives(NewToken, "The token, this once.", 201))
def create_token(words: TokenWords, user_id: Annotated[str, own_account()], doing: Doing) -> Any:
    """Make a token. It is in this answer and never shown again."""
    lives = timedelta(days=words.expires_in_days)
    app_ids = None if words.app_ids is None else list(dict.fromkeys(words.app_ids))
    if app_ids and not {*app_ids} <= {found.id for found in find_apps(Caller(user_id))}:
        raise Unprocessable([{"path": "appIds", "message": "Not all of these are apps of yours"}])
    made = tokens.create(doing, words.name, sorted(set(words.scopes)), app_ids, lives)
    return in_words(made)


@router.get("/tokens", responses=lists("tokens", ApiToken, "The tokens."))
def list_tokens(user_id: Annotated[str, own_account()], form: Wanted) -> Any:
    """The caller's own tokens, newest first."""
    return form.of_list("tokens", tokens.list_of(user_id), ApiToken)


@router.delete("/tokens/{token_id}", status_code=204)
def revoke_token(token_id: str, user_id: Annotated[str, own_account()], doing: Doing) -> Response:
    """End a token at once."""
    tokens.revoke(doing, token_id)
    return Response(status_code=204)
