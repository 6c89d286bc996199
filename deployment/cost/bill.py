"""Bills: an idle month, months with events, and the worst day of a flood."""

from collections.abc import Mapping
from dataclasses import dataclass

from deployment.cost import prices
from deployment.cost.stack import Stack

Bill = Mapping[str, float]
"""Dollars by what they are for."""


@dataclass(frozen=True)
class Traffic:
    """A month: its events, how many come in one request, looks at the dashboard, and what the database is awake for."""

    events: float
    a_request: float
    views: int
    awake_h: float
    compute_units: float


MONTHS = (
    Traffic(0, 1, 0, prices.AWAKE_H_IDLE, 0.25),
    Traffic(1e4, 1, 200, 365, 0.25),
    Traffic(1e6, 1, 200, 730, 0.25),
    Traffic(1e7, 1, 1000, 730, 0.375),
    Traffic(1e8, 1, 2000, 730, 1.5),
)


def idle(stack: Stack) -> dict[str, float]:
    """A month in which nothing happens."""
    ticks = sum(each.calls_a_month for each in stack.ticking)
    polls = stack.polled_queues * prices.POLLERS * prices.MONTH_S / prices.POLL_S
    looks = max((each.calls_a_month for each in stack.ticking), default=0)  # rollup's, into the queue of nudges
    return {
        "alarms": stack.alarms * prices.ALARM,
        "dashboards": stack.dashboards * prices.DASHBOARD,
        "queues": (polls + looks) * prices.SQS_REQUEST,
        "functions": ticks * prices.LAMBDA_REQUEST
        + sum(each.calls_a_month * each.gb for each in stack.ticking) * prices.TICK_S * prices.LAMBDA_GB_S,
    }


def month(stack: Stack, traffic: Traffic) -> dict[str, float]:
    """A month with traffic: the AWS part."""
    bill = idle(stack)
    if not traffic.events:
        return bill
    requests = traffic.events / traffic.a_request
    cold = 0.02 * requests if traffic.events < prices.MILLION else 0.0
    calls = traffic.views * prices.VIEW_CALLS
    seconds = requests * prices.INGEST_S + cold * prices.COLD_S
    bill["functions"] += requests * prices.LAMBDA_REQUEST + seconds * stack.ingest_gb * prices.LAMBDA_GB_S
    bill["functions"] += calls * (2 * prices.LAMBDA_REQUEST + prices.VIEW_CALL_S * prices.LAMBDA_GB_S)
    bill["gateway"] = calls * prices.HTTP_API_REQUEST
    bill["logs"] = (requests * prices.LOG_OF_REQUEST + calls * prices.LOG_OF_CALL) / prices.GB * prices.LOGS_GB
    bill["metrics"] = prices.METRICS_IN_USE * prices.METRIC
    bill["egress"] = traffic.views * 10 * prices.PAGE_BYTES / prices.GB * prices.EGRESS_GB
    return bill


def database(traffic: Traffic) -> float:
    """A month of a serverless database, without what older months left in it."""
    stored_gb = traffic.events * prices.BYTES_OF_EVENT / prices.GB
    return traffic.awake_h * traffic.compute_units * prices.DATABASE_CU_H + stored_gb * prices.DATABASE_GB


def flood_day(stack: Stack) -> dict[str, float]:
    """A day on which every cap is full; what is stored costs as much again in each month that it stays."""
    posts = stack.ingest_most * prices.CONCURRENT_RPS * prices.DAY_S
    calls = stack.api_rps * prices.DAY_S
    events = stack.ingest_most * stack.events_a_minute * 1440
    return {
        "ingest": stack.ingest_most * prices.DAY_S * stack.ingest_gb * prices.LAMBDA_GB_S
        + posts * prices.LAMBDA_REQUEST,
        "gateway": calls * prices.HTTP_API_REQUEST,
        "pages": calls * (prices.LAMBDA_REQUEST + 0.05 * stack.web_gb * prices.LAMBDA_GB_S),
        "logs": (posts * prices.LOG_OF_REQUEST + calls * prices.LOG_OF_CALL) / prices.GB * prices.LOGS_GB,
        "egress": calls * prices.PAGE_BYTES / prices.GB * prices.EGRESS_GB,
        "storage, each month": events * prices.BYTES_OF_EVENT / prices.GB * prices.DATABASE_GB,
    }
