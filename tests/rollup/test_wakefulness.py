"""Rollup wakes no database that nobody uses, and is awake in time for whatever is to be done."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from psycopg.types.json import Jsonb

from dev.database import pooler
from query.alerts import app as alerts_function
from rollup import app, seal, wakefulness
from rollup.wakefulness import is_time
from spoor import database as layer
from spoor import nudges
from spoor.accounts import mail
from tests.conftest import forget_settings
from tests.doubles.inbox import SENDER, mail_to
from tests.doubles.ses import Ses
from tests.doubles.sqs import Sqs, serve
from tests.people import Direct, happen

MIDNIGHT = datetime(2026, 3, 1, tzinfo=UTC)
DAY = timedelta(days=1)
QUEUE = "Nudges"


@pytest.fixture(scope="module")
def moto() -> Iterator[str]:
    """Where moto's server is."""
    with serve() as endpoint:
        yield endpoint


@pytest.fixture
def sqs(database: Direct, moto: str, monkeypatch: pytest.MonkeyPatch) -> Iterator[Sqs]:
    """The queue of nudges, empty, and a function that has credentials."""
    running = Sqs(moto)
    for name, value in {
        "AWS_ENDPOINT_URL": moto,
        "AWS_ACCESS_KEY_ID": "local",
        "AWS_SECRET_ACCESS_KEY": "local",
        "AWS_REGION": "us-east-1",
        "NUDGES_URL": running.urls[QUEUE],
    }.items():
        monkeypatch.setenv(name, value)
    monkeypatch.setattr(nudges, "_nudged_at", None)
    forget_settings()
    yield running
    forget_settings()


@pytest.fixture
def connections(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """An entry for each connection that is opened from now on."""
    opened: list[str] = []
    real = layer.connect

    def connect(params: Any, deadline: float, name: str) -> Any:
        opened.append(name)
        return real(params, deadline, name)

    monkeypatch.setattr(layer, "connect", connect)
    return opened


def tick(at: datetime) -> dict[str, dict[str, int]]:
    """A call of the schedule, after which the instance's connection is gone, as five minutes later it is."""
    done = app.handler({"time": at.strftime("%Y-%m-%dT%H:%M:%SZ")}, None)
    layer.close()
    return done


def ticks(begin: datetime, length: timedelta) -> list[datetime]:
    return [begin + wakefulness.TICK * each for each in range(length // wakefulness.TICK)]


QUIET = MIDNIGHT + timedelta(hours=3)


@pytest.mark.parametrize("phase_s", [0, 61, 299])
def test_an_idle_day_connects_four_times(sqs: Sqs, connections: list[str], phase_s: int) -> None:
    for at in ticks(MIDNIGHT + timedelta(seconds=phase_s), DAY):
        tick(at)
    assert len(connections) == 4


def test_the_first_run_of_a_day_comes_at_its_beginning() -> None:
    """The salts of the day before yesterday must not outlive it."""
    due = [at for at in ticks(MIDNIGHT, DAY) if is_time({"time": at.isoformat()})]
    assert due[0] == MIDNIGHT
    assert due == [MIDNIGHT + timedelta(hours=6) * each for each in range(4)]


def test_a_nudge_wakes_it_at_the_next_tick_and_is_gone_afterwards(sqs: Sqs, connections: list[str]) -> None:
    nudges.nudge()
    assert tick(QUIET) != {}
    assert sqs.count(QUEUE) == 0
    assert tick(QUIET + wakefulness.TICK) == {}
    assert len(connections) == 1


def test_a_nudge_that_counts_later_wakes_nobody_until_then(sqs: Sqs, connections: list[str]) -> None:
    now = datetime.now(UTC)
    for hours in (5, 2, 9):
        nudges._send(f"from {(now + timedelta(hours=hours)).isoformat()}", 0, "NUDGES_URL")
    assert tick(QUIET) == {}
    assert connections == []
    assert delays(sqs) == [nudges.LONGEST_S], "the first of them goes back, and hides for as long as a queue lets it"
    nudges._send(f"from {(now - timedelta(hours=1)).isoformat()}", 0, "NUDGES_URL")
    assert tick(QUIET) != {}


def test_alerts_ask_the_database_where_they_are_nudged_and_no_more(
    sqs: Sqs,
    connections: list[str],
    database: Direct,
    shop: str,
    bouncer: pooler.Pooler,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("DATABASE_URL", bouncer.url("all"))
    for at in ticks(MIDNIGHT, DAY):
        assert alerts_function.handler({"time": at.isoformat()}, None) == {}
    assert connections == []
    monkeypatch.setenv("ALERT_NUDGES_URL", sqs.urls[QUEUE])
    forget_settings()
    make_alert(database, shop, DAY, wakes=False)
    tick(MIDNIGHT)
    assert sqs.count(QUEUE) == 0, "nothing is due"
    make_alert(database, shop, DAY, wakes=True)
    make_alert(database, shop, timedelta(), wakes=False)
    tick(MIDNIGHT)
    assert sqs.count(QUEUE) == 1, "rollup was awake in any case, and one is due"
    assert alerts_function.handler({}, None)["checked"] == 1
    assert delays(sqs) == [nudges.LONGEST_S], "the one that may wake it has a nudge that counts then"


def make_alert(database: Direct, app_id: str, due: timedelta, *, wakes: bool) -> None:
    """An alert of the app's owner, straight into the table."""
    database.execute(
        "INSERT INTO spoor.alerts (app_id, user_id, name, report, question, number, rule, timezone, destinations,"
        " origin, signing_secret, wakes, next_check_at) SELECT %s, 'ann', 'A', 'trends', %s, 'A', %s, 'UTC', '[]',"
        " 'https://spoor.example.com', 'whsec_', %s, now() + %s",
        [app_id, Jsonb({"interval": "day", "series": [{"event": "a"}]}), Jsonb({"when": {"above": 1}}), wakes, due],
    )


def test_many_nudges_are_one_run(sqs: Sqs) -> None:
    for _ in range(25):
        nudges.nudge()
    assert tick(QUIET) != {}
    assert sqs.count(QUEUE) == 0


def test_the_nudges_of_a_run_that_failed_come_again(sqs: Sqs, monkeypatch: pytest.MonkeyPatch) -> None:
    nudges.nudge()
    monkeypatch.setattr(app, "sweep", lambda: 1 / 0)
    with pytest.raises(ZeroDivisionError):
        tick(QUIET)
    assert sqs.count(QUEUE) == 1


def test_a_run_that_found_events_looks_once_more_when_they_have_ended(sqs: Sqs, database: Direct, shop: str) -> None:
    now = datetime.now(UTC)
    happen(database, shop, [("page", "device", now)])
    nudges.nudge()
    assert tick(QUIET)["sessions"]["events"] == 1
    assert delays(sqs) == [nudges.LONGEST_S]
    sqs.client.purge_queue(QueueUrl=sqs.urls[QUEUE])
    nudges.nudge()
    tick(QUIET)
    assert delays(sqs) == [], "nothing was found: nobody asks again"


def test_mail_that_waits_is_tried_when_it_is_due(
    sqs: Sqs, database: Direct, moto: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    Ses(moto)  # where no sender is verified, so that nothing is taken; it empties the queues, too
    running = Sqs(moto)
    mail_to(moto, monkeypatch)
    monkeypatch.setenv("NUDGES_URL", running.urls[QUEUE])
    forget_settings()
    database.execute(
        "INSERT INTO spoor.outgoing_mail (recipient, subject, text, html, expires_at)"
        " VALUES ('ann@example.com', 's', 't', 'h', now() + interval '1 hour')"
    )
    nudges.nudge()
    assert tick(QUIET)["mail"]["delayed"] == 1
    [delay_s] = delays(running)
    assert 230 <= delay_s <= 240
    assert mail.is_configured()
    assert SENDER


def delays(sqs: Sqs) -> list[int]:
    """Seconds for which each nudge that cannot be seen yet has to wait, by moto's own books."""
    from moto.sqs.models import sqs_backends

    from host.template.cloudformation import PSEUDO_PARAMETERS

    queue = sqs_backends[PSEUDO_PARAMETERS["AWS::AccountId"]]["us-east-1"].queues[QUEUE]
    return [round((message.delayed_until - message.sent_timestamp) / 1000) for message in queue._messages]


@pytest.mark.parametrize("url", ["http://127.0.0.1:1/queue", "{moto}/123456789012/gone"])
def test_where_nobody_can_tell_whether_there_is_work_it_looks(
    sqs: Sqs, moto: str, monkeypatch: pytest.MonkeyPatch, url: str
) -> None:
    monkeypatch.setenv("NUDGES_URL", url.format(moto=moto))
    forget_settings()
    nudges.nudge()  # costs its caller nothing
    assert tick(QUIET) != {}


def test_without_a_queue_it_works_at_every_tick(database: Direct, connections: list[str]) -> None:
    for at in ticks(QUIET, timedelta(minutes=15)):
        assert tick(at) != {}
    assert len(connections) == 3


def test_who_calls_it_by_hand_is_served(sqs: Sqs) -> None:
    assert app.handler({}, None) != {}
    assert app.handler({"time": "never"}, None) != {}


def test_an_instance_nudges_about_events_once_in_a_while(sqs: Sqs, monkeypatch: pytest.MonkeyPatch) -> None:
    for _ in range(3):
        nudges.nudge_about_events()
    assert delays(sqs) == [nudges.AFTER_EVENTS_S]
    monkeypatch.setattr(nudges, "EVERY_S", 0.0)
    nudges.nudge_about_events()
    assert len(delays(sqs)) == 2


@pytest.fixture
def looks(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """One for each time that seal looks for days; what it finds is up to whoever sets `left`."""
    found: list[int] = []
    left = iter([2, 1])

    def work(_: object) -> dict[str, int]:
        found.append(1)
        return {"sealed": next(left, 0), "broken": 1, "months broken": 1}  # what is broken stays so

    monkeypatch.setattr(seal.place, "is_configured", lambda: True)
    monkeypatch.setattr(seal.place, "configured", lambda: None)
    monkeypatch.setattr(seal, "_goes_on", False)
    monkeypatch.setattr("rollup.lake.work.work", work)
    return found


def test_closed_days_are_sealed_four_times_a_day_and_on_while_there_are_more(sqs: Sqs, looks: list[int]) -> None:
    for at in [MIDNIGHT + seal.TICK * each for each in range(DAY // seal.TICK)]:
        seal.handler({"time": at.isoformat()}, None)
    assert len(looks) == 6


def test_a_nudge_has_what_was_erased_sealed_at_the_next_tick(
    sqs: Sqs, looks: list[int], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv(nudges.SEAL, sqs.urls[QUEUE])
    forget_settings()
    seal.handler({"time": QUIET.isoformat()}, None)
    assert looks == []
    nudges.nudge(queue=nudges.SEAL)
    seal.handler({"time": (QUIET + seal.TICK).isoformat()}, None)
    assert looks == [1]
    assert sqs.count(QUEUE) == 0


def test_where_no_database_has_to_sleep_days_are_looked_for_at_every_tick(looks: list[int]) -> None:
    for at in [QUIET + seal.TICK * each for each in range(4)]:
        seal.handler({"time": at.isoformat()}, None)
    assert len(looks) == 4
