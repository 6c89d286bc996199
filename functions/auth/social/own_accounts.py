"""Accounts at providers as their own user asks for them: which one, and its tokens, got anew where they have ended."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from typing import Any

from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import ACCOUNT_NOT_FOUND, Refused, invalid
from auth.session import sessions
from auth.session.sessions import Absent
from auth.social.accounts import token_columns
from auth.social.oauth import exchange
from auth.social.oauth.failure import ProviderFailed
from auth.social.oauth.provider import Provider, Tokens
from auth.users.dates import stored
from auth.users.text import is_token
from spoor.database import change, run, sql
from spoor.telemetry import logger

_ALMOST = timedelta(seconds=5)


@dataclass(frozen=True)
class OwnAccount:
    """A row of `account` that is the caller's; times are UTC without a zone."""

    id: str
    account_id: str
    provider_id: str
    access_token: str | None
    refresh_token: str | None
    id_token: str | None
    access_token_expires_at: datetime | None
    refresh_token_expires_at: datetime | None
    scope: str | None

    def has_ended(self, now: datetime) -> bool:
        """Whether its access token is of no use any more, or not long enough to be used."""
        return self.access_token_expires_at is not None and self.access_token_expires_at - stored(now) < _ALMOST


def for_own_account(respond: Callable[[Call, OwnAccount], Answer], place: str) -> Callable[[Call], Answer]:
    """`respond` for the account that the body or the query (`place`) names, if it is the caller's.

    A call without a session is refused here without a word, unlike elsewhere.
    """

    def guarded(call: Call) -> Answer:
        account_id = _selected(_sent(call, place), place)
        found = sessions.present(call)
        if isinstance(found, Absent):
            return Answer(401, cookies=found.cookies)
        try:
            answer = respond(call, _find(account_id, found.user.id))
        except Refused as refused:
            return refused.answer(found.cookies)
        return replace(answer, cookies=(*found.cookies, *answer.cookies))

    return guarded


def refreshed(call: Call, provider: Provider, account: OwnAccount, refresh_token: str) -> tuple[OwnAccount, Tokens]:
    """The account with new tokens, stored, and what the provider gave. Raises ProviderFailed."""
    from auth.social.oauth.http_client import Outbound

    try:
        with Outbound() as outbound:
            tokens = exchange.refresh(provider, outbound, refresh_token, call.now)
    except ProviderFailed as error:
        logger.warning("a token was not renewed", provider=provider.id, reason=str(error))
        raise
    columns = {**token_columns(tokens, call.now), "scope": None}  # the answer may name fewer than were granted
    change(sql("auth.social", "renew_social_account"), {**columns, "id": account.id}, repeatable=True)
    new = {name: value for name, value in columns.items() if value is not None and name != "now"}
    return replace(account, **new), tokens


def _sent(call: Call, place: str) -> Mapping[str, Any]:
    if place == "body":
        return call.fields
    return {name: values[0] if len(values) == 1 else list(values) for name, values in call.query.items()}


def _selected(sent: Mapping[str, Any], place: str) -> str | None:
    """The id of the row that is named; None for the account in a cookie, which Better Auth has and Spoor never sets.

    Raises Refused.
    """
    named = next((name for name in ("accountId", "useAccountCookie") if name in sent), "")
    good = isinstance(sent.get(named), str) if named == "accountId" else sent.get(named) is True
    strange = [name for name in sent if name not in (named, "userId")]
    if not good or "useAccountCookie" in strange or not isinstance(sent.get("userId", ""), str):
        raise Refused(invalid([f"[{place}] Invalid input"]))
    if strange:
        names = ", ".join(f'"{name}"' for name in strange)
        raise Refused(invalid([f"[{place}] Unrecognized key{'s' if strange[1:] else ''}: {names}"]))
    return sent[named] if named == "accountId" else None


def _find(account_id: str | None, user_id: str) -> OwnAccount:
    known = account_id is not None and is_token(account_id)
    key = {"id": account_id, "user_id": user_id}
    rows = run(sql("auth.social", "find_own_account"), key, repeatable=True) if known else ()
    if not rows:
        raise Refused(ACCOUNT_NOT_FOUND)
    return OwnAccount(**rows[0])
