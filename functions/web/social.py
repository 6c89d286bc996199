"""Which accounts from elsewhere people may sign in with here, as buttons."""

from html import escape

from spoor.accounts import oauth_providers
from spoor.errors import Misconfigured
from spoor.settings import setting
from spoor.telemetry import logger

_PROVIDERS = {"github": ("GITHUB_CLIENT_ID", "GitHub"), "google": ("GOOGLE_CLIENT_ID", "Google")}


def buttons() -> str:
    """A button for each provider that the deployment knows; empty where it knows none."""
    return "".join(
        f'<button type="button" value="{escape(name)}">Continue with {escape(title)}</button>'
        for name, title in _known().items()
    )


def _known() -> dict[str, str]:
    """The providers' titles by their ids."""
    known = {name: title for name, (variable, title) in _PROVIDERS.items() if setting(variable, "-") != "-"}
    try:
        return known | {name: each.name for name, each in oauth_providers.configured().items()}
    except Misconfigured as error:  # auth refuses everything then; who reads a page does not have to
        logger.error("no further providers are offered", reason=error.message)
        return known
