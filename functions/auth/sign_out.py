"""POST /sign-out: end this browser's session."""

from auth import sessions, set_cookies
from auth.answer import Answer
from auth.body import Body
from auth.call import Call
from auth.endpoint import Endpoint
from auth.fields import Field
from spoor.activity import Event


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
    event=Event.SIGN_OUT,
)
