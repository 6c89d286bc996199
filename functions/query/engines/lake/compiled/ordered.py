"""Funnels, sessions and paths, as `funnel.c`, `sessions.c` and `paths.c` have them."""

import ctypes
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.cells import MOST_SEEN_BYTES
from query.engines.lake.compiled.choices import Chosen
from query.engines.lake.compiled.library import address, library, numbers

Ints = NDArray[np.int64]


class _RulesArgument(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_int64) for name in ("steps", "window", "first_entry", "begins_until"))


def furthest_attempts(
    chosen: Chosen | None, steps: int, window_us: int, begins_until: int, *, first_entry: bool
) -> tuple[Ints, Ints] | None:
    """How many steps the furthest attempt of each visitor who entered met, and in a row for each of them when; what
    stands behind these says nothing. An attempt begins before the event `begins_until`. None where the kernel cannot.
    """
    kernel = library()
    if kernel is None or chosen is None:
        return None
    rules = _RulesArgument(steps, window_us, int(first_entry), begins_until)
    entered, people = ctypes.c_int64(), chosen.events.people
    met, times = np.empty(people, dtype=np.uint8), np.empty((people, steps), dtype=np.int64)
    found = kernel.furthest_attempts(
        chosen.pointer, ctypes.byref(rules), ctypes.byref(entered), address(met), address(times)
    )
    if found:
        return None
    return met[: entered.value].astype(np.int64), times[: entered.value]


class _SessionsArgument(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_int64) for name in ("count", "everybody", "bounces", "events", "lasted"))


@dataclass(frozen=True, slots=True)
class SessionSums:
    """How many sessions begin in each bucket, and whose; how long each lasts; and what they add up to."""

    began: Ints
    visitors: Ints
    lasted: Ints
    everybody: int
    bounces: int
    events: int
    lasted_us: int


def sessions(
    chosen: Chosen | None, gap_us: int, cuts: Sequence[int], buckets: Sequence[int], most: int
) -> SessionSums | None:
    """Sessions of the chosen events that begin between two of the `cuts`, in one of at most so many buckets. None where
    the kernel cannot."""
    kernel = library()
    if kernel is None or chosen is None:
        return None
    began, visitors = np.zeros(most, dtype=np.int64), np.zeros(most, dtype=np.int64)
    lasted = np.empty(len(chosen.events.t), dtype=np.int64)
    sums = _SessionsArgument()
    places, kinds = numbers([*cuts, *([] if cuts else [0])]), numbers(buckets)
    found = kernel.count_sessions(
        chosen.pointer, gap_us, len(kinds), address(places), address(kinds), most,
        address(began), address(visitors), ctypes.byref(sums), address(lasted),
    )  # fmt: skip
    if found:
        return None
    own = lasted[: sums.count]
    return SessionSums(began, visitors, own, sums.everybody, sums.bounces, sums.events, sums.lasted)


class _ShapeArgument(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int64) for name in ("gap", "since", "until", "depth", "start", "names")),
        ("ranks", ctypes.c_void_p),
        ("codes", ctypes.c_int64),
    )


@dataclass(frozen=True, slots=True)
class PathPlanes:
    """By step and rank of the name: who met it, a bit a visitor; and by step, rank and rank of the next name how often
    that followed."""

    seen: NDArray[np.uint8]
    followed: Ints


def visitors(planes: NDArray[np.uint8]) -> Ints:
    """How many bits each plane has."""
    return np.asarray(np.bitwise_count(planes.view(np.uint64)).sum(axis=-1, dtype=np.int64))


MOST_LINKS = 4_000_000


def paths(
    chosen: Chosen | None,
    gap_us: int,
    within: tuple[int, int],
    depth: int,
    start: int,
    ranks: NDArray[np.int32],
    names: int,
) -> PathPlanes | None:
    """Of sessions of the chosen events that begin at the events `within`, from where the name of rank `start` is met,
    or from their beginnings if it is -1. `ranks` are those of so many names, by code. None where the kernel cannot."""
    kernel = library()
    if kernel is None or chosen is None:
        return None
    width = (chosen.events.people + 63) // 64 * 8
    if depth * names * names > MOST_LINKS or depth * names * width > MOST_SEEN_BYTES:
        return None
    seen = np.zeros((depth, names, width), dtype=np.uint8)
    followed = np.zeros((depth, names, names), dtype=np.int64)
    shape = _ShapeArgument(gap_us, *within, depth, start, names, address(ranks), len(ranks))
    if kernel.count_paths(chosen.pointer, ctypes.byref(shape), address(seen), width, address(followed)):
        return None
    return PathPlanes(seen, followed)


def session_places(chosen: Chosen | None, gap_us: int) -> tuple[NDArray[np.int32], ...] | None:
    """Which session of the chosen events each event is of (-1 for none), and the first and the last event of each
    session. None where the kernel cannot."""
    kernel = library()
    if kernel is None or chosen is None:
        return None
    session, firsts, lasts = (np.empty(len(chosen.events.t), dtype=np.int32) for _ in range(3))
    count = ctypes.c_int64()
    if kernel.cut_sessions(
        chosen.pointer, gap_us, address(session), address(firsts), address(lasts), ctypes.byref(count)
    ):
        return None
    return session, firsts[: count.value].copy(), lasts[: count.value].copy()
