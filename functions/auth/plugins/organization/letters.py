"""The letter with an invitation."""

from auth.http.call import Call
from auth.mail.letters import with_link
from auth.plugins.organization.records import Invitation
from auth.users.records import User
from spoor.accounts.mail import Letter


def invitation(call: Call, invited: Invitation, inviter: User) -> Letter:
    """Who was invited reads where, and by whom: by their address, once it is verified, and nothing else that they
    chose, the name of the team included."""
    by = f"{inviter.email} has" if inviter.email_verified else "Somebody has"
    return with_link(
        invited.email,
        subject="You are invited to a team",
        says=f"{by} invited you to a team at {call.site.origin}. Sign in with this address, or create an account with"
        " it, to look at the invitation.",
        act="Look at the invitation",
        link=f"{call.site.origin}/settings/invitation?id={invited.id}",
        end="The link works for two days.",
        otherwise="If you know nothing of it, there is nothing to do.",
    )
