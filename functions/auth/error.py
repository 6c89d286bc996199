"""GET /error: where a browser ends up that followed a bad link and has no page of its own to go to."""

import re
from urllib.parse import urlencode

from auth import locations
from auth.answer import Answer
from auth.call import Call
from auth.endpoint import Endpoint

_CODE = re.compile(r"[A-Za-z0-9_'-]+")


def respond(call: Call) -> Answer:
    """On to the front page, as Better Auth does in production; a code that could be markup is UNKNOWN."""
    code, description = call.queried("error"), call.queried("error_description")
    fields = {"error": code if _CODE.fullmatch(code) else "UNKNOWN"}
    if description:
        fields["error_description"] = description
    return Answer(302, headers=locations.header(f"/?{urlencode(fields)}"))


ENDPOINT = Endpoint("GET", "/error", respond)
