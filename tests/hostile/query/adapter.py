"""Turns the catalogue's logical requests into what a browser sends to the API.

Its `tz` is our timezone, its `bucket` our interval (a minute is finer than any of ours: an hour), its `limit` that of a
breakdown; a word for which we have none, such as `range`, is sent as it is. Where it expects 400 for a question that
can be read and says something unknown, the product says 422: docs/openapi.json.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import quote

from tests.hostile.adapter import Values

REFUSED = frozenset({400, 422})
DAYS = {"from": "2026-01-01", "to": "2026-01-03"}
ANY = {"event": None}


@dataclass(frozen=True)
class Sent:
    """A request; `path` is encoded, `body` is None, text, or JSON's values."""

    method: str
    path: str
    body: Any = None
    query: str = ""
    headers: Mapping[str, str] | None = None


def sent(request: Mapping[str, Any], values: Values) -> Sent:
    """What a browser sends for a request of the catalogue.

    Raises KeyError for an operation, or a word of it, that is not mapped.
    """
    told = {name: value for name, value in request.items() if name not in _OF_PLAYS}
    op, headers = told.pop("op"), told.pop("headers", {})
    app = quote(values.fill(told.pop("app", "")), safe="")
    funnel = quote(values.fill(told.pop("funnel", "")), safe="")
    query = values.fill(told.pop("query_twice", ""))
    method, path = _ADDRESSES[op]
    body = _BODIES[op](values.fill(told)) if op in _BODIES else None
    if op == "export.csv":
        query = "day=2026-01-01&format=csv"
    return Sent(method, path.format(app=app, funnel=funnel), body, query, values.fill(headers))


_OF_PLAYS = frozenset({"data", "rows", "parallel", "parallel_with"})

_ADDRESSES = {
    "apps.list": ("GET", "/api/apps"),
    "apps.create": ("POST", "/api/apps"),
    "apps.get": ("GET", "/api/apps/{app}"),
    "apps.update": ("PATCH", "/api/apps/{app}"),
    "apps.delete": ("DELETE", "/api/apps/{app}"),
    "apps.rotate_key": ("POST", "/api/apps/{app}/rotate-key"),
    "events.names": ("GET", "/api/apps/{app}/catalog"),
    "export.csv": ("GET", "/api/apps/{app}/export"),
    "funnels.list": ("GET", "/api/apps/{app}/funnels"),
    "funnels.create": ("POST", "/api/apps/{app}/funnels"),
    "funnels.get": ("GET", "/api/apps/{app}/funnels/{funnel}"),
    "funnels.update": ("PATCH", "/api/apps/{app}/funnels/{funnel}"),
    "funnels.delete": ("DELETE", "/api/apps/{app}/funnels/{funnel}"),
    "report.trends": ("POST", "/api/apps/{app}/reports/trends"),
    "report.funnel": ("POST", "/api/apps/{app}/reports/funnel"),
    "report.sessions": ("POST", "/api/apps/{app}/reports/sessions"),
}


def _trends(told: dict[str, Any]) -> dict[str, Any]:
    series = {
        **ANY,
        **({"measure": told.pop("aggregate"), "property": told.pop("property")} if "aggregate" in told else {}),
    }
    question = {**DAYS, "interval": "day", "series": [series]}
    if "breakdown" in told:
        question["breakdown"] = {"property": told.pop("breakdown")}
    if "limit" in told:
        question["breakdown"] = {"property": "plan", "limit": told.pop("limit")}
    if "tz" in told:
        question["timezone"] = told.pop("tz")
    if "bucket" in told:
        bucket = told.pop("bucket")
        question["interval"] = "hour" if bucket == "minute" else bucket
    return {**question, **told}


def _funnel(told: dict[str, Any]) -> dict[str, Any]:
    return {**DAYS, "steps": _steps(told.get("steps", ["a", "b"]))}


def _kept_funnel(told: dict[str, Any]) -> dict[str, Any]:
    words = dict(told.get("json", {"name": "f", "steps": ["a"]}))
    return {**words, "steps": _steps(words["steps"])} if "steps" in words else words


def _steps(told: list[Any]) -> list[Any]:
    return [{"event": each} if isinstance(each, str) else each for each in told]


def _app(told: dict[str, Any]) -> dict[str, Any]:
    return dict(told.get("json", {"name": "taken over"}))


_BODIES = {
    "apps.create": _app,
    "apps.update": _app,
    "apps.delete": lambda told: told.get("json"),
    "apps.rotate_key": lambda told: told.get("json"),
    "funnels.create": _kept_funnel,
    "funnels.update": _kept_funnel,
    "report.trends": _trends,
    "report.funnel": _funnel,
    "report.sessions": lambda _: {**DAYS, "interval": "day"},
}
