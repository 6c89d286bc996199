"""Funnels, sessions and paths, as `funnel.c`, `sessions.c` and `paths.c` have them."""

import ctypes
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.compiled.cells import MOST_SEEN_BYTES
from query.engines.lake.compiled.choices import Chosen
from query.engines.lake.compiled.library import address, library, numbers

Ints = NDArray[np.int64]


STATE_BYTES = 16
"""Of each of the people, which one call leaves and the next goes on from."""

Chunks = Callable[[], Iterable[Chosen | None]]
"""Begins anew with the chosen events, a chunk in order of time after the other; each is there until the next is."""


class _RulesArgument(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_int64) for name in ("steps", "window", "first_entry", "begins_until"))


@dataclass(frozen=True, slots=True)
class FunnelRules:
    """An attempt begins before the instant `until`, in microseconds since 1970."""

    steps: int
    window_us: int
    first_entry: bool
    until: int

    def argument(self, chosen: Chosen) -> Any:
        """What a call takes."""
        begins_until = int(np.searchsorted(chosen.events.t, self.until))
        return ctypes.byref(_RulesArgument(self.steps, self.window_us, int(self.first_entry), begins_until))


def furthest_attempts(chunks: Chunks, people: int, rules: FunnelRules) -> tuple[Ints, Ints] | None:
    """How many steps the furthest attempt of each visitor who entered met, and in a row for each of them when; what
    stands behind these says nothing. The events are gone through twice: to count those that matter, and to put them in
    order of visitors. None where the kernel cannot.
    """
    kernel = library()
    if kernel is None:
        return None
    begins, ends = np.zeros(people + 1, dtype=np.uint8), np.zeros(people + 1, dtype=np.uint32)
    for chosen in chunks():
        if chosen is None or kernel.count_matters(
            chosen.pointer, rules.argument(chosen), address(begins), address(ends)
        ):
            return None
    matter = kernel.place_matters(people, address(begins), address(ends))
    t, masks = np.empty(matter + 1, dtype=np.int64), np.empty(matter + 1, dtype=np.uint32)
    for chosen in chunks():
        if chosen is None or kernel.sort_matters(
            chosen.pointer, rules.argument(chosen), address(begins), address(ends), matter, address(t), address(masks)
        ):
            return None
    entered, most = ctypes.c_int64(), int(np.count_nonzero(begins))
    met, times = np.empty(most, dtype=np.uint8), np.empty((most, rules.steps), dtype=np.int64)
    whole = _RulesArgument(rules.steps, rules.window_us, int(rules.first_entry), 0)
    if kernel.furthest_attempts(
        people, ctypes.byref(whole), address(begins), address(ends), address(t), address(masks),
        ctypes.byref(entered), address(met), address(times),
    ):  # fmt: skip
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
    chunks: Chunks, people: int, gap_us: int, edges: Sequence[int], buckets: Sequence[int], most: int
) -> SessionSums | None:
    """Sessions of the chosen events that begin between two of the `edges`, in microseconds since 1970, in one of at
    most so many buckets. None where the kernel cannot."""
    kernel = library()
    if kernel is None:
        return None
    began, visitors = np.zeros(most, dtype=np.int64), np.zeros(most, dtype=np.int64)
    state = np.zeros((people + 1) * STATE_BYTES, dtype=np.uint8)
    lasted = np.empty(1 << 16, dtype=np.int64)
    sums = _SessionsArgument()
    kinds = numbers(buckets)
    for chosen in chunks():
        if chosen is None:
            return None
        t = chosen.events.t
        if sums.count + len(t) > len(lasted):
            lasted = np.append(lasted[: sums.count], np.empty(sums.count + len(t), dtype=np.int64))
        places = numbers(np.searchsorted(t, [*edges, *([] if edges else [0])]))
        found = kernel.count_sessions(
            chosen.pointer, gap_us, len(kinds), address(places), address(kinds), most, address(state),
            address(began), address(visitors), ctypes.byref(sums), address(lasted),
        )  # fmt: skip
        if found:
            return None
    own = np.maximum(lasted[: sums.count], 0)
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
    chunks: Chunks,
    people: int,
    gap_us: int,
    within: tuple[int, int],
    depth: int,
    start: int,
    ranks: NDArray[np.int32],
    names: int,
) -> PathPlanes | None:
    """Of sessions of the chosen events that begin `within` two instants, in microseconds since 1970, from where the
    name of rank `start` is met, or from their beginnings if it is -1. `ranks` are those of so many names, by code. None
    where the kernel cannot."""
    kernel = library()
    width = (people + 63) // 64 * 8
    if kernel is None or depth * names * names > MOST_LINKS or depth * names * width > MOST_SEEN_BYTES:
        return None
    seen = np.zeros((depth, names, width), dtype=np.uint8)
    followed = np.zeros((depth, names, names), dtype=np.int64)
    state = np.zeros((people + 1) * STATE_BYTES, dtype=np.uint8)
    for chosen in chunks():
        if chosen is None:
            return None
        since, until = np.searchsorted(chosen.events.t, within).tolist()
        shape = _ShapeArgument(gap_us, since, until, depth, start, names, address(ranks), len(ranks))
        found = kernel.count_paths(
            chosen.pointer, ctypes.byref(shape), address(state), address(seen), width, address(followed)
        )
        if found:
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


def counts_in_sessions(
    chosen: Chosen | None, bits: int, span: tuple[int, int], session: NDArray[np.int32], sessions: int
) -> Ints | None:
    """How many of the events from a place up to another that are chosen by any of the bits each session has, of which
    `session` tells which each event is of. None where the kernel cannot."""
    kernel = library()
    if kernel is None or chosen is None:
        return None
    counts = np.zeros(sessions, dtype=np.int64)
    if kernel.count_in_sessions(chosen.pointer, bits, *span, address(session), sessions, address(counts)):
        return None
    return counts
