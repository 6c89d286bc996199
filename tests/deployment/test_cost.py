"""What a stack costs is computed from the template, and the page that says so is held to it."""

from dataclasses import replace

import pytest

from deployment.cost import bill, stack
from deployment.cost.__main__ import PAGE, tables
from deployment.cost.bill import MONTHS, Traffic


@pytest.fixture(scope="module")
def read() -> stack.Stack:
    return stack.read()


def test_an_idle_month_costs_a_dollar_at_the_most(read: stack.Stack) -> None:
    assert 0 < sum(bill.idle(read).values()) <= 1.0


def test_the_page_says_what_the_template_costs(read: stack.Stack) -> None:
    assert tables(read) in PAGE.read_text(), "run `make cost ARGS=--write`"


def test_what_is_added_to_a_template_costs(read: stack.Stack) -> None:
    before = sum(bill.idle(read).values())
    assert sum(bill.idle(replace(read, alarms=read.alarms + 1)).values()) == pytest.approx(before + 0.10)
    assert sum(bill.idle(replace(read, dashboards=1)).values()) == pytest.approx(before + 3)
    assert sum(bill.idle(replace(read, polled_queues=read.polled_queues + 1)).values()) > before + 0.2


@pytest.mark.parametrize("traffic", MONTHS[1:])
def test_more_events_cost_more_and_fewer_requests_less(read: stack.Stack, traffic: Traffic) -> None:
    cost = sum(bill.month(read, traffic).values())
    assert sum(bill.month(read, replace(traffic, events=2 * traffic.events)).values()) > cost
    assert sum(bill.month(read, replace(traffic, a_request=5)).values()) < cost


def test_a_floods_worst_day_grows_with_every_cap(read: stack.Stack) -> None:
    before = sum(bill.flood_day(read).values())
    for more in (
        replace(read, ingest_most=read.ingest_most + 1),
        replace(read, api_rps=read.api_rps + 1),
        replace(read, events_a_minute=read.events_a_minute + 1),
    ):
        assert sum(bill.flood_day(more).values()) > before
    assert {"storage, each month", "logs", "egress", "gateway"} <= set(bill.flood_day(read))
