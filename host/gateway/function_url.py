"""The function URL: every request goes to one function, nobody is asked who they are."""

import time
from typing import Any

from host.gateway.answers import Malformed, response_of, say
from host.gateway.events import Place, event_of, payload_of
from host.http.message import Request, Response
from host.runtime.errors import FunctionError, GaveUp, Throttled, TooLarge
from host.runtime.pool import Pool
from host.runtime.runtime_api import PAYLOAD_LIMIT

BODY_LIMIT = PAYLOAD_LIMIT
_ROUND_TRIP = 0.1
"""Seconds that an answer takes back to its caller where many call at once, while the function is free already. Nobody
calls AWS without a network between. Here a caller without a pause would ask again within a millisecond, and a few of
them would keep every environment from everybody else by that alone."""
_WORDS = {
    400: "Bad Request",
    413: "Request Entity Too Large",
    429: "Rate Exceeded.",
    431: "Request Header Fields Too Large",
}


def refuse(status: int) -> Response:
    """What a function URL says for itself."""
    return say(status, _WORDS.get(status, "Internal Server Error" if status >= 500 else "Bad Request"))


class FunctionUrl:
    """The URL of the function behind `pool`."""

    def __init__(self, pool: Pool, port: int) -> None:
        self._pool = pool
        self._place = Place("anonymous", "local", port, cookies_in_headers=True)

    def answer(self, request: Request) -> Response:
        """The response to a request. Unlike the HTTP API, a function URL leaves the path percent-encoded."""
        event = event_of(request, request.path, self._place, "$default", {})
        crowded = self._pool.is_crowded
        try:
            return self._invoke(event)
        finally:
            if crowded or self._pool.is_crowded:
                time.sleep(_ROUND_TRIP)

    def _invoke(self, event: dict[str, Any]) -> Response:
        try:
            answer = self._pool.invoke(payload_of(event))
            response = response_of(answer, default_type="application/json", bare_strings=False)
        except TooLarge:
            return refuse(413)
        except Throttled:
            return refuse(429)
        except Malformed as error:
            self._pool.tell(f"its answer can't be used: {error}")
            return refuse(502)
        except (FunctionError, GaveUp):  # a crash or a time-out
            return refuse(502)
        response.headers.append(("x-amzn-requestid", event["requestContext"]["requestId"]))
        return response
