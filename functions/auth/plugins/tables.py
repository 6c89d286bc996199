"""Which endpoints the plugins that are on add. A plugin's room is loaded when it is first asked for, and not before."""

from auth.gate.endpoint import Endpoint
from spoor.accounts.plugins import Plugin


def endpoints_of(plugin: Plugin) -> tuple[Endpoint, ...]:
    """The endpoints of a plugin."""
    match plugin:
        case Plugin.ORGANIZATION:
            from auth.plugins.organization import routes

            return routes.ENDPOINTS
        case Plugin.TWO_FACTOR:
            from auth.plugins.two_factor import routes as two_factor

            return two_factor.ENDPOINTS
        case Plugin.PASSKEY:
            from auth.plugins.passkey import routes as passkey

            return passkey.ENDPOINTS
        case Plugin.GENERIC_OAUTH:  # its providers go through the routes of social sign-in
            return ()
