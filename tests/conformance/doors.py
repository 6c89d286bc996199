"""How each tracker says what the identity corpus says in words of its own.

A statement of the corpus is `{event, at, anonymous?, user?, plain?, alias?}`. A door is what a vendor's SDK puts on the
wire for it; the property `said` tells the events of one name apart.
"""

import json
from base64 import b64encode
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

Statement = Mapping[str, Any]


@dataclass(frozen=True)
class Sending:
    """A request that brings events."""

    path: str
    body: Any
    headers: Mapping[str, str] = field(default_factory=dict)
    query: str = ""


@dataclass(frozen=True)
class Door:
    """A vendor's format: which sets of ids it can say, one statement in it, and how many go in a request.

    `daily` tells that who has no id in it gets one for the day.
    """

    says: frozenset[str]
    event: Callable[[Statement, str], Any]
    send: Callable[[Sequence[Any], str], Sending]
    most: int = 100
    daily: bool = False

    def can(self, statement: Statement) -> bool:
        """Whether there is a way to say it."""
        return kind_of(statement) in self.says

    def sendings(self, statements: Sequence[Statement], key: str) -> list[Sending]:
        """The statements in their order, as requests."""
        events = [self.event(one, key) for one in statements]
        return [self.send(events[at : at + self.most], key) for at in range(0, len(events), self.most)]


def kind_of(statement: Statement) -> str:
    """Which ids a statement names, such as `anonymous user` or `user alias`."""
    return " ".join(word for word in ("anonymous", "user", "plain", "alias") if word in statement)


def other_of(statement: Statement) -> tuple[Any, Any]:
    """The two of an alias, whoever says it first."""
    left, right = statement["alias"]
    by = (statement.get("user"), statement.get("anonymous"), statement.get("plain"))
    return (right, left) if right in by else (left, right)


def _id(one: Statement) -> str:
    return f"{one['event']} {one['at']}"


def _millis(one: Statement) -> int:
    return int(datetime.fromisoformat(one["at"]).timestamp() * 1000)


def _said(one: Statement) -> dict[str, str]:
    return {"said": one["event"]}


def _native(one: Statement, _: str) -> dict[str, Any]:
    ids = {"anonymousId": one.get("anonymous"), "userId": one.get("user")}
    return {"id": _id(one), "name": "said", "occurredAt": one["at"], "properties": _said(one), **ids}


def _posthog(one: Statement, _: str) -> dict[str, Any]:
    """As posthog-js does it, and for `plain` as posthog-node does: its `$device_id` is one for the whole machine."""
    properties: dict[str, Any] = _said(one)
    name, distinct_id = "said", one.get("plain")
    if "alias" in one:
        name = "$create_alias"
        distinct_id, properties["alias"] = other_of(one)
    if "anonymous" in one:
        distinct_id = distinct_id or one["anonymous"]
        properties |= {"$is_identified": False, "$device_id": "the machine"}
    if "user" in one:
        distinct_id = one["user"]
        properties |= {"$is_identified": True, "$device_id": "the machine"}
        if "anonymous" in one:
            name, properties["$anon_distinct_id"] = "$identify", one["anonymous"]
    return {
        "event": name,
        "distinct_id": distinct_id,
        "uuid": _id(one),
        "timestamp": one["at"],
        "properties": properties,
    }


def _segment(one: Statement, _: str) -> dict[str, Any]:
    ids = {"anonymousId": one.get("anonymous"), "userId": one.get("user")}
    event = {"messageId": _id(one), "timestamp": one["at"], **{key: value for key, value in ids.items() if value}}
    if "alias" in one:
        return {"type": "alias", "traits": _said(one), "previousId": other_of(one)[1], **event}
    if "anonymous" in one and "user" in one:
        return {"type": "identify", "traits": _said(one), **event}
    return {"type": "track", "event": "said", "properties": _said(one), **event}


def _mixpanel(one: Statement, key: str) -> dict[str, Any]:
    """As mixpanel-browser does it, and what is plain as mixpanel-node does, which knows a `distinct_id` only."""
    properties = {"token": key, "$insert_id": _id(one), "time": _millis(one) / 1000, **_said(one)}
    if "alias" in one:
        by, other = other_of(one)
        return {"event": "$create_alias", "properties": {**properties, "distinct_id": by, "alias": other}}
    if "plain" in one:
        properties["distinct_id"] = one["plain"]
    if "anonymous" in one:
        properties |= {"$device_id": one["anonymous"], "distinct_id": f"$device:{one['anonymous']}"}
    if "user" in one:
        properties |= {"$user_id": one["user"], "distinct_id": one["user"]}
    return {"event": "said", "properties": properties}


def _amplitude(one: Statement, _: str) -> dict[str, Any]:
    ids = {"device_id": one.get("anonymous"), "user_id": one.get("user")}
    return {"event_type": "said", "insert_id": _id(one), "time": _millis(one), "event_properties": _said(one), **ids}


def _ga4(one: Statement, _: str) -> dict[str, Any]:
    ids = {"client_id": one.get("anonymous"), "user_id": one.get("user")}
    event = {"name": "said", "params": _said(one), "timestamp_micros": _millis(one) * 1000}
    return {**{key: value for key, value in ids.items() if value}, "events": [event]}


def _snowplow(one: Statement, key: str) -> dict[str, Any]:
    schema = "iglu:com.example/said/jsonschema/1-0-0"
    envelope = {"schema": "…", "data": {"schema": schema, "data": _said(one)}}
    ids = {"duid": one.get("anonymous"), "uid": one.get("user")}
    event = {"e": "ue", "aid": key, "eid": _id(one), "dtm": str(_millis(one)), "ue_pr": json.dumps(envelope)}
    return {**event, **{field: value for field, value in ids.items() if value}}


def _openpanel(one: Statement, _: str) -> dict[str, Any]:
    properties = {"__timestamp": one["at"], **_said(one)}
    if "anonymous" in one:
        properties["__deviceId"] = one["anonymous"]
    payload = {"name": "said", "profileId": one.get("user"), "properties": properties}
    return {"type": "track", "payload": {key: value for key, value in payload.items() if value}}


def _umami(one: Statement, key: str) -> dict[str, Any]:
    at = _millis(one) // 1000
    return {
        "type": "event",
        "payload": {"website": key, "name": "said", "id": one["user"], "data": _said(one), "timestamp": at},
    }


def _basic(key: str) -> dict[str, str]:
    return {"authorization": "Basic " + b64encode(f"{key}:".encode()).decode()}


_IDS = frozenset({"anonymous", "user", "anonymous user"})
_BROWSER = {
    "origin": "https://shop.example",
    "user-agent": "Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0 Safari/537.36",
}

DOORS = {
    "native": Door(
        _IDS,
        _native,
        lambda events, key: Sending("/v1/events", {"events": events}, {"authorization": f"Bearer {key}"}),
    ),
    "posthog": Door(
        _IDS | {"plain", "anonymous alias", "user alias", "plain alias"},
        _posthog,
        lambda events, key: Sending("/batch", {"api_key": key, "batch": events}),
    ),
    "segment": Door(
        _IDS | {"user alias"},
        _segment,
        lambda events, key: Sending("/v1/batch", {"batch": events}, _basic(key)),
    ),
    "rudderstack": Door(
        _IDS | {"user alias"},
        lambda one, key: {**_segment(one, key), "channel": "web"},
        lambda events, key: Sending("/v1/batch", {"batch": events}, _basic(key)),
    ),
    "jitsu": Door(
        _IDS | {"user alias"},
        _segment,
        lambda events, key: Sending(f"/api/s/{events[0]['type']}", events[0], {"x-write-key": f"{key}:secret"}),
        most=1,
    ),
    "mixpanel": Door(
        _IDS | {"plain", "plain alias"},
        _mixpanel,
        lambda events, key: Sending("/track", list(events), {"content-type": "application/json"}),
    ),
    "amplitude": Door(
        _IDS,
        _amplitude,
        lambda events, key: Sending("/2/httpapi", {"api_key": key, "events": events}),
    ),
    "ga4": Door(
        _IDS,
        _ga4,
        lambda events, key: Sending("/mp/collect", events[0], {}, f"measurement_id=G-1&api_secret={key}"),
        most=1,
    ),
    "snowplow": Door(
        _IDS,
        _snowplow,
        lambda events, key: Sending("/com.snowplowanalytics.snowplow/tp2", {"schema": "…", "data": list(events)}),
    ),
    "openpanel": Door(
        _IDS,
        _openpanel,
        lambda events, key: Sending("/track", events[0], {"openpanel-client-id": key, **_BROWSER}),
        most=1,
        daily=True,
    ),
    "umami": Door(
        frozenset({"user"}),
        _umami,
        lambda events, key: Sending("/api/batch", list(events), _BROWSER),
        daily=True,
    ),
}
"""In the words of each vendor that has a word for one of the ids; which of the corpus it can say follows from that."""
