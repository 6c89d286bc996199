"""What owners are told of by mail once it has happened: letters without a link, for nothing is to be opened."""

from datetime import datetime
from html import escape
from string import Template

from spoor.accounts import mail
from spoor.accounts.activity import SecurityEvent
from spoor.accounts.mail import Letter
from spoor.settings import setting

WORD = "sendSecurityNotices"
"""The protection in AUTH_FEATURES."""

MOST, SECONDS = 3, 3600
"""At most so many of one kind to one address without so much quiet: an account may bear a stranger's address."""

_SUBJECTS = {
    SecurityEvent.EMAIL_CHANGED: "Your email address was changed",
    SecurityEvent.PASSWORD_CHANGED: "Your password was changed",
    SecurityEvent.PASSWORD_RESET: "Your password was reset",
    SecurityEvent.TOKEN_MADE: "An API token was made for your account",
    SecurityEvent.TOKEN_REVOKED: "An API token of your account was revoked",
    SecurityEvent.TOKENS_REVOKED: "All API tokens of your account were revoked",
    SecurityEvent.SECOND_FACTOR_ON: "A second factor was turned on for your account",
    SecurityEvent.SECOND_FACTOR_OFF: "The second factor of your account was turned off",
    SecurityEvent.BACKUP_CODES_MADE: "New backup codes were made for your account",
    SecurityEvent.BACKUP_CODE_USED: "A backup code of your account was used",
    SecurityEvent.PASSKEY_ADDED: "A passkey was added to your account",
    SecurityEvent.PASSKEY_REMOVED: "A passkey of your account was removed",
    SecurityEvent.ACCOUNT_DELETED: "Your account was deleted",
}
_OTHERWISE = {
    SecurityEvent.EMAIL_CHANGED: "It has another address now, and this one does not open it any more. If it was not"
    " you, write to who runs the site at once.",
    SecurityEvent.ACCOUNT_DELETED: "Its apps and all their events went with it. If it was not you, write to who runs"
    " the site.",
}
_ELSE = (
    "If it was you, there is nothing to do. If it was not, go to the site, choose “Forgot your password?”, and look at"
    " the recent activity on its security page."
)

_TEXT = Template("$subject.\n\n$says\n\n$otherwise\n")
_HTML = Template("""\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>$subject</title></head>
<body style="margin:0;padding:24px;background:#f6f6f4;color:#1c1c1a;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:20px">$subject</h1>
<p>$says</p>
<p style="font-size:14px;color:#5c5c58">$otherwise</p>
</div>
</body>
</html>
""")


def are_on() -> bool:
    """Whether owners are told: where there is mail, unless AUTH_FEATURES switches it off."""
    return mail.is_configured() and f"-{WORD}" not in map(str.strip, setting("AUTH_FEATURES", "").split(","))


def key(address: str, event: SecurityEvent) -> str:
    """Under what the notices of one kind to one address are counted: a user who signs up again is another one."""
    return f"{address.lower()}|{kind(event)}"


def kind(event: SecurityEvent) -> str:
    """The kind of a notice."""
    return f"notice|{event}"


def letter(recipient: str, event: SecurityEvent, origin: str, address: str, now: datetime) -> Letter:
    """The letter about what has happened at `now`, from the coarse `address`, to an account of the site at `origin`."""
    host = origin.rpartition("://")[2]
    when = f"{now:%d %B %Y, %H:%M} UTC"
    words = {
        "subject": _SUBJECTS[event],
        "says": f"This happened to your account at {host} on {when}" + (f", from {address}." if address else "."),
        "otherwise": _OTHERWISE.get(event, _ELSE),
    }
    html = _HTML.substitute({name: escape(text) for name, text in words.items()})
    return Letter(recipient, words["subject"], _TEXT.substitute(words), html)
