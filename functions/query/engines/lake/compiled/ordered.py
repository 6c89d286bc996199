"""Funnels, sessions and paths, as `funnel.c`, `sessions.c` and `paths.c` have them."""

import ctypes
from collections.abc import Callable, Iterable, Sequence
from concurrent.futures import ThreadPoolExecutor
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

_IN_PART_BITS, _KEPT_BYTES, _CAME_BYTES, _ARENA_BYTES = 12, 10, 16, 1 << 23
"""As `matters.h` has them; and of how much memory at a time is asked for what is kept."""

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


class _PartsArgument(ctypes.Structure):
    _fields_ = tuple((name, ctypes.c_int64) for name in ("bits", "base"))


class _KeptArgument(ctypes.Structure):
    _fields_ = (("chunks", ctypes.c_int64), *((name, ctypes.c_void_p) for name in ("events", "ends", "bases")))


class _FoundArgument(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int64) for name in ("first", "until", "entered", "room")),
        *((name, ctypes.c_void_p) for name in ("met", "times")),
    )


def furthest_attempts(chunks: Chunks, people: int, rules: FunnelRules) -> tuple[Ints, Ints] | None:
    """How many steps the furthest attempt of each visitor who entered met, and in a row for each of them when; what
    stands behind these says nothing. What matters is kept of the events as they come, and then put in order of
    visitors, part by part on two threads. None where the kernel cannot.
    """
    kernel = library()
    if kernel is None:
        return None
    matters = _Matters(people)
    for chosen in chunks():
        if chosen is None or not matters.add(kernel, chosen, rules):
            return None
    kept, parts = matters.argument(), matters.parts
    whole = _RulesArgument(rules.steps, rules.window_us, int(rules.first_entry), 0)

    def judge(first: int, until: int) -> tuple[Ints, Ints] | None:
        room = min((people + parts) // parts * (until - first), matters.count)
        met, times = np.empty(room, dtype=np.uint8), np.empty((room, rules.steps), dtype=np.int64)
        found = _FoundArgument(first, until, 0, room, address(met), address(times))
        if kernel.furthest_attempts(ctypes.byref(kept), ctypes.byref(whole), ctypes.byref(found)):
            return None
        return met[: found.entered].astype(np.int64), times[: found.entered]

    if parts == 1:
        return judge(0, 1)
    with ThreadPoolExecutor(1) as beside:
        other = beside.submit(judge, parts // 2, parts)
        halves = [judge(0, parts // 2), other.result()]
    found = [half for half in halves if half is not None]
    return (
        (np.concatenate([met for met, _ in found]), np.concatenate([t for _, t in found])) if len(found) == 2 else None
    )


class _Matters:
    """Events that matter to a funnel, of each chunk by parts of the visitors, as `matters.c` keeps them."""

    def __init__(self, people: int) -> None:
        self._bits = max((people >> _IN_PART_BITS).bit_length(), 0)
        self.parts = 1 << self._bits
        self.count = 0
        self._kept: list[tuple[NDArray[np.uint8], NDArray[np.uint32], int]] = []
        self._arena, self._came = (np.empty(0, dtype=np.uint8) for _ in range(2))
        self._halves = np.empty(self.parts, dtype=np.uint32)

    def add(self, kernel: ctypes.CDLL, chosen: Chosen, rules: FunnelRules) -> bool:
        """Keep those of the next chunk; whether that went well."""
        t = chosen.events.t
        if not len(t):
            return True
        if len(self._came) < (len(t) + 1) * _CAME_BYTES:
            self._came = np.empty((len(t) + 1) * _CAME_BYTES, dtype=np.uint8)
        count = kernel.keep_matters(chosen.pointer, rules.argument(chosen), address(self._came))
        if count < 0:
            return False
        size = count * _KEPT_BYTES
        if len(self._arena) < size:
            self._arena = np.empty(max(size, _ARENA_BYTES), dtype=np.uint8)
        out, self._arena = self._arena[:size], self._arena[size:]
        ends, base = np.empty(self.parts, dtype=np.uint32), int(t[0])
        self._kept.append((out, ends, base))
        self.count += count
        parts = ctypes.byref(_PartsArgument(self._bits, base))
        return not kernel.part_matters(
            address(self._came), count, parts, address(ends), address(self._halves), address(out)
        )

    def argument(self) -> _KeptArgument:
        """What a call takes, for as long as this is there."""
        events, ends = [address(out) for out, _, _ in self._kept], [address(of) for _, of, _ in self._kept]
        self._told = [numbers(each) for each in (events, ends, [base for _, _, base in self._kept])]
        return _KeptArgument(len(self._kept), *(address(each) for each in self._told))


class _SessionsArgument(ctypes.Structure):
    _fields_ = (
        *((name, ctypes.c_int64) for name in ("count", "everybody", "bounces", "events", "longer")),
        ("lengths", ctypes.c_void_p),
    )


@dataclass(frozen=True, slots=True)
class SessionSums:
    """How many sessions begin in each bucket, and whose; what they add up to; and how long each lasts that is `longer`
    than an instant."""

    began: Ints
    visitors: Ints
    longer: Ints
    count: int
    everybody: int
    bounces: int
    events: int


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
    sums, lengths = _SessionsArgument(), _Lengths()
    kinds, cuts = numbers(buckets), numbers([*edges, *([] if edges else [0])])
    for chosen in chunks():
        if chosen is None:
            return None
        t = chosen.events.t
        lengths.make_room(sums, len(t))
        places = numbers(np.searchsorted(t, cuts))
        found = kernel.count_sessions(
            chosen.pointer, gap_us, len(kinds), address(places), address(kinds), most, address(state),
            address(began), address(visitors), ctypes.byref(sums),
        )  # fmt: skip
        if found:
            return None
    lengths.make_room(sums, people)
    if kernel.end_sessions(people, address(state), ctypes.byref(sums)):
        return None
    longer = lengths.array[: sums.longer]
    return SessionSums(began, visitors, longer, sums.count, sums.everybody, sums.bounces, sums.events)


class _Lengths:
    """How long sessions last, and room for more."""

    def __init__(self) -> None:
        self.array = np.empty(1 << 16, dtype=np.int64)

    def make_room(self, sums: _SessionsArgument, count: int) -> None:
        """For so many and one more."""
        if sums.longer + count >= len(self.array):
            self.array = np.append(self.array[: sums.longer], np.empty(sums.longer + count + 1, dtype=np.int64))
        sums.lengths = address(self.array)


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
