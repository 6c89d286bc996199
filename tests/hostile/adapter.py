"""Turns the catalogue's logical requests into a function URL's events: routes, field names, values, bytes.

Its `user` is our userId and its `session` our anonymousId: the product derives sessions and takes no session id.
"""

import base64
import gzip
import json
import re
import secrets
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from ingest.limits import MAX_BODY, MAX_DEPTH, MAX_EVENTS

PATH = "/v1/events"
FIELDS = {"user": "userId", "session": "anonymousId", "ts": "occurredAt", "props": "properties", "api_key": "apiKey"}
LIMITS = {
    "$MAX_BATCH+1": MAX_EVENTS + 1,
    "$MAX_BATCH": MAX_EVENTS,
    "$MAX_BODY+1": MAX_BODY + 1,
    "$MAX_BODY": MAX_BODY,
}
_MIB = 1024 * 1024
_NEST = re.compile(r"\$NEST_ARR\(([^)]*)\)")


@dataclass
class Values:
    """What stands for the `$NAME`s of one case; an id of `$FIXn` is the same wherever it is named."""

    names: Mapping[str, str]
    now: datetime = field(default_factory=lambda: datetime.now(UTC))
    fixed: dict[str, str] = field(default_factory=dict)

    def fill_text(self, text: str) -> str:
        """`text` with every name in it replaced, as in a raw JSON body."""
        text = text.replace("$UUID2", str(uuid4())).replace("$UUID", str(uuid4())).replace("$NOW", self.now.isoformat())
        text = text.replace("$DIGITS5000", "7" * 5000)
        text = _NEST.sub(lambda told: _nested(_depth(told[1])), text)
        for name, value in sorted(self.names.items(), reverse=True):
            text = text.replace(name, value)
        return text

    def fill(self, value: Any) -> Any:
        """`value` with every name and every recipe in it worked out."""
        if isinstance(value, str):
            if value.startswith("$FIX"):
                return self.fixed.setdefault(value, str(uuid4()))
            return self.fill_text(value)
        if isinstance(value, list):
            return [self.fill(one) for one in value]
        if isinstance(value, dict):
            if len(value) == 1:
                [(recipe, given)] = value.items()
                if recipe in _RECIPES:
                    return _RECIPES[recipe](self, given)
            return {key: self.fill(one) for key, one in value.items()}
        return value

    def event(self) -> dict[str, Any]:
        """An event that nobody could mind."""
        return {"id": str(uuid4()), "name": "click", "user": "u1", "session": "s1", "ts": self.now.isoformat()}


_RECIPES: dict[str, Any] = {
    "$repeat": lambda _, given: given[0] * given[1],
    "$random_hex": lambda _, given: secrets.token_hex(given)[:given],
    "$gen_keys": lambda _, given: {f"k{at}": at for at in range(given)},
    "$now_plus_days": lambda values, given: (values.now + timedelta(days=given)).isoformat(),
    "$now_plus_hours": lambda values, given: (values.now + timedelta(hours=given)).isoformat(),
    "$events": lambda values, given: [values.event() for _ in range(LIMITS[given])],
}

_POISON = {
    "nul_key": ("props", r'{"k\u0000": 1}'),
    "lone_surrogate_name": ("name", r'"\ud83dclick"'),
    "name_3000_hex": ("name", f'"{secrets.token_hex(1500)}"'),
    "ts_infinity": ("ts", '"infinity"'),
    "deep_1000": ("props", f'{{"a": {"[" * 1000 + "]" * 1000}}}'),
    "props_array": ("props", "[]"),
    "int_5000_digits": ("props", f'{{"a": {"7" * 5000}}}'),
    "nan": ("props", '{"a": NaN}'),
}


def _depth(told: str) -> int:
    return {"$DEPTH_LIMIT": MAX_DEPTH, "$DEPTH_LIMIT+1": MAX_DEPTH + 1}.get(told) or int(told)


def _nested(depth: int) -> str:
    return "[" * depth + "]" * depth


def event_of(request: Mapping[str, Any], values: Values) -> dict[str, Any]:
    """The function URL's event of a request of the catalogue.

    Raises KeyError for an operation that is not mapped.
    """
    if request["op"] == "lambda.invoke":
        given = dict(request["event"])
        return given | {"rawPath": PATH} if given.get("rawPath") == "/" else given
    headers = {name.lower(): values.fill(value) for name, value in request.get("headers", {}).items()}
    method = {"ingest.post": "POST", "ingest.raw": request.get("method")}[request["op"]]
    if request.get("key_in") == "header":
        headers["authorization"] = f"Bearer {values.fill(request['key'])}"
    body = b"" if request["op"] == "ingest.raw" else _body(request, values)
    path = request.get("path", PATH)
    made: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": values.fill_text(request.get("query", "")),
        "headers": {"host": "ingest.example", **headers},
        "requestContext": {"http": {"method": method, "path": path, "sourceIp": "203.0.113.9"}},
    }
    try:
        return made | {"body": body.decode(), "isBase64Encoded": False}
    except UnicodeDecodeError:
        return made | {"body": base64.b64encode(body).decode(), "isBase64Encoded": True}


def _body(request: Mapping[str, Any], values: Values) -> bytes:
    if "body_gen" in request:
        return _gzip_of_zeros(request["body_gen"]["gzip_of_zeros_mib"])
    if "body_template_bytes" in request:
        parts = request["body_template_bytes"]
        return b"".join((_raw(parts["before"], values), bytes.fromhex(parts["hex"]), _raw(parts["after"], values)))
    if "body_hex" in request:
        for_key = values.names["$KEY_A"].encode()
        return bytes.fromhex(request["body_hex"]).replace(b'"api_key"', b'"apiKey"').replace(b"$KEY_A", for_key)
    if "body" in request:
        body = _raw(request["body"], values)
    else:
        body = _events(request, values).encode(request.get("encode", "utf-8"))
    body = bytes.fromhex(request.get("prefix_hex", "")) + body
    if "pad_body_to" in request:
        body = body.ljust(LIMITS[request["pad_body_to"]])
    return _compressed(body, request.get("gzip"))


def _raw(text: str, values: Values) -> bytes:
    """A raw body; a few are recipes themselves."""
    if text.startswith("$REPEAT_ARR("):
        return b"[" + b",".join([b"{}"] * 2_097_152) + b"]"
    for ours, product in FIELDS.items():
        text = text.replace(f'"{ours}":', f'"{product}":')
    return values.fill_text(text).encode()


def _events(request: Mapping[str, Any], values: Values) -> str:
    key = values.fill(request.get("key"))
    start = "{" if key is None or request.get("key_in") else f'{{"apiKey":{json.dumps(key, ensure_ascii=False)},'
    given = request["events"]
    if isinstance(given, dict) and "$mix" in given:
        good = [json.dumps(_renamed(values.event())) for _ in range(given["$mix"]["good"])]
        bad = [_poisoned(values.event(), *_POISON[kind]) for kind in given["$mix"]["poison"]]
        return f'{start}"events":[{",".join([*bad, *good])}]}}'
    events = [_renamed(one) for one in values.fill(given)]
    return f'{start}"events":{json.dumps(events, ensure_ascii=False)}}}'


def _renamed(event: Any) -> Any:
    return {FIELDS.get(name, name): value for name, value in event.items()} if isinstance(event, dict) else event


def _poisoned(event: dict[str, Any], name: str, raw: str) -> str:
    """The event with the JSON text `raw` as the value of `name`."""
    return json.dumps(_renamed({**event, name: "$RAW"})).replace('"$RAW"', raw)


def _compressed(body: bytes, how: Any) -> bytes:
    if how is None:
        return body
    packed = gzip.compress(body)
    if how == "truncated":
        return packed[: len(packed) // 2]
    return gzip.compress(packed) if how == 2 else packed


def _gzip_of_zeros(mebibytes: int) -> bytes:
    """A gzip bomb, put together from one piece, since to compress it would take as long as to open it."""
    packer = zlib.compressobj(9, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    head = packer.compress(bytes(_MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    piece = packer.compress(bytes(_MIB)) + packer.flush(zlib.Z_FULL_FLUSH)
    return head + piece * (mebibytes - 1) + packer.flush()
