"""What users say of themselves, and how much of it is taken and shown: a name and a picture."""

from auth.users.text import is_web_address

LONGEST_NAME = 200
LONGEST_IMAGE = 2048

_MOST_SHOWN = 65_536
"""Letters of each that are read back: Better Auth's server stores any number, and an answer over 6 MB never arrives."""


def fitting_name(text: str) -> str:
    """A name that a provider gives, as we take it."""
    return text[:LONGEST_NAME]


def fitting_image(text: str | None) -> str | None:
    """A picture that a provider gives; none where it is not what we take."""
    return text if text and len(text) <= LONGEST_IMAGE and is_web_address(text) else None


def shown_name(text: str) -> str:
    """A stored name, such that the answer arrives."""
    return text[:_MOST_SHOWN]


def shown_image(text: str | None) -> str | None:
    """A stored picture; half of one would be none."""
    return text if text is None or len(text) <= _MOST_SHOWN else None
