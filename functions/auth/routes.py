"""The table of endpoints: whatever is not in it does not exist."""

from auth import get_session, ok, sign_in, sign_out, sign_up
from auth.endpoint import Endpoint

_ENDPOINTS = (
    sign_up.ENDPOINT,
    sign_in.ENDPOINT,
    sign_out.ENDPOINT,
    get_session.ENDPOINT,
    get_session.REFUSED_ENDPOINT,
    ok.ENDPOINT,
)
_PATHS = {endpoint.path for endpoint in _ENDPOINTS}
_TABLE = {(endpoint.method, endpoint.path): endpoint for endpoint in _ENDPOINTS}


def find(method: str, path: str) -> Endpoint | None:
    """The endpoint for exactly this method and path."""
    return _TABLE.get((method, path))


def pattern_of(path: str) -> str:
    """The path as the table has it, whatever the method; `*` for every path that is not there."""
    return path if path in _PATHS else "*"
