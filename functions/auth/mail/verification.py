"""The mail by which an address is verified."""

from auth.http.call import Call
from auth.mail import letters
from auth.mail.email_tokens import EmailToken
from auth.mail.post import post
from auth.session import lifetimes
from auth.users.records import User


def send_verification(call: Call, user: User, callback_url: str | None = None) -> None:
    """Mail `user` a link that verifies their address and goes on to `callback_url`, or else the call's callbackURL."""
    link = EmailToken(user.email, user.id).link(call, callback_url or call.fields.get("callbackURL"))
    post(letters.verify_email(call, user.email, link), call.now + lifetimes.EMAIL_TOKEN)
