"""Fifty questions as an assistant asks them, and a fortnight of a shop to ask them of."""

from datetime import UTC, datetime, timedelta
from random import Random
from typing import Any

from tests.query.mcp.figures import Event

BEGIN = datetime(2026, 10, 5, tzinfo=UTC)
DAYS = 28
_NAMES = ["$pageview", "$pageview", "$pageview", "sign up", "cart viewed", "order completed"]
_PAGES = ["/", "/pricing", "/docs", "/cart"]
_SEED = 17


def shop() -> list[Event]:
    """The events, the same each time."""
    random = Random(_SEED)
    events: list[Event] = []
    for visitor in range(14):
        plan = random.choice(["free", "pro", None])
        for _ in range(random.randint(2, 6)):
            at = BEGIN + timedelta(minutes=random.randrange(DAYS * 24 * 60))
            for _ in range(random.randint(1, 4)):
                name = random.choice(_NAMES)
                said: dict[str, Any] = {"$pathname": random.choice(_PAGES)} if name == "$pageview" else {}
                if plan:
                    said["plan"] = plan
                if name == "order completed":
                    said["amount"] = random.choice([5, 10, 20.5, 40])
                events.append((name, f"v{visitor}", at, said))
                at += timedelta(minutes=random.choice([1, 2, 5, 12, 29, 31, 50]), seconds=visitor)
    return events


_FORTNIGHT = {"from": "2026-10-12", "to": "2026-10-26"}
_BERLIN = {**_FORTNIGHT, "timezone": "Europe/Berlin"}
_MONTH = {"from": "2026-10-05", "to": "2026-11-02", "timezone": "America/New_York"}
_WEEK = {"from": "2026-10-12", "to": "2026-10-19", "timezone": "Asia/Tehran"}
_PRO = [{"property": "plan", "operator": "is", "value": "pro"}]
_ANY = [
    {
        "any": [
            {"property": "plan", "operator": "is", "value": ["free", "pro"]},
            {"property": "$pathname", "operator": "contains", "value": "PRIC", "ignoreCase": True},
        ]
    }
]
_UNSAID = [{"property": "plan", "operator": "isNotSet"}]
_ORDERS = {"event": "order completed"}
_STEPS = [{"event": "$pageview"}, {"event": "cart viewed"}, {"event": "order completed"}]


def _line(event: str | None, measure: str = "total", **more: Any) -> dict[str, Any]:
    return {"event": event, "measure": measure, **more}


def _trend(
    of: dict[str, Any], *series: dict[str, Any], interval: str = "day", **more: Any
) -> tuple[str, dict[str, Any]]:
    return "trends", {**of, "interval": interval, "series": [*series], **more}


def _by(name: str, limit: int = 9, of: str = "event") -> dict[str, Any]:
    return {"property": name, "limit": limit, "of": of}


FIFTY: list[tuple[str, dict[str, Any]]] = [
    _trend(_FORTNIGHT, _line(None)),
    _trend(_FORTNIGHT, _line("$pageview", "visitors")),
    _trend(_BERLIN, _line("order completed"), _line("sign up")),
    _trend(_BERLIN, _line("order completed", "sum", property="amount")),
    _trend(_BERLIN, _line("order completed", "avg", property="amount"), interval="week"),
    _trend(_MONTH, _line("order completed", "median", property="amount"), interval="week"),
    _trend(_MONTH, _line("order completed", "max", property="amount"), interval="month"),
    _trend(_WEEK, _line("$pageview"), interval="hour"),
    _trend(_MONTH, _line(None, "visitors"), interval="month"),
    _trend(_MONTH, _line(None, "sessions"), interval="week"),
    _trend(_FORTNIGHT, _line(None, "perVisitor"), interval="week"),
    _trend(_BERLIN, _line("$pageview"), breakdown=_by("$pathname")),
    _trend(_BERLIN, _line("$pageview", "visitors"), breakdown=_by("plan")),
    _trend(_BERLIN, _line(None, "visitors"), filters=_PRO),
    _trend(_MONTH, _line(None), filters=_ANY, interval="week"),
    _trend(_FORTNIGHT, _line("order completed"), _line("$pageview"), formulas=[{"expression": "A / B"}]),
    _trend(_FORTNIGHT, _line(None), filters=_UNSAID),
    ("funnel", {**_FORTNIGHT, "steps": _STEPS}),
    ("funnel", {**_BERLIN, "steps": _STEPS, "order": "strict"}),
    ("funnel", {**_BERLIN, "steps": _STEPS, "order": "unordered"}),
    ("funnel", {**_MONTH, "steps": _STEPS, "order": "firstEntry"}),
    ("funnel", {**_MONTH, "steps": _STEPS[:2], "conversionWindowSeconds": 3600}),
    ("funnel", {**_MONTH, "steps": [{"event": None}, _ORDERS]}),
    ("funnel", {**_WEEK, "steps": [{"event": "$pageview", "filters": _PRO}, _ORDERS]}),
    ("funnel", {**_MONTH, "steps": _STEPS, "filters": _PRO}),
    (
        "funnel",
        {**_MONTH, "steps": [_STEPS[0], _ORDERS], "exclusions": [{"event": "sign up", "fromStep": 1, "toStep": 2}]},
    ),
    ("retention", {**_FORTNIGHT, "interval": "day", "periods": 5}),
    ("retention", {**_MONTH, "interval": "week", "periods": 3}),
    ("retention", {**_MONTH, "interval": "week", "periods": 3, "cohort": "every"}),
    ("retention", {**_MONTH, "interval": "week", "periods": 2, "counting": "onOrAfter"}),
    ("retention", {**_MONTH, "interval": "week", "periods": 2, "startEvent": "$pageview", "returnEvent": "sign up"}),
    ("retention", {**_BERLIN, "interval": "week", "periods": 1, "filters": _PRO}),
    ("sessions", {**_FORTNIGHT, "interval": "day"}),
    ("sessions", {**_BERLIN, "interval": "week"}),
    ("sessions", {**_MONTH, "interval": "month", "filters": _PRO}),
    ("sessions", {**_MONTH, "interval": "month", "breakdown": _by("$pathname", 15, "session")}),
    ("sessions", {**_BERLIN, "interval": "month", "breakdown": _by("$pathname", 15, "sessionEnd")}),
    ("paths", {**_FORTNIGHT}),
    ("paths", {**_MONTH, "startEvent": "$pageview", "depth": 3}),
    ("paths", {**_MONTH, "endEvent": "order completed", "depth": 4}),
    ("paths", {**_BERLIN, "property": "$pathname", "limit": 2}),
    ("lifecycle", {**_MONTH, "interval": "week"}),
    ("lifecycle", {**_BERLIN, "interval": "day", "event": "$pageview"}),
    ("lifecycle", {**_MONTH, "interval": "week", "filters": _PRO}),
    ("stickiness", {**_BERLIN, "interval": "day"}),
    ("stickiness", {**_WEEK, "interval": "day", "event": "$pageview"}),
    ("overview", {**_FORTNIGHT, "interval": "day"}),
    ("overview", {**_BERLIN, "interval": "day", "lists": [{**_by("$pathname", 8), "measure": "visitors"}]}),
    (
        "overview",
        {
            **_MONTH,
            "interval": "week",
            "lists": [
                {**_by("$pathname", 8, "session"), "measure": "visitors"},
                {**_by("$name", 8), "measure": "events"},
            ],
        },
    ),
    (
        "changes",
        {
            "report": "trends",
            "question": {**_BERLIN, "interval": "day", "series": [_line("$pageview")]},
            "compare": "previous",
        },
    ),
]
"""Report and question."""
