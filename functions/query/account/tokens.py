"""A user's API tokens: made, listed, revoked."""

from dataclasses import asdict, dataclass
from datetime import datetime, timedelta
from typing import Literal
from uuid import UUID, uuid4

from sqlalchemy import func

from query.account import activity
from query.account.activity import Circumstances
from query.kept import bounds
from query.row_ids import row_id
from spoor import database
from spoor.accounts import api_tokens
from spoor.accounts.activity import SecurityEvent
from spoor.errors import NotFound
from spoor.schema import api_tokens as table

TokenScope = Literal["read", "manage"]
"""`read` looks: every GET, and the questions of reports, which are posted. `manage` changes as well."""

KIND = bounds.Kind("tokens", 50, table.c.user_id, (table.c.expires_at > func.now(),))


@dataclass(frozen=True, slots=True)
class ApiToken:
    """What is known of a token; `app_ids` is None where it is limited to none."""

    id: UUID
    name: str
    scopes: list[str]
    app_ids: list[UUID] | None
    created_at: datetime
    expires_at: datetime

    @classmethod
    def from_row(cls, row: database.Row) -> "ApiToken":
        """The token of a row of `api_tokens`."""
        return cls(row["id"], row["name"], row["scopes"], row["app_ids"], row["created_at"], row["expires_at"])


@dataclass(frozen=True, slots=True)
class NewToken(ApiToken):
    """A token as its maker sees it, once: `token` is kept nowhere."""

    token: str


class NoSuchToken(NotFound):
    """Unknown, expired, or somebody else's: the answer is the same."""

    code = "TOKEN_NOT_FOUND"
    message = "There is no such token among yours."


def create(
    doing: Circumstances, name: str, scopes: list[str], app_ids: list[UUID] | None, lives: timedelta
) -> NewToken:
    """Make a token that lives that long.

    Raises TooManyKept, Misconfigured.
    """
    user_id, now = doing.user_id, doing.now
    made = ApiToken(uuid4(), name, scopes, app_ids, now, now.replace(microsecond=0) + lives)
    token = api_tokens.issue(made.id, made.created_at, made.expires_at)
    params = {"user_id": user_id, **asdict(made)}
    with bounds.room_for(KIND, user_id) as connection:
        connection.execute(database.sql("query.account", "create_token"), params)
        activity.take_down(connection, SecurityEvent.TOKEN_MADE, doing)
    activity.log(SecurityEvent.TOKEN_MADE, doing)
    return NewToken(**asdict(made), token=token)


def list_of(user_id: str) -> list[ApiToken]:
    """The user's tokens that have not expired, newest first."""
    rows = database.run(database.sql("query.account", "list_tokens"), {"user_id": user_id}, repeatable=True)
    return [ApiToken.from_row(row) for row in rows]


def revoke(doing: Circumstances, token_id: str) -> None:
    """End a token at once.

    Raises NoSuchToken.
    """
    params = {"user_id": doing.user_id, "id": row_id(token_id, NoSuchToken)}
    with database.transaction() as connection:
        if not connection.execute(database.sql("query.account", "revoke_token"), params).rowcount:
            raise NoSuchToken
        activity.take_down(connection, SecurityEvent.TOKEN_REVOKED, doing)
    activity.log(SecurityEvent.TOKEN_REVOKED, doing)
