"""One address for all: ingest below /i, as behind a CDN, and the HTTP API for everything else."""

import json
from collections.abc import Callable

from host.gateway import http_api
from host.gateway.function_url import FunctionUrl
from host.gateway.http_api import HttpApi
from host.gateway.proxies import Proxies
from host.http.message import Request, Response

INGEST = "/i"
READY = "/ready"
_FOR_A_YEAR = ("strict-transport-security", "max-age=31536000")


class Front:
    """Answers what comes in. `unready` gives the reasons why nobody should send anything here, if there are any."""

    def __init__(
        self, api: HttpApi, url: FunctionUrl | None, proxies: Proxies, unready: Callable[[], list[str]]
    ) -> None:
        self._api = api
        self._url = url
        self._proxies = proxies
        self._unready = unready

    def answer(self, request: Request) -> Response:
        """The response to a request."""
        request = self._proxies.seen_through(request)
        return self._marked(request, self._routed(request))

    def answer_ingest(self, request: Request) -> Response:
        """The response to a request at the port that is ingest's alone."""
        request = self._proxies.seen_through(request)
        return self._marked(request, self._url.answer(request) if self._url else refuse(404))

    def _marked(self, request: Request, response: Response) -> Response:
        if request.scheme == "https" and all(name != _FOR_A_YEAR[0] for name, _ in response.headers):
            response.headers.append(_FOR_A_YEAR)
        return response

    def _routed(self, request: Request) -> Response:
        if request.path == READY and (reasons := self._unready()):
            return _not_ready(reasons)
        if self._url and (request.path == INGEST or request.path.startswith(f"{INGEST}/")):
            return self._url.answer(request)  # which knows that it may stand below something
        return self._api.answer(request)


def refuse(status: int) -> Response:
    """What the front says for itself: to who comes while too many are here, when to come again."""
    answer = http_api.refuse(status)
    if status == 503:
        answer.headers.append(("retry-after", "5"))
    return answer


def _not_ready(reasons: list[str]) -> Response:
    headers = [("content-type", "application/json"), ("cache-control", "no-store"), ("retry-after", "5")]
    return Response(503, headers, json.dumps({"status": "not ready", "reasons": reasons}).encode())
