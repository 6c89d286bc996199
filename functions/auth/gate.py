"""The order in which a request is judged, which decides what error wins."""

from dataclasses import replace
from typing import Any

from auth import limits
from auth.answer import Answer
from auth.body import UNDEFINED, Body, read
from auth.call import Call
from auth.cross_site import check_cookie_origin, check_sign_in_origin
from auth.fields import type_name
from auth.redirects import check_redirects
from auth.refusals import TOO_MANY_REQUESTS, Refused, invalid
from auth.routes import find, pattern_of


def answer(call: Call) -> Answer:
    """Judge `call` as Better Auth does and let its endpoint answer.

    Limits, routing, reading the body, origin, redirect fields, validation, who may sign in from where, the endpoint.
    Another method on a known path is as unknown as another path: there is no 405 here, and nothing is said in a 404.
    """
    endpoint = find(call.method, call.path)
    if limits.are_on():
        seconds = limits.seconds_to_wait(call, pattern_of(call.path), endpoint)
        if seconds is not None:
            return replace(Refused(TOO_MANY_REQUESTS).answer(), headers={"x-retry-after": str(seconds)})
    if endpoint is None:
        return Answer(404)
    try:
        body = read(call, endpoint.body) if endpoint.body else UNDEFINED
        if call.method != "GET":
            check_cookie_origin(call)
            check_redirects(call, body)
        if endpoint.body:
            call = replace(call, fields=_checked(endpoint.body, body))
        if endpoint.signs_in:
            check_sign_in_origin(call)
        return endpoint.respond(call)
    except Refused as refused:
        return refused.answer()


def _checked(wanted: Body, body: Any) -> dict[str, Any]:
    if body is UNDEFINED and wanted.optional:
        return {}
    if not isinstance(body, dict):
        received = "undefined" if body is UNDEFINED else type_name(body)
        raise Refused(
            invalid([f"[body] Invalid input: expected {shape}, received {received}" for shape in wanted.shapes])
        )
    if problems := [problem for field in wanted.fields for problem in field.problems(body)]:
        raise Refused(invalid(problems))
    return body
