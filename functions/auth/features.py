"""What Better Auth makes optional, by its own words: what an owner switches on in AUTH_FEATURES, and mail."""

from enum import StrEnum
from functools import cache

from spoor import mail
from spoor.errors import Misconfigured
from spoor.settings import setting


class Feature(StrEnum):
    """An option of Better Auth that is off unless it is named. `disable…` takes away what is there without it."""

    DISABLE_EMAIL_PASSWORD = "disableEmailPassword"  # noqa: S105 - a name
    DISABLE_SIGN_UP = "disableSignUp"
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


_NEEDS_MAIL = {
    Feature.SEND_ON_SIGN_UP,
    Feature.SEND_ON_SIGN_IN,
    Feature.SEND_CHANGE_EMAIL_CONFIRMATION,
    Feature.SEND_DELETE_ACCOUNT_VERIFICATION,
}


def is_on(feature: Feature) -> bool:
    """Whether AUTH_FEATURES, a list with commas between, names `feature`.

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
    """Whether a new user gets a link to verify his address."""
    return sends_mail() and (is_on(Feature.SEND_ON_SIGN_UP) or is_on(Feature.REQUIRE_EMAIL_VERIFICATION))


@cache
def _named(text: str, mail_is_sent: bool) -> frozenset[Feature]:
    words = {word for each in text.split(",") if (word := each.strip())}
    if strange := words - set(Feature):
        known = ", ".join(Feature)
        raise Misconfigured(f"AUTH_FEATURES names {min(strange)!r}, which is no feature. There are: {known}.")
    named = frozenset(map(Feature, words))
    if not mail_is_sent and (mute := named & _NEEDS_MAIL):
        raise Misconfigured(f"AUTH_FEATURES names {min(mute)}, for which MAIL_SENDER must be set.")
    return named
