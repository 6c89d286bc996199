"""The table of endpoints: whatever is not in it does not exist."""

from functools import cache

from auth.endpoints import (
    accounts,
    change_email,
    change_password,
    delete_user,
    get_session,
    manage_sessions,
    reset_password,
    send_verification,
    service,
    sign_in,
    sign_out,
    sign_up,
    update_user,
    verify_email,
)
from auth.gate.table import EndpointTable
from auth.plugins.tables import endpoints_of
from auth.social.endpoints import account_info, callback, link_social, sign_in_social, tokens
from spoor.accounts import plugins
from spoor.accounts.plugins import Plugin

CORE = (
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
    *service.ENDPOINTS,
    sign_in_social.ENDPOINT,
    *callback.ENDPOINTS,
    link_social.ENDPOINT,
    *tokens.ENDPOINTS,
    account_info.ENDPOINT,
)


def table() -> EndpointTable:
    """All endpoints that there are, those of the plugins that are on among them. Raises Misconfigured."""
    return _table(plugins.named())


@cache
def _table(named: frozenset[Plugin]) -> EndpointTable:
    return EndpointTable(*CORE, *(each for plugin in sorted(named) for each in endpoints_of(plugin)))
