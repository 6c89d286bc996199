"""Writes JSON, for answers and for Postgres."""

import json
from datetime import datetime

import orjson


def encode(value: object) -> str:
    """`value` as JSON without blanks; times as ISO 8601.

    orjson writes it unless it holds what only the standard library does: integers beyond 64 bits, halves of characters.
    """
    try:
        return orjson.dumps(value).decode()
    except orjson.JSONEncodeError:
        return json.dumps(value, default=datetime.isoformat, allow_nan=False, separators=(",", ":"))
