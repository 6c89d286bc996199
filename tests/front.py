"""The gateway before the query function: the real authorizer, and what a gateway says for itself."""

import threading
from collections.abc import Mapping

from auth import authorizer
from tests.gateway import Handler, Reply, call

_ONE_AT_A_TIME = threading.Lock()
"""An instance of the authorizer serves one request at a time, and here there is one."""

_JSON = {"content-type": "application/json; charset=utf-8"}


def admitted(
    handler: Handler, method: str, path: str, body: object = None, *, headers: Mapping[str, str], query: str = ""
) -> Reply:
    """What a browser hears of a request under /api: from the gateway itself, or from `handler`.

    `body` is as for `call`; header names are small letters.
    """
    if "cookie" not in headers:
        return Reply(401, _JSON, '{"message":"Unauthorized"}')
    with _ONE_AT_A_TIME:
        verdict = authorizer.handler({"routeKey": "ANY /api/{proxy+}", "headers": dict(headers)}, None)
    if not verdict["isAuthorized"]:
        return Reply(403, _JSON, '{"message":"Forbidden"}')
    return call(handler, method, path, body, context=verdict["context"], headers=headers, query=query)
