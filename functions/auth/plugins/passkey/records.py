"""Passkeys as the table holds them, and as the plugin's client sees them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import datetime
from typing import Any, Self

from auth.users.dates import wire
from auth.users.text import has_nul, is_token
from spoor.database import run, sql

_PACKAGE = "auth.plugins.passkey"


@dataclass(frozen=True)
class Passkey:
    """A row of `passkey`. `public_key` is a COSE key in base64, `transports` have commas between."""

    id: str
    name: str | None
    public_key: str
    user_id: str
    credential_id: str
    counter: int
    device_type: str
    backed_up: bool
    transports: str | None
    created_at: datetime
    aaguid: str | None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> Self:
        """The passkey in a row that names its columns `passkey_…`."""
        return cls(**{name: row[f"passkey_{name}"] for name in cls.__dataclass_fields__})

    def row(self) -> dict[str, Any]:
        """Its columns."""
        return asdict(self)

    def wire(self) -> dict[str, Any]:
        """The passkey as JSON."""
        return {
            "name": self.name,
            "publicKey": self.public_key,
            "userId": self.user_id,
            "credentialID": self.credential_id,
            "counter": self.counter,
            "deviceType": self.device_type,
            "backedUp": self.backed_up,
            "transports": self.transports,
            "createdAt": wire(self.created_at),
            "aaguid": self.aaguid,
            "id": self.id,
        }

    def descriptor(self) -> dict[str, Any]:
        """How a browser is told of it."""
        said = {"transports": self.transports.split(",")} if self.transports else {}
        return {"id": self.credential_id, **said, "type": "public-key"}


def list_of(user_id: str) -> list[Passkey]:
    """A user's, in the order in which they came."""
    rows = run(sql(_PACKAGE, "list_passkeys"), {"user_id": user_id}, repeatable=True)
    return [Passkey.from_row(row) for row in rows]


def find(passkey_id: str) -> Passkey | None:
    """The one of an id, whosever it is."""
    if not is_token(passkey_id):
        return None
    rows = run(sql(_PACKAGE, "find_passkey"), {"id": passkey_id}, repeatable=True)
    return Passkey.from_row(rows[0]) if rows else None


def find_credential(credential_id: Any) -> Mapping[str, Any] | None:
    """The row of the passkey with a credential, with its user; `credential_id` is whatever somebody sent."""
    if not isinstance(credential_id, str) or has_nul(credential_id):
        return None
    rows = run(sql(_PACKAGE, "find_credential"), {"credential_id": credential_id}, repeatable=True)
    return rows[0] if rows else None
