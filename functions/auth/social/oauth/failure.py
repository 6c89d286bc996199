"""How a provider can fail."""


class ProviderFailed(Exception):
    """A provider did not answer in time, or not as its protocol says; the text is for the log."""


class InvalidIdToken(Exception):
    """No id token that the provider made for us and that holds now; the text is for the log."""
