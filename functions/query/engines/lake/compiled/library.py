"""Loads the compiled kernel that fits this machine, if there is one."""

import ctypes
import os
from functools import cache
from pathlib import Path
from typing import Any

import numpy as np
from numpy.typing import NDArray

VERSION = 5
"""That of `version.c`: raised whenever a call changes."""

FOLDER = Path(__file__).parent
_FILE = f"kernel-{os.uname().machine}.so"


class EventsArgument(ctypes.Structure):
    """`struct events` of kernel.h."""

    _fields_ = (
        ("count", ctypes.c_int64),
        ("who", ctypes.c_void_p),
        ("name", ctypes.c_void_p),
        ("name_size", ctypes.c_int64),
        ("t", ctypes.c_void_p),
        ("people", ctypes.c_int64),
        ("masks", ctypes.c_void_p),
        ("codes", ctypes.c_int64),
        ("any", ctypes.c_int64),
        ("filters", ctypes.c_int64),
        ("passes", ctypes.c_void_p),
        ("kept", ctypes.c_void_p),
    )


_CALLS: dict[str, tuple[Any, ...]] = {
    "decode": (ctypes.c_void_p, ctypes.c_uint64, ctypes.c_int64, ctypes.c_int, ctypes.c_void_p),
    "read_pieces": (ctypes.c_void_p, ctypes.c_int64),
    "count_cells": (
        *(ctypes.c_void_p, ctypes.c_uint32, ctypes.c_void_p, ctypes.c_int64),
        *(ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64),
    ),
    "count_sessions": (
        *(ctypes.c_void_p, ctypes.c_int64, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p),
        *(ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_void_p),
    ),
    "end_sessions": (ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p),
    "count_pairs": (
        *(ctypes.c_void_p, ctypes.c_void_p, *(ctypes.c_int64,) * 5, ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p),
    ),
    "cut_sessions": (*(ctypes.c_void_p, ctypes.c_int64), *(ctypes.c_void_p,) * 4),
    "count_in_sessions": (
        *(ctypes.c_void_p, ctypes.c_uint32, ctypes.c_int64, ctypes.c_int64),
        *(ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p),
    ),
    "places_among": (
        *(ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p, ctypes.c_void_p, ctypes.c_int64),
        *(ctypes.c_void_p, ctypes.c_int64, ctypes.c_void_p),
    ),
    "count_paths": (*(ctypes.c_void_p,) * 4, ctypes.c_int64, ctypes.c_void_p),
    "keep_matters": (ctypes.c_void_p,) * 3,
    "part_matters": (ctypes.c_void_p, ctypes.c_int64, *(ctypes.c_void_p,) * 4),
    "furthest_attempts": (ctypes.c_void_p,) * 3,
}


def library() -> ctypes.CDLL | None:
    """The kernel; None where none fits. While it works it does not hold the interpreter's lock."""
    return load(FOLDER)


@cache
def load(folder: Path) -> ctypes.CDLL | None:
    """The kernel in a folder; None where there is none, or one for another machine or of another version."""
    try:
        found = ctypes.CDLL(str(folder / _FILE))
        if found.version() != VERSION:
            return None
    except (OSError, AttributeError):
        return None
    for name, arguments in _CALLS.items():
        call = getattr(found, name)
        call.argtypes, call.restype = arguments, ctypes.c_int
    found.keep_matters.restype = ctypes.c_int64
    return found


def address(array: NDArray[Any] | None) -> int | None:
    """Where an array lies, which has to be in one piece and to outlive what is done with this."""
    if array is None:
        return None
    if not array.flags.c_contiguous:
        raise ValueError("an array is not in one piece")
    found: int = array.__array_interface__["data"][0]  # several times as fast as `ctypes.data`
    return found


def numbers(of: Any) -> NDArray[np.int64]:
    """As C takes them."""
    return np.ascontiguousarray(of, dtype=np.int64)
