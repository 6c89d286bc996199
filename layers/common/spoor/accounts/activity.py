"""The security log: what happens to accounts, from a closed list, a line each; and rows of it for the owners.

They hold ids and a coarse address, and never what was typed: no e-mail address, password, token or cookie.
"""

from dataclasses import asdict, dataclass
from enum import StrEnum
from ipaddress import ip_address, ip_network
from typing import Any

from spoor.telemetry import logger


class SecurityEvent(StrEnum):
    """What can happen to an account."""

    SIGN_UP = "signUp"
    SIGN_IN = "signIn"
    SIGN_OUT = "signOut"
    PASSWORD_RESET_ASKED = "passwordResetAsked"  # noqa: S105 - a name
    PASSWORD_RESET = "passwordReset"  # noqa: S105 - a name
    PASSWORD_CHANGED = "passwordChanged"  # noqa: S105 - a name
    PASSWORD_TRIED = "passwordTried"  # noqa: S105 - a name
    EMAIL_VERIFIED = "emailVerified"
    EMAIL_CHANGE_ASKED = "emailChangeAsked"
    EMAIL_CHANGED = "emailChanged"
    ACCOUNT_LINKED = "accountLinked"
    ACCOUNT_UNLINKED = "accountUnlinked"
    SESSION_REVOKED = "sessionRevoked"
    SESSIONS_REVOKED = "sessionsRevoked"
    TOKEN_MADE = "tokenMade"  # noqa: S105 - a name
    TOKEN_REVOKED = "tokenRevoked"  # noqa: S105 - a name
    TOKENS_REVOKED = "tokensRevoked"
    DELETION_ASKED = "deletionAsked"
    ACCOUNT_DELETED = "accountDeleted"
    SECOND_FACTOR_ASKED = "secondFactorAsked"
    SECOND_FACTOR_PREPARED = "secondFactorPrepared"
    SECOND_FACTOR_ON = "secondFactorOn"
    SECOND_FACTOR_OFF = "secondFactorOff"
    SECOND_FACTOR_SHOWN = "secondFactorShown"
    BACKUP_CODES_MADE = "backupCodesMade"
    BACKUP_CODE_USED = "backupCodeUsed"
    PASSKEY_ADDED = "passkeyAdded"
    PASSKEY_REMOVED = "passkeyRemoved"
    TEAM_MADE = "teamMade"
    TEAM_DELETED = "teamDeleted"
    TEAM_JOINED = "teamJoined"
    TEAM_LEFT = "teamLeft"
    MEMBER_INVITED = "memberInvited"
    MEMBER_REMOVED = "memberRemoved"
    MEMBER_ROLE_CHANGED = "memberRoleChanged"
    INVITATION_CANCELLED = "invitationCancelled"
    SECOND_FACTOR_REQUIRED = "secondFactorRequired"
    SECOND_FACTOR_NOT_REQUIRED = "secondFactorNotRequired"
    INVITATION_REJECTED = "invitationRejected"


class SecurityOutcome(StrEnum):
    """How it ended."""

    DONE = "done"
    REFUSED = "refused"


_LONGEST_AGENT = 255


@dataclass(frozen=True, slots=True)
class Entry:
    """One thing that happened; `address` is coarse. `user_agent` is for the owner's eyes alone, and not in the log."""

    event: SecurityEvent
    outcome: SecurityOutcome
    user_id: str | None
    session_id: str | None
    address: str
    user_agent: str

    @classmethod
    def of(
        cls,
        event: SecurityEvent,
        outcome: SecurityOutcome,
        *,
        user_id: str | None,
        session_id: str | None,
        source: str,
        user_agent: str,
    ) -> "Entry":
        """The entry of a request from the address `source`."""
        agent = user_agent.replace("\0", "\ufffd")[:_LONGEST_AGENT]
        return cls(event, outcome, user_id, session_id, coarse(source), agent)

    def row(self) -> dict[str, Any]:
        """Its columns."""
        return asdict(self)

    def log(self, reason: str | None = None) -> None:
        """Write its line; `reason` is a code of the answer that refused it."""
        about = {"event": self.event, "outcome": self.outcome, "userId": self.user_id, "sessionId": self.session_id}
        logger.info("security", extra={**about, "address": self.address, "reason": reason})


def coarse(address: str) -> str:
    """The network of an address, of 256 IPv4 addresses or an IPv6 /48; "" where it is none."""
    try:
        found = ip_address(address)
    except ValueError:
        return ""
    return str(ip_network((found.packed, 24 if found.version == 4 else 48), strict=False))
