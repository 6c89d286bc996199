"""Which accounts from elsewhere people may sign in with here, as buttons."""

from spoor.settings import setting

_PROVIDERS = {"github": ("GITHUB_CLIENT_ID", "GitHub"), "google": ("GOOGLE_CLIENT_ID", "Google")}


def buttons() -> str:
    """A button for each provider that the deployment knows; empty where it knows none."""
    return "".join(
        f'<button type="button" value="{name}">Continue with {title}</button>'
        for name, (variable, title) in _PROVIDERS.items()
        if setting(variable, "-") != "-"
    )
