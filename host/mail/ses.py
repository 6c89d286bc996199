"""Stands for SES: whoever is to have the messages that functions mail gets them one by one."""

import json
from collections.abc import Callable
from email.message import EmailMessage
from typing import Any

from host.http.message import Request, Response
from host.http.server import Manners, Server

_PATH = "/v2/email/outbound-emails"  # SES's SendEmail, API version 2
_BODY_LIMIT = 10 * 1024 * 1024


class Delayed(Exception):
    """A message could not be delivered now; a later try may succeed."""


class Rejected(Exception):
    """A message is refused for what it is, and always will be."""


class SesDoor:
    """Takes messages at `endpoint` and hands each to `deliver`, which gives its id, or raises Delayed or Rejected."""

    def __init__(self, deliver: Callable[[EmailMessage], str]) -> None:
        self._deliver = deliver
        self._server = Server(0, self._answer, Manners(_BODY_LIMIT, _refuse))
        self._server.start()

    @property
    def endpoint(self) -> str:
        """Where SES is, for its client."""
        return f"http://127.0.0.1:{self._server.port}"

    def close(self) -> None:
        """Take no more."""
        self._server.close()

    def _answer(self, request: Request) -> Response:
        if (request.method, request.path) != ("POST", _PATH):
            return _refuse(404)
        try:
            message = _mime(json.loads(request.body))
        except (ValueError, KeyError, TypeError):
            return _refuse(400)
        try:
            return _json(200, {"MessageId": self._deliver(message)})
        except Rejected:
            return _json(400, {"message": "MessageRejected"})
        except Delayed:
            return _json(503, {"message": "ServiceUnavailable"})


def _mime(sent: Any) -> EmailMessage:
    """The message of a call of SendEmail with simple content. Raises ValueError, KeyError, TypeError."""
    content = sent["Content"]["Simple"]
    message = EmailMessage()
    message["From"] = sent["FromEmailAddress"]
    message["To"] = ", ".join(sent["Destination"]["ToAddresses"])
    message["Subject"] = content["Subject"]["Data"]
    message.set_content(content["Body"]["Text"]["Data"])
    message.add_alternative(content["Body"]["Html"]["Data"], subtype="html")
    return message


def _refuse(status: int) -> Response:
    return _json(status, {"message": "Only SendEmail with simple content of text and HTML is known here."})


def _json(status: int, body: dict[str, str]) -> Response:
    return Response(status, [("content-type", "application/json")], json.dumps(body).encode())
