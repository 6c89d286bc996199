"""The account that holds a user's password: Better Auth's provider `credential`."""

from dataclasses import dataclass

from spoor.database import run, sql


@dataclass(frozen=True)
class Credential:
    """A credential account and the hash in it; `account_id` is the row's own id."""

    account_id: str
    password: str


def find_credential(user_id: str) -> Credential | None:
    """A user's, or None where he signs in by other means only."""
    rows = run(sql("auth", "find_credential"), {"user_id": user_id}, repeatable=True)
    return Credential(rows[0]["id"], rows[0]["password"]) if rows else None
