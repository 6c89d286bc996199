"""The account that holds a user's password, Better Auth's provider `credential`, and how it is tried."""

from dataclasses import dataclass

from auth.gate import limits
from auth.http.call import Call
from auth.http.refusals import INVALID_PASSWORD, NO_CREDENTIAL_ACCOUNT, Refused
from auth.users import passwords
from auth.users.records import User
from spoor.database import change, run, sql


@dataclass(frozen=True)
class Credential:
    """A credential account and the hash in it; `account_id` is the row's own id."""

    account_id: str
    password: str


def proved(call: Call, user: User, password: str) -> Credential:
    """The user's credential, if `password` is the one in it: whoever is signed in, and wherever they are asked for it.

    Every try counts for the account, and a right one clears the count.

    Raises Refused: TooManyRequests, or what Better Auth says.
    """
    passwords.check_not_too_long(password)
    credential = _find(call, user)
    if credential is None:
        raise Refused(NO_CREDENTIAL_ACCOUNT)
    if not passwords.verify(password, credential.password):
        raise Refused(INVALID_PASSWORD)
    if limits.are_on():
        change(sql("auth.gate", "forget_count"), {"key": limits.password_key(call, user.email)}, repeatable=True)
    return credential


def _find(call: Call, user: User) -> Credential | None:
    """A user's, or None where they sign in by other means only."""
    params = {"user_id": user.id, **limits.of_password(call, user.email)}
    [row] = run(sql("auth.gate", "count_and_find_credential"), params, repeatable=True)
    limits.check(row)
    return Credential(row["id"], row["password"]) if row["id"] else None
