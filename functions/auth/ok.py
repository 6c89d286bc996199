"""GET /ok: the auth function answers."""

from auth.answer import Answer
from auth.call import Call
from auth.endpoint import Endpoint


def respond(_: Call) -> Answer:
    """Say so."""
    return Answer(body={"ok": True})


ENDPOINT = Endpoint("GET", "/ok", respond)
