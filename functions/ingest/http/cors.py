"""Lets pages of any origin send events: answered here and not by AWS, whose wildcards leave out credentialed requests.

Several trackers send with credentials and fail on `*`. Echoing the origin is harmless on this one address: ingest reads
no cookie and knows no session, the ingest key is the whole authentication.
"""

from collections.abc import Mapping

from ingest.http.reply import Reply
from ingest.http.request import Request

_METHODS = "GET, POST, OPTIONS"
_USUAL_HEADERS = "authorization, content-type, content-encoding, x-api-key"
_MAX_AGE = "7200"  # seconds; Chromium remembers a preflight no longer


def headers(sent: Mapping[str, str]) -> dict[str, str]:
    """The headers that belong on every answer to a request with the headers `sent`."""
    origin = sent.get("origin")
    if not origin:
        return {"vary": "Origin"}
    return {
        "access-control-allow-origin": origin,
        "access-control-allow-credentials": "true",
        "access-control-expose-headers": "retry-after",  # a page could not read it otherwise
        "vary": "Origin",
    }


def preflight(request: Request) -> Reply:
    """The answer to a browser that asks before it sends."""
    wanted = request.headers.get("access-control-request-headers", _USUAL_HEADERS)
    allowed = {
        "access-control-allow-methods": _METHODS,
        "access-control-allow-headers": wanted,
        "access-control-max-age": _MAX_AGE,
    }
    return Reply(204, "", content_type="text/plain; charset=utf-8", headers=allowed)
