"""A user's second factor as the table holds it: who reads it locks it, and changes it in the same transaction."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from auth.http.call import Call
from auth.http.site import Site
from auth.plugins.two_factor import sealing
from auth.session import lifetimes
from auth.users.dates import stored
from spoor.database import sql
from spoor.ids import random_letters
from spoor.postgres.connection import Connection

_WRONG_UNTIL_LOCKED = 10


@dataclass(frozen=True)
class SecondFactor:
    """A row of `two_factor`, unsealed. `verified` tells that it is on, `last_step` whose code signed in last."""

    user_id: str
    secret: str
    backup_codes: tuple[str, ...]
    verified: bool
    failures: int
    locked_until: datetime | None
    last_step: int | None

    @classmethod
    def from_row(cls, row: Mapping[str, Any], site: Site) -> "SecondFactor":
        """The second factor in a row of the table."""
        return cls(
            row["user_id"],
            sealing.unseal(row["secret"], site),
            tuple(json.loads(sealing.unseal(row["backup_codes"], site))),
            row["verified"],
            row["failed_verification_count"],
            row["locked_until"],
            row["last_step"],
        )

    def is_locked(self, now: datetime) -> bool:
        """Whether wrong codes have closed it for a while."""
        return self.locked_until is not None and self.locked_until > stored(now)


def lock(live: Connection, call: Call, user_id: str) -> SecondFactor | None:
    """A user's second factor, on or not yet; nobody else judges a code of theirs until the transaction ends."""
    row = live.execute(sql("auth.plugins.two_factor", "lock_two_factor"), {"user_id": user_id}).fetchone()
    return SecondFactor.from_row(row, call.site) if row else None


def prepare(live: Connection, call: Call, user_id: str, secret: str, backup_codes: Sequence[str]) -> bool:
    """Keep a secret that the first code will turn on, in the place of one that was not; false where one is on."""
    row = {"id": random_letters(32), "user_id": user_id, **_sealed(call, secret, backup_codes)}
    return live.execute(sql("auth.plugins.two_factor", "prepare_two_factor"), row).rowcount == 1


def keep(live: Connection, call: Call, found: SecondFactor) -> None:
    """Store it as it is now. It is sealed anew each time, so that a rotation of the auth secret comes to its end."""
    row = {
        "user_id": found.user_id,
        "verified": found.verified,
        "failures": found.failures,
        "locked_until": found.locked_until,
        "last_step": found.last_step,
        **_sealed(call, found.secret, found.backup_codes),
    }
    live.execute(sql("auth.plugins.two_factor", "keep_two_factor"), row)


def delete(live: Connection, user_id: str) -> None:
    """Turn it off: the row goes, and with it every browser that the user trusts."""
    live.execute(sql("auth.plugins.two_factor", "delete_two_factor"), {"user_id": user_id})


def after_failure(found: SecondFactor, now: datetime) -> dict[str, Any]:
    """What a wrong code changes: ten in a row lock it, and so does each one after them."""
    failures = found.failures + 1
    until = stored(now) + lifetimes.LOCKED if failures >= _WRONG_UNTIL_LOCKED else None
    return {"failures": failures, "locked_until": until}


def _sealed(call: Call, secret: str, backup_codes: Sequence[str]) -> dict[str, str]:
    codes = json.dumps(list(backup_codes), separators=(",", ":"))
    return {"secret": sealing.seal(secret, call.site), "backup_codes": sealing.seal(codes, call.site)}
