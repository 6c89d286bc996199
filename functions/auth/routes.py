"""The table of endpoints: whatever is not in it does not exist."""

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
from auth.social.endpoints import account_info, callback, link_social, sign_in_social, tokens

TABLE = EndpointTable(
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
