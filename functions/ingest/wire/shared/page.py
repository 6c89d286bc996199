"""What trackers tell of the page and the screen, under one set of names, PostHog's where it has one."""

import re
from collections.abc import Mapping
from functools import lru_cache
from typing import Any

from ingest.wire.shared.spelling import spelled

VITALS = {vital: vital for vital in ("lcp", "inp", "cls", "fcp", "ttfb", "duration")}
"""How fast a page was, as trackers call it: milliseconds, but for `cls`."""

_LONGEST_SCREEN = 11
_SCREEN = re.compile(r"([0-9]{1,5})x([0-9]{1,5})")


def renamed(said: Mapping[str, Any], names: Mapping[str, str]) -> dict[str, Any]:
    """What of `said` is in `names`, under the name it has there; what is null or an empty text was not told."""
    return {
        name: spelled(name, value)
        for key, value in said.items()
        if (name := names.get(key)) is not None and value is not None and value != ""
    }


def absolute(hostname: Any, path: Any) -> Any:
    """The address of `path` on `hostname`, for trackers that tell them apart; `path` as it is where it needs no host.

    The scheme is not told: it is taken to be https.
    """
    if type(hostname) is str and hostname and type(path) is str and path.startswith("/"):
        return f"https://{hostname}{path}"
    return path


def screen_of(text: Any) -> dict[str, int]:
    """Width and height from "1280x720"; nothing from anything else."""
    return _screen_of(text) if type(text) is str and len(text) <= _LONGEST_SCREEN else {}


@lru_cache(maxsize=256)
def _screen_of(text: str) -> dict[str, int]:
    found = _SCREEN.fullmatch(text)
    return {"$screen_width": int(found[1]), "$screen_height": int(found[2])} if found else {}
