"""The tokens in mailed links that verify or change an address: signed, with Better Auth's claims, stored nowhere."""

from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from urllib.parse import quote

from auth.http.call import Call
from auth.session.lifetimes import EMAIL_TOKEN
from auth.users.text import is_address
from spoor.accounts import tokens

VERIFICATION = "change-email-verification"
"""Sent to the new address: who opens it has that address."""

CONFIRMATION = "change-email-confirmation"
"""Sent to the old address first, where that is wanted: who opens it lets the address be changed."""

_PLAIN_IN_A_FIELD = "!'()*-._~"  # what JavaScript's encodeURIComponent leaves alone beside letters and digits


@dataclass(frozen=True)
class EmailToken:
    """What a token says: the user's address as it is, their id, the address that they want, and what the token is for.

    `user_id` may be missing from one that a Better Auth server made. `made_at` is in whole seconds of UTC,
    without a zone.
    """

    email: str
    user_id: str | None
    update_to: str | None = None
    request_type: str | None = None
    made_at: datetime = datetime.max

    def sign(self, call: Call) -> str:
        """The token, good for an hour."""
        claims: dict[str, Any] = {
            "email": self.email,
            "userId": self.user_id,
            "updateTo": self.update_to,
            "requestType": self.request_type,
            "iat": int(call.now.timestamp()),
            "exp": int((call.now + EMAIL_TOKEN).timestamp()),
        }
        return tokens.sign({name: value for name, value in claims.items() if value is not None}, [call.site.key])

    def link(self, call: Call, callback: str | None) -> str:
        """The address that a mail leads to; from there the browser goes on to `callback`, else to the front page."""
        return call.site.address(f"/verify-email?token={self.sign(call)}&callbackURL={in_a_link(callback or '/')}")


def read(call: Call, token: str) -> EmailToken:
    """What a token says that was signed with one of this site's keys.

    Raises spoor.accounts.tokens.InvalidToken, ExpiredToken.
    """
    claims = tokens.read(token, call.site.keys)
    email, *others = (claims.get(name) for name in ("email", "userId", "updateTo", "requestType"))
    if not isinstance(email, str) or not is_address(email):
        raise tokens.InvalidToken("about no address")
    if not all(other is None or isinstance(other, str) for other in others):
        raise tokens.InvalidToken("claims that are no text")
    user_id, update_to, request_type = others
    if update_to is not None and not is_address(update_to):
        raise tokens.InvalidToken("to no address")
    made_at = _moment(claims.get("iat"))
    return EmailToken(email.lower(), user_id, update_to.lower() if update_to else None, request_type, made_at)


def _moment(seconds: Any) -> datetime:
    try:
        return datetime.fromtimestamp(seconds, UTC).replace(tzinfo=None)
    except (TypeError, ValueError, OverflowError, OSError) as error:
        raise tokens.InvalidToken("made at no time") from error


def in_a_link(text: str) -> str:
    """`text` as a field of a query, encoded as JavaScript does."""
    return quote(text, safe=_PLAIN_IN_A_FIELD, errors="replace")
