"""What trackers tell of the page and the screen, under one set of names, PostHog's where it has one."""

import re
from typing import Any

VITALS = ("lcp", "inp", "cls", "fcp", "ttfb", "duration")
"""How fast a page was, as trackers call it: milliseconds, but for `cls`."""

_SCREEN = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")


def page(
    url: Any = None, *, referrer: Any = None, title: Any = None, language: Any = None, screen: Any = None
) -> dict[str, Any]:
    """The properties of a page; what was not told is left out. `screen` is (width, height) or "1280x720"."""
    width, height = _sides(screen)
    return present(
        {
            "$current_url": url,
            "$referrer": referrer,
            "$title": title,
            "$browser_language": language,
            "$screen_width": width,
            "$screen_height": height,
        }
    )


def present(properties: dict[str, Any]) -> dict[str, Any]:
    """`properties` without those that are null or an empty text."""
    return {key: value for key, value in properties.items() if value is not None and value != ""}


def absolute(hostname: Any, path: Any) -> Any:
    """The address of `path` on `hostname`, for trackers that tell them apart; `path` as it is where it needs no host.

    The scheme is not told: it is taken to be https.
    """
    if type(hostname) is str and hostname and type(path) is str and path.startswith("/"):
        return f"https://{hostname}{path}"
    return path


def _sides(screen: Any) -> tuple[Any, Any]:
    if type(screen) is tuple:
        return screen
    if type(screen) is str and (found := _SCREEN.fullmatch(screen)):
        return int(found[1]), int(found[2])
    return None, None
