"""What people are written: one letter a purpose, as plain text and as HTML.

No words are in a letter that a user chose, their name included (but for a new address, to the holder of the old one):
else anybody could sign up with a stranger's address and have us write to it whatever they like.
"""

from html import escape
from string import Template

from auth.http.call import Call
from spoor.accounts.mail import Letter

_TEXT = Template("""\
$says

$link

$end $otherwise
""")

_HTML = Template("""\
<!doctype html>
<html lang="en">
<head><meta charset="utf-8"><title>$subject</title></head>
<body style="margin:0;padding:24px;background:#f6f6f4;color:#1c1c1a;font:16px/1.5 system-ui,sans-serif">
<div style="max-width:480px;margin:0 auto;padding:24px;background:#fff;border-radius:8px">
<h1 style="margin:0 0 16px;font-size:20px">$subject</h1>
<p>$says</p>
<p style="margin:24px 0"><a href="$link"
style="display:inline-block;padding:10px 16px;background:#1c1c1a;color:#fff;border-radius:6px;text-decoration:none"
>$act</a></p>
<p style="font-size:14px;color:#5c5c58">If the button does nothing, open this address:<br>
<a href="$link" style="color:inherit;word-break:break-all">$link</a></p>
<p style="font-size:14px;color:#5c5c58">$end $otherwise</p>
</div>
</body>
</html>
""")

_ONE_HOUR = "The link works for one hour."


def reset_password(call: Call, recipient: str, link: str) -> Letter:
    """The link with which a password is reset."""
    return with_link(
        recipient,
        subject="Reset your password",
        says=f"Somebody asked for a new password for your account at {call.site.origin}.",
        act="Choose a new password",
        link=link,
        end="The link works once, for one hour.",
        otherwise="If it was not you, there is nothing to do: your password stays as it is.",
    )


def verify_email(call: Call, recipient: str, link: str) -> Letter:
    """The link with which an address is verified."""
    return with_link(
        recipient,
        subject="Verify your email address",
        says=f"Verify that this address is yours, and that you use it at {call.site.origin}.",
        act="Verify this address",
        link=link,
        end=_ONE_HOUR,
        otherwise="If you did not sign up there, you can ignore this mail.",
    )


def change_email(call: Call, recipient: str, link: str) -> Letter:
    """The link with which a new address, the recipient's, takes the place of the old one."""
    return with_link(
        recipient,
        subject="Verify your new email address",
        says=f"Verify this address to sign in with it at {call.site.origin} from now on.",
        act="Use this address",
        link=link,
        end=_ONE_HOUR,
        otherwise="If you did not ask for it, you can ignore this mail: nothing changes.",
    )


def confirm_change(call: Call, recipient: str, new_email: str, link: str) -> Letter:
    """The link with which the holder of the old address, the recipient, lets it be changed."""
    return with_link(
        recipient,
        subject="Confirm the change of your email address",
        says=f"Somebody who is signed in to your account at {call.site.origin} wants to change its address to"
        f" {new_email}.",
        act="Confirm the change",
        link=link,
        end=_ONE_HOUR,
        otherwise="If it was not you, do not open it, and change your password.",
    )


def delete_user(call: Call, recipient: str, link: str) -> Letter:
    """The link with which an account is deleted."""
    return with_link(
        recipient,
        subject="Confirm that your account is to be deleted",
        says=f"Your account at {call.site.origin} will be deleted, with its apps and all their events, but for what"
        " you share with a team that goes on. This cannot be undone.",
        act="Delete my account",
        link=link,
        end="The link works once, for one day, in the browser where you are signed in.",
        otherwise="If you did not ask for it, do not open it, and change your password.",
    )


def with_link(recipient: str, **words: str) -> Letter:
    """A letter whose words are `subject`, `says`, `act`, `link`, `end` and `otherwise`."""
    html = _HTML.substitute({name: escape(text) for name, text in words.items()})
    return Letter(recipient, words["subject"], _TEXT.substitute(words), html)
