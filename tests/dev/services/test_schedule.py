"""When schedules call, and with what."""

import json
import threading
from datetime import UTC, datetime

import pytest

from dev.stack import Stack
from host.services import schedule
from host.services.schedule import Clock, UnknownExpression, event_of, next_time
from host.template.bundle import Schedule

NOW = datetime(2026, 2, 27, 22, 30, 15, tzinfo=UTC)  # a Friday


@pytest.mark.parametrize(
    ("expression", "expected"),
    [
        ("rate(1 minute)", datetime(2026, 2, 27, 22, 31, 15, tzinfo=UTC)),
        ("rate(5 minutes)", datetime(2026, 2, 27, 22, 35, 15, tzinfo=UTC)),
        ("rate(2 hours)", datetime(2026, 2, 28, 0, 30, 15, tzinfo=UTC)),
        ("rate(1 day)", datetime(2026, 2, 28, 22, 30, 15, tzinfo=UTC)),
        ("cron(0/15 * * * ? *)", datetime(2026, 2, 27, 22, 45, tzinfo=UTC)),
        ("cron(30 22 * * ? *)", datetime(2026, 2, 28, 22, 30, tzinfo=UTC)),
        ("cron(0 3 ? * SUN *)", datetime(2026, 3, 1, 3, 0, tzinfo=UTC)),
        ("cron(0 3 ? * 2-6 *)", datetime(2026, 3, 2, 3, 0, tzinfo=UTC)),
        ("cron(5,10 8 1 JAN,jul ? *)", datetime(2026, 7, 1, 8, 5, tzinfo=UTC)),
        ("cron(0 0 29 2 ? *)", datetime(2028, 2, 29, 0, 0, tzinfo=UTC)),
    ],
)
def test_rates_and_crons_come_round_as_eventbridge_says(expression: str, expected: datetime) -> None:
    assert next_time(expression, NOW) == expected


@pytest.mark.parametrize(
    "expression",
    [
        "every day",
        "rate(5)",
        "cron(0 3 * *)",
        "cron(0 3 L * ? *)",
        "cron(61 3 * * ? *)",
        "cron(0/0 3 * * ? *)",
        "cron(0/x 3 * * ? *)",
        "cron(0 0 30 2 ? *)",
        "cron(0 0 1 1 ? 2001)",
    ],
)
def test_an_expression_that_is_not_understood_is_said_to_be(expression: str) -> None:
    with pytest.raises(UnknownExpression):
        next_time(expression, NOW)


def test_a_rule_sends_eventbridges_event() -> None:
    event = json.loads(event_of(Schedule("RollupEvery", "rate(1 hour)"), NOW))
    assert len(event.pop("id")) == 36
    assert event == {
        "version": "0",
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": "123456789012",
        "time": "2026-02-27T22:30:15Z",
        "region": "us-east-1",
        "resources": ["arn:aws:events:us-east-1:123456789012:rule/RollupEvery"],
        "detail": {},
    }


def test_a_rule_with_an_input_sends_that() -> None:
    assert event_of(Schedule("R", "rate(1 hour)", '{"a":1}'), NOW) == b'{"a":1}'


def test_a_clock_calls_when_its_time_has_come_and_stops_when_told(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(schedule._UNITS, "minute", 0.02)
    called = threading.Semaphore(0)
    clock = Clock(Schedule("R", "rate(1 minute)"), lambda event: called.release())
    clock.start()
    assert called.acquire(timeout=10)
    assert called.acquire(timeout=10)
    clock.stop()


def test_a_scheduled_event_reaches_the_function(stack: Stack) -> None:
    event = event_of(Schedule("NapFunctionHourly", "rate(1 hour)"), NOW)
    answer = json.loads(stack.pools["NapFunction"].invoke(event))
    assert answer["event"]["detail-type"] == "Scheduled Event"
