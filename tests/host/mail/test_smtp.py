"""Mail of functions reaches a mail server; what it refuses for good is told apart from what may be tried again."""

import socket
import threading
from collections.abc import Iterator
from contextlib import contextmanager

import pytest

from host.mail.ses import SesDoor
from host.mail.smtp import MailServer
from spoor.accounts import mail
from spoor.accounts.mail import Letter, NotSent
from tests.conftest import forget_settings

LETTER = Letter("ann@example.com", "Über alles", "Hello\n.\nAnn", "<p>Hello Ann</p>")


class Clerk:
    """A mail server for one session: answers each verb with what `says` has for it."""

    def __init__(self, says: dict[str, str]) -> None:
        self._says = {
            "": "220 here",
            "EHLO": "250-me\r\n250 AUTH PLAIN",
            "DATA": "354 go on",
            "QUIT": "221 bye",
            **says,
        }
        self.heard: list[str] = []
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = self._socket.getsockname()[1]
        threading.Thread(target=self._serve, daemon=True).start()

    def _serve(self) -> None:
        with (
            self._socket,
            self._socket.accept()[0] as line,
            line.makefile("rw", newline="\r\n", encoding="utf-8") as file,
        ):
            self._say(file, "")
            for said in file:
                verb = said.split()[0].upper() if said.split() else ""
                self.heard.append(said.strip())
                self._say(file, verb)
                if verb == "DATA" and "DATA" not in self._refused:
                    while (text := file.readline()) != ".\r\n":
                        self.heard.append(text.strip())
                    self._say(file, "END")
                if verb == "QUIT":
                    return

    @property
    def _refused(self) -> set[str]:
        return {verb for verb, answer in self._says.items() if answer[0] in "45"}

    def _say(self, file: object, verb: str) -> None:
        file.write(self._says.get(verb, "250 well") + "\r\n")  # type: ignore[attr-defined]  # a socket's file
        file.flush()  # type: ignore[attr-defined]  # a socket's file


@contextmanager
def sending(url: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    door = SesDoor(MailServer.of(url).deliver)
    for name, value in (("AWS_ENDPOINT_URL_SESV2", door.endpoint), ("MAIL_SENDER", "spoor@example.com")):
        monkeypatch.setenv(name, value)
    for name in ("AWS_ACCESS_KEY_ID", "AWS_SECRET_ACCESS_KEY"):
        monkeypatch.setenv(name, "local")
    monkeypatch.setenv("AWS_DEFAULT_REGION", "us-east-1")
    forget_settings()
    yield
    door.close()
    forget_settings()


def test_a_letter_is_handed_in_by_whoever_has_the_password(monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = Clerk({"AUTH": "235 welcome"})
    with sending(f"smtp://me%40x:p%2Fw@127.0.0.1:{clerk.port}?starttls=never", monkeypatch):
        mail.send(LETTER)
    said = "\n".join(clerk.heard)
    assert "MAIL FROM:<spoor@example.com>" in said.upper().replace("SPOOR@EXAMPLE.COM", "spoor@example.com")
    assert "Hello\n..\nAnn" in said
    assert "AUTH PLAIN AG1lQHgAcC93" in said
    assert "Message-ID: <" in said


@pytest.mark.parametrize(
    ("says", "rejected"),
    [
        ({"RCPT": "550 nobody of that name"}, True),
        ({"RCPT": "451 later"}, False),
        ({"END": "554 that is spam"}, True),
        ({"END": "452 no room"}, False),
        ({"": "421 closed"}, False),
    ],
    ids=["unknown", "later", "spam", "no room", "closed"],
)
def test_what_is_refused_for_good_is_told_apart(
    monkeypatch: pytest.MonkeyPatch, says: dict[str, str], rejected: bool
) -> None:
    clerk = Clerk(says)
    with sending(f"smtp://127.0.0.1:{clerk.port}?starttls=never", monkeypatch), pytest.raises(NotSent) as failed:
        mail.send(LETTER)
    assert failed.value.rejected is rejected


def test_a_password_is_sent_to_nobody_who_speaks_no_tls(monkeypatch: pytest.MonkeyPatch) -> None:
    clerk = Clerk({})
    with sending(f"smtp://me:secret@127.0.0.1:{clerk.port}", monkeypatch), pytest.raises(NotSent):
        mail.send(LETTER)
    assert not [said for said in clerk.heard if said.startswith("AUTH")]
