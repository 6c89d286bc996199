"""The order in which a request is judged, which decides what error wins."""

from dataclasses import replace
from typing import Any

from auth.gate import limits, security_log
from auth.gate.body import UNDEFINED, Body, read
from auth.gate.cross_site import check_cookie_origin, check_sign_in_origin
from auth.gate.endpoint import Endpoint
from auth.gate.fields import type_name
from auth.gate.redirects import check_redirects
from auth.gate.table import EndpointTable
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import BODY_TOO_LARGE, Refused, invalid

_LARGEST_BODY = 64 * 1024


def answer(call: Call, table: EndpointTable) -> Answer:
    """Judge `call` as Better Auth does and let its endpoint in `table` answer.

    Limits, routing, reading the body, origin, redirect fields, validation, who may sign in from where, the endpoint.
    Another method on a known path is as unknown as another path: there is no 405 here, and nothing is said in a 404.
    """
    found = table.find(call.method, call.path)
    call.witness.event = found[0].event if found else None
    try:
        if limits.are_on():
            call = replace(call, sessions=limits.count(call, table.pattern_of(call.path)))
        answered = _respond(call, *found) if found else Answer(404)
    except Refused as refused:
        answered = refused.answer()
    security_log.take_down(call, answered)
    return answered


def _respond(call: Call, endpoint: Endpoint, parameters: dict[str, str]) -> Answer:
    if len(call.content) > _LARGEST_BODY:
        raise Refused(BODY_TOO_LARGE)
    if parameters:
        call = replace(call, parameters=parameters)
    body = read(call, endpoint.body) if endpoint.body else UNDEFINED
    if call.method != "GET":
        check_cookie_origin(call)
        check_redirects(call, body)
    if endpoint.body:
        call = replace(call, fields=_checked(endpoint.body, body))
    if endpoint.query:
        _check_query(call, endpoint)
    if endpoint.signs_in:
        check_sign_in_origin(call)
    return endpoint.respond(call)


def _check_query(call: Call, endpoint: Endpoint) -> None:
    """Look at the fields of the query, and on GET at where it would send the browser: a link may lead anybody here."""
    if not endpoint.query:
        return
    sent = {name: values[0] if len(values) == 1 else list(values) for name, values in call.query.items()}
    if problems := [problem for field in endpoint.query for problem in field.problems(sent, "query")]:
        raise Refused(invalid(problems))
    if call.method == "GET" and any(field.name == "callbackURL" for field in endpoint.query):
        check_redirects(call, UNDEFINED)


def _checked(wanted: Body, body: Any) -> dict[str, Any]:
    if not wanted.shapes or (body is UNDEFINED and wanted.optional):
        return body if isinstance(body, dict) else {}
    if not isinstance(body, dict):
        received = "undefined" if body is UNDEFINED else type_name(body)
        raise Refused(
            invalid([f"[body] Invalid input: expected {shape}, received {received}" for shape in wanted.shapes])
        )
    if problems := [problem for field in wanted.fields for problem in field.problems(body)]:
        raise Refused(invalid(problems))
    return body
