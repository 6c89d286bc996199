"""Asks a Lambda authorizer (payload 2.0, simple responses) whether a request may pass.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-lambda-authorizer.html
"""

import json
import threading
import time
from typing import Any

from host.gateway.events import cookies_of, payload_of, query_of
from host.http.message import Request
from host.runtime.errors import InvokeError
from host.runtime.pool import Pool
from host.template.bundle import Authorizer
from host.template.cloudformation import PSEUDO_PARAMETERS

AUTHORIZER_SECONDS = 10.0
"""How long an HTTP API waits for an authorizer."""
_CACHE_LIMIT = 10_000
_KEPT = ("rawPath", "rawQueryString", "cookies", "headers", "queryStringParameters", "pathParameters", "requestContext")


class Unauthenticated(Exception):
    """An identity source is missing: 401, nobody was asked."""


class Forbidden(Exception):
    """The authorizer said no: 403."""


class AuthorizerFailed(Exception):
    """The authorizer crashed, overran its time, or gave no proper answer: 500."""


class Gatekeeper:
    """One authorizer over the pool of its function; it remembers answers for as long as the template says."""

    def __init__(self, authorizer: Authorizer, pool: Pool) -> None:
        self._authorizer = authorizer
        self._pool = pool
        self._lock = threading.Lock()
        self._cache: dict[tuple[str, ...], tuple[float, Any]] = {}

    def admit(self, request: Request, event: dict[str, Any]) -> Any:
        """The context that goes to the function. Raises Unauthenticated, Forbidden, AuthorizerFailed."""
        identity = tuple(_identity(source, request, event) for source in self._authorizer.sources)
        if not all(identity):
            raise Unauthenticated
        verdict = self._remembered(identity)
        if verdict is None:
            verdict = self._ask(event, identity)
            self._remember(identity, verdict)
        if not verdict["isAuthorized"]:
            raise Forbidden
        return verdict.get("context")

    def _remembered(self, identity: tuple[str, ...]) -> Any:
        with self._lock:
            until, verdict = self._cache.get(identity, (0.0, None))
        return verdict if until > time.monotonic() else None

    def _remember(self, identity: tuple[str, ...], verdict: Any) -> None:
        if not self._authorizer.seconds or not identity:
            return
        with self._lock:
            if len(self._cache) >= _CACHE_LIMIT:
                self._cache.clear()
            self._cache[identity] = (time.monotonic() + self._authorizer.seconds, verdict)

    def _ask(self, event: dict[str, Any], identity: tuple[str, ...]) -> Any:
        question = payload_of(_question(event, identity))
        try:
            verdict = json.loads(self._pool.invoke(question, AUTHORIZER_SECONDS))
        except InvokeError as error:
            raise AuthorizerFailed from error
        except ValueError as error:
            raise self._malformed("is not JSON") from error
        if not isinstance(verdict, dict) or not isinstance(verdict.get("isAuthorized"), bool):
            raise self._malformed("has no boolean isAuthorized")
        if not isinstance(verdict.get("context"), (dict, type(None))):
            raise self._malformed("has a context that is not an object")
        return verdict

    def _malformed(self, why: str) -> AuthorizerFailed:
        self._pool.tell(f"its answer {why}")
        return AuthorizerFailed()


def _identity(source: str, request: Request, event: dict[str, Any]) -> str:
    kind, _, name = source.rpartition(".")
    if source == "$request.header.cookie":
        return "; ".join(cookies_of(request))
    if kind == "$request.header":
        return request.header(name) or ""
    if kind == "$request.querystring":
        return query_of(request).get(name, "")
    context = event["requestContext"]
    return str(context.get(name) or context["http"].get(name) or "")


def _question(event: dict[str, Any], identity: tuple[str, ...]) -> dict[str, Any]:
    context = event["requestContext"]
    region = PSEUDO_PARAMETERS["AWS::Region"]
    stage = f"arn:aws:execute-api:{region}:{context['accountId']}:{context['apiId']}/{context['stage']}"
    return {
        "version": "2.0",
        "type": "REQUEST",
        "routeArn": f"{stage}/{context['http']['method']}{event['rawPath']}",
        "identitySource": list(identity),
        "routeKey": event["routeKey"],
        **{key: event[key] for key in _KEPT if key in event},
    }
