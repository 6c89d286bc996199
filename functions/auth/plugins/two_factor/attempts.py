"""How a code is judged: against a user's second factor, whose lock is held, so that of several at once each counts."""

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import datetime

from auth.features import Feature, is_on
from auth.http.refusals import Refusal
from auth.plugins.two_factor import codes, refusals
from auth.plugins.two_factor.records import SecondFactor
from spoor.accounts.activity import SecurityEvent


@dataclass(frozen=True)
class CodeKind:
    """A kind of code. `judge` gives the second factor as it is once the code was taken, None for a wrong one."""

    judge: Callable[[SecondFactor, str, datetime], SecondFactor | None]
    wrong: Refusal
    missing: Refusal
    event: SecurityEvent | None = None


def _totp(found: SecondFactor, code: str, now: datetime) -> SecondFactor | None:
    """A code signs in once, unless that is switched off: who looks over a shoulder has it as well."""
    step = codes.step_of(found.secret, code, now)
    if step is None:
        return None
    once = is_on(Feature.USE_CODES_ONCE) and found.last_step is not None
    return None if once and step <= (found.last_step or 0) else replace(found, last_step=step)


def _backup_code(found: SecondFactor, code: str, _: datetime) -> SecondFactor | None:
    if code not in found.backup_codes:
        return None
    return replace(found, backup_codes=tuple(each for each in found.backup_codes if each != code))


TOTP = CodeKind(_totp, refusals.INVALID_CODE, refusals.TOTP_NOT_ENABLED)
BACKUP_CODE = CodeKind(
    _backup_code, refusals.INVALID_BACKUP_CODE, refusals.BACKUP_CODES_NOT_ENABLED, SecurityEvent.BACKUP_CODE_USED
)
