"""JSON as text, of whatever the database keeps."""

import json
from typing import Any


def json_text(value: Any) -> str:
    """`value` as JSON without spaces. Integers may have any size: the database gives `1e30` as one, and the faster
    orjson refuses all beyond 64 bits."""
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"))
