"""POST /sign-out: end this browser's session."""

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.http.answer import Answer
from auth.http.call import Call
from auth.session import sessions, set_cookies
from spoor.accounts.activity import SecurityEvent


def respond(call: Call) -> Answer:
    """Delete the session and clear its cookies; without a session there is nothing to do, and that is a success too."""
    sessions.end(call)
    return Answer(body={"success": True}, cookies=set_cookies.cleared(call))


ENDPOINT = Endpoint(
    "POST",
    "/sign-out",
    respond,
    Body(
        fields=(
            Field("callbackURL", required=False),
            Field("disableRedirect", "boolean", required=False),
            Field("state", required=False),
        ),
        optional=True,
    ),
    event=SecurityEvent.SIGN_OUT,
)
