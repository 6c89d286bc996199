"""The table of endpoints: whatever is not in it does not exist."""

from auth import get_session, ok, sign_in, sign_out, sign_up
from auth.endpoint import Endpoint
from auth.social import account_info, callback, link_social, sign_in_social, tokens

_ENDPOINTS = (
    sign_up.ENDPOINT,
    sign_in.ENDPOINT,
    sign_out.ENDPOINT,
    get_session.ENDPOINT,
    get_session.REFUSED_ENDPOINT,
    ok.ENDPOINT,
    sign_in_social.ENDPOINT,
    callback.ENDPOINT,
    callback.POST_ENDPOINT,
    link_social.ENDPOINT,
    tokens.ENDPOINT,
    tokens.REFRESH_ENDPOINT,
    account_info.ENDPOINT,
)
_TABLE = {(endpoint.method, endpoint.path.partition(":")[0]): endpoint for endpoint in _ENDPOINTS}


def find(method: str, path: str) -> tuple[Endpoint, dict[str, str]] | None:
    """The endpoint for exactly this method and path, with the parameter that the path holds, if its own names one."""
    if endpoint := _TABLE.get((method, path)):
        return None if ":" in endpoint.path else (endpoint, {})
    folder, slash, value = path.rpartition("/")
    endpoint = _TABLE.get((method, folder + slash))
    return (endpoint, {endpoint.path.partition(":")[2]: value}) if endpoint and value else None
