"""The id of the request that is answered: the gateway's own, in our logs and in the comment of every statement."""

import re
from collections.abc import Mapping
from typing import Any

_SAFE = re.compile(r"[A-Za-z0-9=_-]{1,64}")
"""The gateways' ids. Nothing else gets into a comment of SQL."""

_current = ""


def begin(event: Any, context: Any = None) -> None:
    """Take the id from a gateway's event, or from Lambda's context where nobody asks through a gateway."""
    global _current
    circumstances = event.get("requestContext") if isinstance(event, Mapping) else None
    said = circumstances.get("requestId") if isinstance(circumstances, Mapping) else None
    said = said or getattr(context, "aws_request_id", None)
    _current = said if isinstance(said, str) and _SAFE.fullmatch(said) else ""


def current() -> str:
    """The id, empty where there is none."""
    return _current


def marked(statement: bytes) -> bytes:
    """A statement whose first comment, which holds its name, holds the id, too."""
    if not _current or not statement.startswith(b"/* "):
        return statement
    name, end, rest = statement.partition(b" */")
    mark = _current.encode()
    return statement if name.endswith(mark) else b"".join((name, b" ", mark, end, rest))
