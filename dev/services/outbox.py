"""Where mail lands on a developer's machine: each a file in a folder, and its link a line in the log."""

import re
import secrets
from collections.abc import Callable
from datetime import UTC, datetime
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

from host.mail.ses import SesDoor

_LINK = re.compile(r"^https?://\S+$", re.MULTILINE)  # alone on its line


class Outbox:
    """Takes messages at `endpoint` and writes them into `folder`, each a file of MIME (.eml) that mail programs open.

    `tell` gets a line for each: to whom it goes, what it is called, and the first link in it.
    """

    def __init__(self, folder: Path, tell: Callable[[str], None]) -> None:
        self._folder = folder
        self._tell = tell
        folder.mkdir(parents=True, exist_ok=True)
        self._door = SesDoor(self._take)
        self.endpoint, self.close = self._door.endpoint, self._door.close

    def _take(self, message: EmailMessage) -> str:
        name = self._keep(message)
        text = message.get_body(("plain",))
        link = _LINK.search(text.get_content()) if text else None
        self._tell(f"to {message['To']}: {message['Subject']}{f': {link[0]}' if link else ''}")
        return name

    def _keep(self, message: EmailMessage) -> str:
        """Write it, so that who looks into the folder meanwhile sees whole messages only, in their order."""
        recipient = re.sub(r"[^A-Za-z0-9@.+_-]", "_", str(message["To"]))
        name = f"{datetime.now(UTC):%Y%m%dT%H%M%S.%f}-{recipient}-{secrets.token_hex(4)}"
        unfinished = self._folder / f"{name}.part"
        unfinished.touch(0o600)
        unfinished.write_bytes(message.as_bytes(policy=SMTP))
        unfinished.rename(self._folder / f"{name}.eml")
        return name
