"""Making an account at a provider one of the user who is signed in: whose address it must have, whose it may be."""

from collections.abc import Iterator
from contextlib import contextmanager

import psycopg

from auth.http.call import Call
from auth.session import sessions
from auth.session.sessions import Absent
from auth.social import accounts, admission
from auth.social.accounts import KnownAccount, SocialAccount
from auth.social.oauth.provider import Profile, Provider
from auth.social.state import Link
from spoor.database import transaction
from spoor.postgres.connection import Connection


class NotLinked(Exception):
    """The account was not linked; `code` is what a page is told."""

    code = "unable_to_link_account"


class NotVerified(NotLinked):
    """The provider does not vouch for the address, or for an address that it may bring."""


class OtherEmail(NotLinked):
    """The account has another address than the user."""

    code = "email_does_not_match"


class OtherUser(NotLinked):
    """The account is another user's."""

    code = "account_already_linked_to_different_user"


def by_return(call: Call, link: Link, provider: Provider, account: SocialAccount, profile: Profile) -> None:
    """Link the account that the browser came back with, provided that it is still signed in as who set out.

    Raises NotLinked.
    """
    found = sessions.present(call)
    if isinstance(found, Absent) or found.user.id != link.user_id:
        raise NotLinked
    _check(link, provider, profile)
    with _deciding(account, link) as (live, known):
        if known:
            scope = _merged(known.scope, account.tokens.scopes or ())
            accounts.renew(live, known, account.tokens, call.now, scope=scope)
        else:
            accounts.add(live, account, link.user_id, call.now)


def by_id_token(call: Call, link: Link, provider: Provider, account: SocialAccount, profile: Profile) -> None:
    """Link the account of an id token; one that is the user's already is renewed whatever its address.

    Raises NotLinked.
    """
    with _deciding(account, link) as (live, known):
        if known:
            accounts.renew(live, known, account.tokens, call.now)
        else:
            _check(link, provider, profile)
            accounts.add(live, account, link.user_id, call.now)


def _check(link: Link, provider: Provider, profile: Profile) -> None:
    if not profile.email_verified or not admission.takes(provider, profile):
        raise NotVerified
    if (profile.email or "").lower() != link.email.lower():
        raise OtherEmail


@contextmanager
def _deciding(account: SocialAccount, link: Link) -> Iterator[tuple[Connection, KnownAccount | None]]:
    """A transaction in which the account is the user's or nobody's, and stays it."""
    if not account.storable:
        raise NotLinked
    try:
        with transaction() as live:
            known = accounts.find(live, account)
            if known and known.user.id != link.user_id:
                raise OtherUser
            yield live, known
    except psycopg.IntegrityError as error:  # the user was deleted meanwhile
        raise NotLinked from error


def _merged(scope: str | None, scopes: tuple[str, ...]) -> str:
    """What was granted before and what was granted now, each once."""
    return ",".join(dict.fromkeys([*filter(None, (scope or "").split(",")), *scopes]))
