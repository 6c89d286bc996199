"""How a server treats its peers."""

from collections.abc import Callable
from dataclasses import dataclass

from host.http.message import Response
from host.http.reading import HEAD_LIMIT


@dataclass(frozen=True)
class Manners:
    """How a server treats its peers: sizes in bytes, times in seconds.

    `idle` is how long a connection may wait for its next request, `patience` how long a request's head may take, and
    an answer. Where there are `bounds` a body is held to them; else it has `patience`, too.
    """

    body_limit: int
    refusal: Callable[[int], Response]
    head_limit: int = HEAD_LIMIT
    idle: float = 75.0
    patience: float = 20.0
    bounds: "Bounds | None" = None


@dataclass(frozen=True)
class Bounds:
    """What a server that strangers reach takes at once.

    `most` connections in all and `most_from_one` address, but for those that are `exempt` (proxies of ours); bodies of
    `room` bytes together, which come in with `slowest` bytes a second at least.
    """

    most: int
    most_from_one: int
    exempt: Callable[[str], bool]
    room: int
    slowest: float
