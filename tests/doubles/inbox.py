"""What was mailed: letters in the folder of an outbox that stands for SES."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from email import message_from_bytes, policy
from pathlib import Path

import pytest

from dev.services.outbox import Outbox
from host.template.variables import NOWHERE
from tests.conftest import forget_settings

SENDER = "spoor@example.com"


@dataclass(frozen=True)
class Letter:
    """One message as its reader sees it."""

    sender: str
    to: str
    subject: str
    text: str
    html: str

    @property
    def link(self) -> str:
        """The one address that stands alone on a line of its text."""
        [link] = re.findall(r"^https?://\S+$", self.text, re.MULTILINE)
        return str(link)

    @property
    def path(self) -> str:
        """What follows /api/auth in the link."""
        return self.link.partition("/api/auth")[2]


class Inbox:
    """The letters of a folder."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder

    def letters(self, to: str = "") -> list[Letter]:
        """All of them, or those to one address, in their order."""
        found = [_read(path) for path in sorted(self._folder.glob("*.eml"))]
        return [letter for letter in found if to in ("", letter.to)]

    def only(self, to: str = "") -> Letter:
        """The one letter that there is, to anybody or to one address."""
        [letter] = self.letters(to)
        return letter


@contextmanager
def outbox(folder: Path, patch: pytest.MonkeyPatch) -> Iterator[Inbox]:
    """An outbox to which this process mails."""
    running = Outbox(folder, lambda _: None)
    mail_to(running.endpoint, patch)
    try:
        yield Inbox(folder)
    finally:
        forget_settings()
        running.close()


def mail_to(endpoint: str, patch: pytest.MonkeyPatch) -> None:
    """Let this process find SES at `endpoint`, and AWS nowhere else."""
    for name, value in {**NOWHERE, "MAIL_SENDER": SENDER, "AWS_ENDPOINT_URL_SESV2": endpoint}.items():
        patch.setenv(name, value)
    forget_settings()


def _read(path: Path) -> Letter:
    message = message_from_bytes(path.read_bytes(), policy=policy.default)
    text, html = message.get_body(("plain",)), message.get_body(("html",))
    assert text
    assert html
    bodies = [part.get_content().replace("\r\n", "\n") for part in (text, html)]
    return Letter(message["From"], message["To"], message["Subject"], *bodies)
