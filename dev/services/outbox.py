"""Stands for SES: what functions mail becomes a file in a folder, and its link a line in the log."""

import json
import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path
from typing import Any

from host.http.message import Request, Response
from host.http.server import Manners, Server

_PATH = "/v2/email/outbound-emails"  # SES's SendEmail, API version 2
_BODY_LIMIT = 10 * 1024 * 1024
_LINK = re.compile(r"^https?://\S+$", re.MULTILINE)  # alone on its line


class Outbox:
    """Takes messages at `endpoint` and writes them into `folder`, each a file of MIME (.eml) that mail programs open.

    `tell` gets a line for each: to whom it goes, what it is called, and the first link in it.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self._folder = folder
        self._tell = tell
        folder.mkdir(parents=True, exist_ok=True)
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
        name = self._keep(message)
        text = message.get_body(("plain",))
        link = _LINK.search(text.get_content()) if text else None
        self._tell(f"to {message['To']}: {message['Subject']}{f': {link[0]}' if link else ''}")
        return _json(200, {"MessageId": name})

    def _keep(self, message: EmailMessage) -> str:
        """Write it, so that who looks into the folder meanwhile sees whole messages only, in their order."""
        recipient = re.sub(r"[^A-Za-z0-9@.+_-]", "_", str(message["To"]))
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{recipient}-{secrets.token_hex(4)}"
        unfinished = self._folder / f"{name}.part"
        unfinished.touch(0o600)
        unfinished.write_bytes(message.as_bytes(policy=SMTP))
        unfinished.rename(self._folder / f"{name}.eml")
        return name


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
    return _json(status, {"message": "The outbox takes SendEmail with simple content of text and HTML."})


def _json(status: int, body: dict[str, str]) -> Response:
    return Response(status, [("content-type", "application/json")], json.dumps(body).encode())
