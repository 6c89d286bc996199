"""Says that the pages are there, for whoever watches; it asks no database, so that watching wakes none."""

from web.response import Response, respond

ADDRESS = "/health"


def response() -> Response:
    """The answer, never stored."""
    return respond(200, '{"status":"ok"}', {"content-type": "application/json", "cache-control": "no-store"})
