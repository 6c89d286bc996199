"""Answers a browser's request with a page, a static file or a redirect."""

from typing import Any

from spoor.errors import SpoorError
from spoor.http import edge
from spoor.settings import fetch_ahead
from spoor.telemetry import log_fault, logger
from web import documents, health, page, problem_page, sign_in_redirect, static_files
from web.request import PageRequest
from web.response import Response, packed, redirect, without_body


def handle(event: dict[str, Any], context: object) -> Response:
    """Answer one event of the HTTP API (payload 2.0). Never raises: a fault is logged and answered with a 500 page."""
    try:
        request = PageRequest.of(event)
        response = packed(_answer(request), request.headers.get("accept-encoding", ""))
    except SpoorError as error:
        logger.error(error.message, code=error.code)
        return problem_page.response(500)
    except Exception as error:  # the outermost edge: the reader gets a page, the log gets the reason
        log_fault(error)
        return problem_page.response(500)
    return without_body(response) if request.method == "HEAD" else response


handler = edge.guarded(handle)


def _answer(request: PageRequest) -> Response:
    if request.method not in ("GET", "HEAD"):
        return problem_page.response(405)
    if request.path.startswith(static_files.ROOT):
        return static_files.response(request) or problem_page.response(404)
    if request.path == health.ADDRESS:
        return health.response()
    if request.path == "/favicon.ico":
        return static_files.answer(request, "pictures/favicon.ico", for_good=False)
    if documents.is_one(request.path):
        return documents.response(request.path) or problem_page.response(404)
    if sign_in_redirect.is_due(request):
        return redirect(sign_in_redirect.address(request))
    if request.path == "/" and request.has_session_cookie:
        return redirect("/dashboard")
    found = page.find(request.path)
    return page.response(found, request) if found else problem_page.response(404)


fetch_ahead()
