"""GET /ok: the auth function answers; and GET /error, where a browser ends up that followed a bad link and has no page
of its own to go to."""

import re
from urllib.parse import urlencode

from auth.gate.endpoint import Endpoint
from auth.http import locations
from auth.http.answer import Answer
from auth.http.call import Call

_CODE = re.compile(r"[A-Za-z0-9_'-]+")


def respond_ok(_: Call) -> Answer:
    """Say that it answers."""
    return Answer(body={"ok": True})


def respond_error(call: Call) -> Answer:
    """On to the front page, as Better Auth does in production; a code that could be markup is UNKNOWN."""
    code, description = call.queried("error"), call.queried("error_description")
    fields = {"error": code if _CODE.fullmatch(code) else "UNKNOWN"}
    if description:
        fields["error_description"] = description
    return Answer(302, headers=locations.header(f"/?{urlencode(fields)}"))


ENDPOINTS = (
    Endpoint("GET", "/ok", respond_ok),
    Endpoint("GET", "/error", respond_error),
)
