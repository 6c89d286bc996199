"""Which questions ran out of time lately, on this instance: asked again, they get less of it."""

from collections.abc import Mapping
from time import monotonic
from typing import Any

SECOND_LIMIT_MS = 4000
"""What a question is given that ran out of time before: enough for one that met a database that was busy or cold."""
REMEMBERED_FOR_S = 600.0
_MOST = 1000

_until: dict[int, float] = {}


def limit_ms(statement: str, params: Mapping[str, Any], usual_ms: float) -> float:
    """For how many milliseconds a statement may run that usually had `usual_ms`."""
    known = _until and _until.get(_key(statement, params), 0.0) > monotonic()
    return min(usual_ms, SECOND_LIMIT_MS) if known else usual_ms


def remember(statement: str, params: Mapping[str, Any], limit_ms: float) -> None:
    """That a statement was not done within `limit_ms`; less than it is given a second time tell nothing."""
    if limit_ms < SECOND_LIMIT_MS:
        return
    key = _key(statement, params)
    _until.pop(key, None)
    if len(_until) >= _MOST:
        del _until[next(iter(_until))]  # the one that was asked longest ago
    _until[key] = monotonic() + REMEMBERED_FOR_S


def _key(statement: str, params: Mapping[str, Any]) -> int:
    return hash((statement, repr(params)))
