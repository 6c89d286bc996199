"""An alert is told once, whatever dies while it is: the database at each step, or who sends it."""

from collections.abc import Callable
from contextlib import suppress
from typing import Any

import psycopg
import pytest

from query.alerts import app as alerts_function
from spoor import database as layer
from spoor.errors import DatabaseAway
from spoor.postgres.connection import Connection
from tests.doubles.receiver import Receiver
from tests.people import Direct
from tests.query.alerts.conftest import Alerts, Send
from tests.query.alerts.test_alerts import opened

MOST_STEPS = 40


class Killer:
    """Kills the functions' server connections at one step of their work: before a statement, or after it took effect
    and before anybody was told."""

    def __init__(self, direct: Direct) -> None:
        self.direct = direct
        self.at: int | None = None
        self.is_after = False
        self.statements: list[str] = []

    def kill(self) -> None:
        """As a database that is restarted does."""
        self.direct.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity"
            " WHERE pid <> pg_backend_pid() AND usename LIKE 'spoor%'"
        )

    def around(self, execute: Callable[..., Any]) -> Callable[..., Any]:
        """The same, with the kill."""

        def executed(connection: Connection, statement: Any, *given: Any, **words: Any) -> Any:
            self.statements.append(str(statement)[:60])
            is_it = len(self.statements) - 1 == self.at
            if is_it and not self.is_after:
                self.kill()
            found = execute(connection, statement, *given, **words)
            if is_it and self.is_after:
                self.kill()
                connection.close()
                raise psycopg.OperationalError("the answer was lost")
            return found

        return executed


@pytest.fixture
def killer(database: Direct, monkeypatch: pytest.MonkeyPatch) -> Killer:
    """One that kills nothing yet."""
    made = Killer(database)
    monkeypatch.setattr(Connection, "execute", made.around(Connection.execute))
    return made


def work(send: Send) -> None:
    """A tick of each function."""
    with suppress(DatabaseAway):
        alerts_function.handler({}, None)
    with suppress(DatabaseAway):
        send()
    layer.close()


def test_an_alert_is_told_once_while_the_database_is_killed_at_each_step(
    alerts: Alerts, send: Send, receiver: Receiver, database: Direct, shop: str, killer: Killer
) -> None:
    opened(database, shop, 3)
    made = alerts.make(receiver.url, report="sessions", question={"interval": "day"})  # which has no causes to ask for

    def told(at: int | None, is_after: bool) -> list[str]:
        alerts.put(made, state="waiting", recent=[])
        database.execute("DELETE FROM spoor.alert_messages")
        receiver.received.clear()
        alerts.make_due()
        killer.at, killer.is_after, killer.statements = at, is_after, []
        for _ in range(2):
            work(send)
            database.execute("UPDATE spoor.alert_messages SET next_try_at = now() WHERE state = 'waiting'")
        return killer.statements

    steps = told(None, False)
    first = next(place for place, each in enumerate(steps) if "end_message" in each) + 1
    assert 5 <= first < MOST_STEPS, steps
    for at in range(first):
        for is_after in (False, True):
            told(at, is_after)
            assert len(receiver.received) == 1, (at, is_after, steps[at])
            [message] = alerts.history(made)
            assert message["state"] == "sent", (at, is_after, steps[at])


def test_two_runs_at_once_make_one_message(
    alerts: Alerts, receiver: Receiver, database: Direct, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    from query.alerts import check

    opened(database, shop, 3)
    made = alerts.make(receiver.url)
    alerts.make_due()
    settle = check._settle

    def late(*given: Any) -> Any:
        monkeypatch.setattr(check, "_settle", settle)
        alerts_function.handler({}, None)  # another run, which is faster
        return settle(*given)

    monkeypatch.setattr(check, "_settle", late)
    alerts_function.handler({}, None)
    assert len(alerts.history(made)) == 1


def test_what_may_have_been_sent_by_who_died_is_sent_again_only_to_who_can_tell_and_its_owner_hears_of_the_rest(
    alerts: Alerts, send: Send, receiver: Receiver, database: Direct, shop: str
) -> None:
    database.execute('UPDATE public."user" SET email_verified = true')
    opened(database, shop, 3)
    slack = {"slack": "https://hooks.slack.com/services/T/B/x"}
    made = alerts.make(receiver.url)
    alerts.change(made, to=[slack, {"webhook": receiver.url}])
    alerts.make_due()
    alerts_function.handler({}, None)
    database.execute(
        "UPDATE spoor.alert_messages"
        " SET state = 'sending', taken_by = gen_random_uuid(), tries = 1, next_try_at = now()"
    )
    assert send() == {"sent": 1, "delayed": 0, "failed": 0, "unknown": 1}
    by_way = {each["way"]: each for each in alerts.history(made)}
    assert (by_way["slack"]["state"], by_way["webhook"]["state"]) == ("unknown", "sent")
    assert receiver.received[0].headers["webhook-id"] == by_way["webhook"]["id"]
    assert "Nobody knows" in by_way["slack"]["problem"]
    [letter] = database.execute("SELECT recipient, text FROM spoor.outgoing_mail").fetchall()
    assert letter["recipient"] == "ann@example.com"
    assert "to Slack did not arrive" in letter["text"]


def test_a_webhook_that_fails_is_tried_again_ever_more_seldom_then_given_up_and_its_owner_hears_of_it_once_a_day(
    alerts: Alerts, send: Send, receiver: Receiver, database: Direct, shop: str
) -> None:
    database.execute('UPDATE public."user" SET email_verified = true')
    opened(database, shop, 3)
    made, other = alerts.make(receiver.url), alerts.make(receiver.url.replace("/hook", "/other"))
    database.execute("DELETE FROM spoor.alerts WHERE id = %s", [other["id"]])
    receiver.status = 500
    alerts.make_due()
    alerts_function.handler({}, None)
    for tries in range(1, 6):
        assert send() == {"sent": 0, "delayed": tries < 5, "failed": tries == 5, "unknown": 0}
        assert send()["delayed"] == 0, "it is not due yet"
        database.execute("UPDATE spoor.alert_messages SET next_try_at = now()")
    assert len({each.headers["webhook-id"] for each in receiver.received}) == 1
    assert alerts.seen(made)["failing"] == "It answered 500."
    alerts.put(made, state="waiting")
    receiver.status = 302
    alerts.make_due()
    alerts_function.handler({}, None)
    assert send()["failed"] == 1, "to be sent elsewhere is no answer that another try would change"
    assert len(database.execute("SELECT FROM spoor.outgoing_mail").fetchall()) == 1
    receiver.status = 204
    alerts.put(made, state="waiting")
    alerts.make_due()
    alerts_function.handler({}, None)
    send()
    assert alerts.seen(made)["failing"] is None
