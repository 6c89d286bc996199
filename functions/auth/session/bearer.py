"""What a program presents: an API token in the Authorization header."""

from collections.abc import Mapping
from typing import Any

_LONGEST = 4096


def token_of(event: Mapping[str, Any]) -> str | None:
    """The token of `Authorization: Bearer …` in a gateway's event, or None; the scheme is in letters of any size."""
    headers = event.get("headers")
    if not isinstance(headers, dict):
        return None
    sent = next((value for key, value in headers.items() if str(key).lower() == "authorization"), None)
    if not isinstance(sent, str) or len(sent) > _LONGEST:
        return None
    scheme, _, token = sent.strip().partition(" ")
    return token.strip() or None if scheme.lower() == "bearer" else None
