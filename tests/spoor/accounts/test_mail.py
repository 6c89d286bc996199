"""A letter reaches SES as its own client says it, or the caller hears why not."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from spoor.accounts import mail
from spoor.accounts.mail import Letter, NotSent
from tests.conftest import forget_settings
from tests.doubles.inbox import SENDER, mail_to, outbox
from tests.doubles.ses import Ses
from tests.doubles.sqs import serve

LETTER = Letter("ann@example.com", "Grüße 🔑", "plain: é 🔑\n", "<p>html: é 🔑</p>\n")


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """Where moto's server is."""
    with serve() as endpoint:
        yield endpoint


@pytest.fixture
def post(moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ses]:
    """SES, to which this process mails."""
    running = Ses(moto)
    mail_to(moto, monkeypatch)
    yield running
    forget_settings()


@pytest.mark.parametrize("identity", [SENDER, "example.com"])
def test_a_letter_arrives_whether_the_address_is_verified_or_its_domain(post: Ses, identity: str) -> None:
    post.verify(identity)
    mail.send(LETTER)
    [sent] = post.sent
    assert (sent.source, sent.destinations["ToAddresses"]) == (f"Spoor <{SENDER}>", [LETTER.recipient])
    assert (sent.subject, sent.body) == (LETTER.subject, LETTER.html)


def test_both_bodies_arrive(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    with outbox(tmp_path, monkeypatch) as inbox:
        mail.send(LETTER)
        letter = inbox.only("ann@example.com")
    assert (letter.subject, letter.text, letter.html) == (LETTER.subject, LETTER.text, LETTER.html)


def test_a_letter_that_ses_refuses_is_told_by_its_code(post: Ses) -> None:
    with pytest.raises(NotSent, match="MessageRejected") as caught:
        mail.send(LETTER)
    assert caught.value.rejected
    assert post.sent == []


def test_an_ses_that_cannot_be_reached_refuses_nothing(monkeypatch: pytest.MonkeyPatch) -> None:
    mail_to("http://127.0.0.1:9", monkeypatch)
    with pytest.raises(NotSent, match="EndpointConnectionError") as caught:
        mail.send(LETTER)
    assert not caught.value.rejected
    forget_settings()


def test_without_a_sender_there_is_no_mail(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("MAIL_SENDER", "")
    forget_settings()
    assert not mail.is_configured()
    forget_settings()
