"""The table of endpoints: whatever is not in it does not exist."""

from auth import (
    accounts,
    change_email,
    change_password,
    delete_user,
    error,
    get_session,
    manage_sessions,
    ok,
    reset_password,
    send_verification,
    sign_in,
    sign_out,
    sign_up,
    update_user,
    verify_email,
)
from auth.endpoint import Endpoint
from auth.social import account_info, callback, link_social, sign_in_social, tokens

_ENDPOINTS = (
    sign_up.ENDPOINT,
    sign_in.ENDPOINT,
    sign_out.ENDPOINT,
    get_session.ENDPOINT,
    get_session.POST_ENDPOINT,
    *manage_sessions.ENDPOINTS,
    *update_user.ENDPOINTS,
    *change_password.ENDPOINTS,
    change_email.ENDPOINT,
    *delete_user.ENDPOINTS,
    *reset_password.ENDPOINTS,
    send_verification.ENDPOINT,
    verify_email.ENDPOINT,
    *accounts.ENDPOINTS,
    ok.ENDPOINT,
    error.ENDPOINT,
    sign_in_social.ENDPOINT,
    *callback.ENDPOINTS,
    link_social.ENDPOINT,
    *tokens.ENDPOINTS,
    account_info.ENDPOINT,
)
_TABLE = {(endpoint.method, endpoint.path.partition(":")[0]): endpoint for endpoint in _ENDPOINTS}
_PATTERNS = {endpoint.path.partition(":")[0]: endpoint.path for endpoint in _ENDPOINTS}


def find(method: str, path: str) -> tuple[Endpoint, dict[str, str]] | None:
    """The endpoint for exactly this method and path, with the parameter that the path holds, if its own names one."""
    if endpoint := _TABLE.get((method, path)):
        return None if ":" in endpoint.path else (endpoint, {})
    folder, slash, value = path.rpartition("/")
    endpoint = _TABLE.get((method, folder + slash))
    return (endpoint, {endpoint.path.partition(":")[2]: value}) if endpoint and value else None


def pattern_of(path: str) -> str:
    """The path as the table has it, whatever the method; `*` for every path that is not there."""
    if _PATTERNS.get(path) == path:
        return path
    folder, slash, value = path.rpartition("/")
    return _PATTERNS.get(folder + slash, "*") if value else "*"
