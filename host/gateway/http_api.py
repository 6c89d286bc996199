"""The HTTP API: route, authorizer, event, function, answer."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import unquote

from host.gateway.answers import Malformed, response_of, say
from host.gateway.authorizer import AuthorizerFailed, Forbidden, Gatekeeper, Unauthenticated
from host.gateway.events import Place, event_of, payload_of
from host.gateway.peer import as_claimed
from host.gateway.routes import Routes
from host.http.message import Request, Response
from host.runtime.errors import FunctionError, GaveUp, Throttled, TimedOut, TooLarge
from host.runtime.pool import Pool
from host.template.bundle import Bundle, Route
from host.template.cloudformation import PSEUDO_PARAMETERS

BODY_LIMIT = 10 * 1024 * 1024
"""Bytes of a request's body: API Gateway's quota; Lambda's own limit is lower and is met by the event."""
_WORDS = {
    400: "Bad Request",
    401: "Unauthorized",
    403: "Forbidden",
    404: "Not Found",
    413: "Request Entity Too Large",
    431: "Request Header Fields Too Large",
    503: "Service Unavailable",
}


def refuse(status: int) -> Response:
    """What the HTTP API says for itself."""
    return say(status, _WORDS.get(status, "Internal Server Error" if status >= 500 else "Bad Request"))


class HttpApi:
    """One HTTP API over the pools of its functions.

    `trusting` takes every request's word for where it comes from.
    """

    def __init__(self, bundle: Bundle, pools: Mapping[str, Pool], port: int, *, trusting: bool = False) -> None:
        self._trusting = trusting
        self._routes = Routes(bundle.routes)
        self._pools = pools
        self._place = Place(PSEUDO_PARAMETERS["AWS::AccountId"], "local", port, cookies_in_headers=False)
        self._gatekeepers = {
            name: Gatekeeper(authorizer, pools[authorizer.function]) for name, authorizer in bundle.authorizers.items()
        }

    def answer(self, request: Request) -> Response:
        """The response to a request, with the API's own answers where no function gives one."""
        if self._trusting:
            request = as_claimed(request)
        # The HTTP API decodes the path before anything else, and loses what comes after a question mark in it.
        path = unquote(request.path, errors="replace").partition("?")[0]
        match = self._routes.find(request.method, path)
        if match is None:
            return refuse(404)
        event = event_of(request, path, self._place, match.route.key, match.parameters)
        try:
            if match.route.authorizer:
                context = self._gatekeepers[match.route.authorizer].admit(request, event)
                event["requestContext"]["authorizer"] = {"lambda": context}
        except Unauthenticated:
            return refuse(401)
        except Forbidden:
            return refuse(403)
        except AuthorizerFailed:
            return refuse(500)
        response = _integrate(self._pools[match.route.function], match.route, event)
        response.headers.append(("apigw-requestid", event["requestContext"]["requestId"]))
        return response


def _integrate(pool: Pool, route: Route, event: dict[str, Any]) -> Response:
    try:
        answer = pool.invoke(payload_of(event), route.seconds)
        return response_of(answer, default_type="text/plain;charset=UTF-8", bare_strings=True)
    except Malformed as error:
        pool.tell(f"its answer can't be used: {error}")
        return refuse(500)
    except TooLarge:
        return refuse(413)
    except (TimedOut, Throttled, GaveUp):
        return refuse(503)
    except FunctionError:
        return refuse(500)
