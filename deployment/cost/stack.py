"""What of a template costs money while nobody does anything, and where floods end."""

import re
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from deployment.cost import prices
from host.template import cloudformation

TEMPLATE = Path(__file__).parents[2] / "template.yaml"
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}


@dataclass(frozen=True)
class Ticking:
    """A function that a schedule calls."""

    gb: float
    calls_a_month: float


@dataclass(frozen=True)
class Stack:
    """A stack with the defaults of its parameters."""

    alarms: int
    dashboards: int
    ticking: tuple[Ticking, ...]
    polled_queues: int
    ingest_gb: float
    ingest_most: int
    web_gb: float
    api_rps: float
    events_a_minute: int


def read(path: Path = TEMPLATE) -> Stack:
    """The stack that a template makes."""
    template: dict[str, Any] = cloudformation.load(path.read_text())
    resolver = cloudformation.Resolver(template)
    made = {name: it for name, it in template["Resources"].items() if resolver.makes(it)}
    functions = {name: it["Properties"] for name, it in made.items() if it["Type"] == "AWS::Serverless::Function"}
    events = [(it, event) for it in functions.values() for event in (it.get("Events") or {}).values()]
    defaults = {name: it.get("Default") for name, it in template["Parameters"].items()}
    return Stack(
        alarms=sum(_metrics(it["Properties"]) for it in made.values() if it["Type"] == "AWS::CloudWatch::Alarm"),
        dashboards=sum(it["Type"] == "AWS::CloudWatch::Dashboard" for it in made.values()),
        ticking=tuple(
            Ticking(it["MemorySize"] / 1024, prices.MONTH_S / _every_s(event["Properties"]["Schedule"]))
            for it, event in events
            if event["Type"] == "Schedule"
        ),
        polled_queues=sum(event["Type"] == "SQS" for _, event in events),
        ingest_gb=functions["IngestFunction"]["MemorySize"] / 1024,
        ingest_most=int(defaults["IngestConcurrency"]),
        web_gb=functions["WebFunction"]["MemorySize"] / 1024,
        api_rps=float(made["Api"]["Properties"]["DefaultRouteSettings"]["ThrottlingRateLimit"]),
        events_a_minute=int(defaults["RateLimitPerMinute"]),
    )


def _metrics(alarm: dict[str, Any]) -> int:
    """How many metrics an alarm looks at, each of which is charged."""
    return sum("MetricStat" in each for each in alarm["Metrics"]) if "Metrics" in alarm else 1


def _every_s(schedule: str) -> float:
    found = re.fullmatch(r"rate\((\d+) (minute|hour|day)s?\)", schedule)
    if found is None:
        raise ValueError(f"the price of {schedule} is not known here")
    return int(found[1]) * _SECONDS[found[2]]
