"""What is optional, by Better Auth's words and some of our own: what an owner names in AUTH_FEATURES, and mail."""

from enum import StrEnum
from functools import cache

from spoor.accounts import mail, notices
from spoor.errors import Misconfigured
from spoor.settings import setting


class Feature(StrEnum):
    """An option that is off unless it is named, or a protection, which is on unless it is named with a minus before it.

    `disable…` takes away what is there without it.
    """

    DISABLE_EMAIL_PASSWORD = "disableEmailPassword"  # noqa: S105 - a name
    DISABLE_SIGN_UP = "disableSignUp"
    CLOSE_SIGN_UP_AFTER_FIRST = "closeSignUpAfterFirst"
    DISABLE_IMPLICIT_SIGN_UP = "disableImplicitSignUp"
    DISABLE_AUTO_SIGN_IN = "disableAutoSignIn"
    REQUIRE_EMAIL_VERIFICATION = "requireEmailVerification"
    SEND_ON_SIGN_UP = "sendOnSignUp"
    SEND_ON_SIGN_IN = "sendOnSignIn"
    AUTO_SIGN_IN_AFTER_VERIFICATION = "autoSignInAfterVerification"
    REVOKE_SESSIONS_ON_PASSWORD_RESET = "revokeSessionsOnPasswordReset"  # noqa: S105 - a name
    SEND_CHANGE_EMAIL_CONFIRMATION = "sendChangeEmailConfirmation"
    UPDATE_EMAIL_WITHOUT_VERIFICATION = "updateEmailWithoutVerification"
    DELETE_USER = "deleteUser"
    SEND_DELETE_ACCOUNT_VERIFICATION = "sendDeleteAccountVerification"
    DISABLE_SESSION_REFRESH = "disableSessionRefresh"
    DEFER_SESSION_REFRESH = "deferSessionRefresh"
    REAUTHENTICATE = "reauthenticate"
    REVOKE_TOKENS_ON_PASSWORD_RESET = "revokeTokensOnPasswordReset"  # noqa: S105 - a name
    SEND_SECURITY_NOTICES = notices.WORD
    END_REPLACED_SESSION = "endReplacedSession"
    LIMIT_SESSION_AGE = "limitSessionAge"
    KNOW_DEVICES = "knowDevices"
    ASK_SECOND_FACTOR_EVERYWHERE = "askSecondFactorEverywhere"
    USE_CODES_ONCE = "useCodesOnce"
    REQUIRE_EMAIL_VERIFICATION_ON_INVITATION = "requireEmailVerificationOnInvitation"
    CANCEL_PENDING_INVITATIONS_ON_REINVITE = "cancelPendingInvitationsOnReInvite"


PROTECTIONS = frozenset(
    {
        Feature.REAUTHENTICATE,
        Feature.REVOKE_SESSIONS_ON_PASSWORD_RESET,
        Feature.REVOKE_TOKENS_ON_PASSWORD_RESET,
        Feature.SEND_CHANGE_EMAIL_CONFIRMATION,
        Feature.SEND_SECURITY_NOTICES,
        Feature.END_REPLACED_SESSION,
        Feature.LIMIT_SESSION_AGE,
        Feature.KNOW_DEVICES,
        Feature.ASK_SECOND_FACTOR_EVERYWHERE,
        Feature.USE_CODES_ONCE,
    }
)
"""What is on by itself, those that need mail where there is mail. The first two of Better Auth's words among them are
off there; without all of them, its contract holds to the letter."""


_NEEDS_MAIL = {
    Feature.SEND_ON_SIGN_UP,
    Feature.SEND_ON_SIGN_IN,
    Feature.SEND_CHANGE_EMAIL_CONFIRMATION,
    Feature.SEND_DELETE_ACCOUNT_VERIFICATION,
    Feature.SEND_SECURITY_NOTICES,
}


def is_on(feature: Feature) -> bool:
    """Whether AUTH_FEATURES, a list with commas between, names `feature`, or leaves a protection on.

    Raises Misconfigured, naming the word, when there is one in it that is no feature, or needs mail where there is
    none.
    """
    return feature in _named(setting("AUTH_FEATURES", ""), sends_mail())


def sends_mail() -> bool:
    """Whether mail can be sent, and with it passwords be reset, addresses verified and changed."""
    return mail.is_configured()


def quiet_sign_up() -> bool:
    """Whether signing up opens no session and has one answer for every address, so that nobody learns who is here."""
    return is_on(Feature.REQUIRE_EMAIL_VERIFICATION) or is_on(Feature.DISABLE_AUTO_SIGN_IN)


def verifies_on_sign_up() -> bool:
    """Whether a new user gets a link to verify their address."""
    return sends_mail() and (is_on(Feature.SEND_ON_SIGN_UP) or is_on(Feature.REQUIRE_EMAIL_VERIFICATION))


@cache
def _named(text: str, mail_is_sent: bool) -> frozenset[Feature]:
    listed = {word for each in text.split(",") if (word := each.strip())}
    refused = {word[1:] for word in listed if word.startswith("-")}
    words = {word for word in listed if not word.startswith("-")}
    if strange := (words | refused) - set(Feature):
        known = ", ".join(Feature)
        raise Misconfigured(f"AUTH_FEATURES names {min(strange)!r}, which is no feature. There are: {known}.")
    named = frozenset(map(Feature, words))
    if not mail_is_sent and (mute := named & _NEEDS_MAIL):
        raise Misconfigured(f"AUTH_FEATURES names {min(mute)}, for which MAIL_SENDER must be set.")
    return (named | (PROTECTIONS if mail_is_sent else PROTECTIONS - _NEEDS_MAIL)) - frozenset(map(Feature, refused))
