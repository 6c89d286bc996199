"""Accounts at providers as Better Auth's table holds them; what changes them runs in a transaction of its caller."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.social.oauth.provider import Tokens
from auth.users.dates import stored
from auth.users.records import User
from auth.users.text import has_nul
from spoor.database import sql
from spoor.ids import random_letters
from spoor.postgres.connection import Connection


@dataclass(frozen=True)
class SocialAccount:
    """An account at a provider, and the tokens that came with it."""

    provider_id: str
    account_id: str
    tokens: Tokens

    @property
    def storable(self) -> bool:
        """Whether Postgres takes its texts."""
        tokens = self.tokens
        return not has_nul(self.account_id, tokens.access_token, tokens.refresh_token, tokens.id_token)

    def row(self, now: datetime) -> dict[str, Any]:
        """Its columns, but for whose it is."""
        return {"provider_id": self.provider_id, "account_id": self.account_id, **token_columns(self.tokens, now)}


@dataclass(frozen=True)
class KnownAccount:
    """An account that is known: its row's id, its user, its scopes with commas between."""

    row_id: str
    user: User
    scope: str | None


def find(live: Connection, account: SocialAccount) -> KnownAccount | None:
    """The row of an account, if there is one; nobody else decides about the account until the transaction ends."""
    key = {"provider_id": account.provider_id, "account_id": account.account_id}
    live.execute(sql("auth.social", "lock_social_account"), key)
    row = live.execute(sql("auth.social", "find_social_account"), key).fetchone()
    return KnownAccount(row["account_row_id"], User.from_row(row), row["scope"]) if row else None


def add(live: Connection, account: SocialAccount, user_id: str, now: datetime) -> None:
    """Make it an account of the user."""
    row = account.row(now) | {"id": random_letters(32), "user_id": user_id}
    live.execute(sql("auth.social", "add_social_account"), row)


def renew(live: Connection, found: KnownAccount, tokens: Tokens, now: datetime, *, scope: str | None = None) -> None:
    """Keep the tokens that came, and `scope`; what is None stays as it is. Signing in never changes the scope."""
    row = token_columns(tokens, now) | {"id": found.row_id, "scope": scope}
    live.execute(sql("auth.social", "renew_social_account"), row)


def token_columns(tokens: Tokens, now: datetime) -> dict[str, Any]:
    """The columns that tokens fill, and `now`."""
    return {
        "access_token": tokens.access_token,
        "refresh_token": tokens.refresh_token,
        "id_token": tokens.id_token,
        "access_token_expires_at": tokens.access_token_expires_at and stored(tokens.access_token_expires_at),
        "refresh_token_expires_at": tokens.refresh_token_expires_at and stored(tokens.refresh_token_expires_at),
        "scope": None if tokens.scopes is None else ",".join(tokens.scopes),
        "now": stored(now),
    }
