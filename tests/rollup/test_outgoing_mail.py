"""Mail that could not be sent at once is sent later, or told to be lost: never twice by two runs, never forgotten."""

import json
from collections.abc import Iterator
from datetime import timedelta
from typing import Any

import pytest

from rollup.app import handler
from spoor.accounts import mail
from tests.conftest import forget_settings
from tests.doubles.inbox import SENDER, mail_to
from tests.doubles.ses import Ses
from tests.doubles.sqs import serve
from tests.people import Direct

LATER = timedelta(hours=1)


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """Where moto's server is."""
    with serve() as endpoint:
        yield endpoint


@pytest.fixture
def post(database: Direct, moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Ses]:
    """SES, where the sender's address is verified."""
    running = Ses(moto)
    running.verify(SENDER)
    mail_to(moto, monkeypatch)
    yield running
    forget_settings()


def keep(database: Direct, *names: str, life: timedelta = LATER) -> None:
    """Mail that waits, one for each name."""
    for name in names:
        database.execute(
            "INSERT INTO spoor.outgoing_mail (recipient, subject, text, html, expires_at)"
            " VALUES (%s, 's', 't', %s, now() + %s)",
            [f"{name}@example.com", f"<p>{name}</p>", life],
        )


def waiting(database: Direct) -> list[dict[str, Any]]:
    return database.execute(
        "SELECT recipient, tries, next_try_at - now() AS pause FROM spoor.outgoing_mail ORDER BY recipient"
    ).fetchall()


def run() -> dict[str, int]:
    return handler({}, None)["mail"]


def test_what_waits_is_sent_and_gone(database: Direct, post: Ses) -> None:
    keep(database, "ann", "bob")
    assert run() == {"sent": 2, "delayed": 0, "lost": 0}
    assert [(sent.destinations["ToAddresses"], sent.body) for sent in post.sent] == [
        (["ann@example.com"], "<p>ann</p>"),
        (["bob@example.com"], "<p>bob</p>"),
    ]
    assert waiting(database) == []
    assert run() == {"sent": 0, "delayed": 0, "lost": 0}


def test_what_is_refused_is_tried_again_ever_more_seldom_and_holds_up_no_other(database: Direct, post: Ses) -> None:
    keep(database, "two@signs", "bob")
    assert run() == {"sent": 1, "delayed": 1, "lost": 0}
    [row] = waiting(database)
    assert (row["tries"], row["pause"] > timedelta(minutes=3)) == (1, True)
    assert run() == {"sent": 0, "delayed": 0, "lost": 0}
    pauses = []
    for _ in range(3):
        database.execute("UPDATE spoor.outgoing_mail SET next_try_at = now()")
        run()
        pauses += [waiting(database)[0]["pause"] / timedelta(minutes=1)]
    assert [round(pause) for pause in pauses] == [8, 16, 32]


def test_while_ses_is_away_one_letter_finds_out_and_all_wait(
    database: Direct, post: Ses, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, "ann", "bob")
    mail_to("http://127.0.0.1:9", monkeypatch)
    assert run() == {"sent": 0, "delayed": 1, "lost": 0}
    assert sorted(row["tries"] for row in waiting(database)) == [0, 1]
    mail_to(post.endpoint, monkeypatch)
    database.execute("UPDATE spoor.outgoing_mail SET next_try_at = now()")
    assert run()["sent"] == 2


def test_a_letter_whose_links_have_expired_is_lost_and_told(
    database: Direct, post: Ses, capsys: pytest.CaptureFixture[str]
) -> None:
    keep(database, "ann", life=timedelta())
    assert run() == {"sent": 0, "delayed": 0, "lost": 1}
    metrics = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    assert [line["MailLost"] for line in metrics if "MailLost" in line] == [[1]]
    assert (waiting(database), post.sent) == ([], [])


def test_two_runs_at_once_send_a_letter_once_and_no_transaction_is_open_meanwhile(
    database: Direct, post: Ses, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, "ann", "bob")
    real, opened = mail.send, []

    def while_another_run_begins(letter: mail.Letter) -> None:
        monkeypatch.setattr(mail, "send", real)
        opened.extend(
            database.execute("SELECT FROM pg_catalog.pg_stat_activity WHERE state LIKE 'idle in trans%'").fetchall()
        )
        assert run()["sent"] == 1
        real(letter)

    monkeypatch.setattr(mail, "send", while_another_run_begins)
    assert run()["sent"] == 1
    assert sorted(sent.destinations["ToAddresses"][0] for sent in post.sent) == ["ann@example.com", "bob@example.com"]
    assert opened == []


def test_a_run_that_dies_after_sending_sends_again_rather_than_never(
    database: Direct, post: Ses, monkeypatch: pytest.MonkeyPatch
) -> None:
    keep(database, "ann")
    real = mail.send

    def and_die(letter: mail.Letter) -> None:
        real(letter)
        raise RuntimeError("killed")

    with monkeypatch.context() as patch:
        patch.setattr(mail, "send", and_die)
        with pytest.raises(RuntimeError, match="killed"):
            run()
    database.execute("UPDATE spoor.outgoing_mail SET next_try_at = now()")
    assert run()["sent"] == 1
    assert (len(post.sent), waiting(database)) == (2, [])


@pytest.mark.usefixtures("database")
def test_without_a_sender_nothing_is_tried(database: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("MAIL_SENDER", raising=False)
    forget_settings()
    keep(database, "ann")
    assert run() == {"sent": 0, "delayed": 0, "lost": 0}
    assert waiting(database)[0]["tries"] == 0
