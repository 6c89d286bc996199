"""DuckDB's answers as numpy arrays: its Arrow stream, read by ctypes."""

import ctypes
from collections.abc import Callable, Iterator, Sequence
from typing import Any

import numpy as np
from numpy.typing import NDArray


class _Schema(ctypes.Structure):
    pass


class _Array(ctypes.Structure):
    pass


class _Stream(ctypes.Structure):
    pass


_Schema._fields_ = [
    ("format", ctypes.c_char_p),
    ("name", ctypes.c_char_p),
    ("metadata", ctypes.c_char_p),
    ("flags", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("children", ctypes.POINTER(ctypes.POINTER(_Schema))),
    ("dictionary", ctypes.POINTER(_Schema)),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Schema))),
    ("private_data", ctypes.c_void_p),
]
_Array._fields_ = [
    ("length", ctypes.c_int64),
    ("null_count", ctypes.c_int64),
    ("offset", ctypes.c_int64),
    ("n_buffers", ctypes.c_int64),
    ("n_children", ctypes.c_int64),
    ("buffers", ctypes.POINTER(ctypes.c_void_p)),
    ("children", ctypes.POINTER(ctypes.POINTER(_Array))),
    ("dictionary", ctypes.POINTER(_Array)),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Array))),
    ("private_data", ctypes.c_void_p),
]
_Stream._fields_ = [
    ("get_schema", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Schema))),
    ("get_next", ctypes.CFUNCTYPE(ctypes.c_int, ctypes.POINTER(_Stream), ctypes.POINTER(_Array))),
    ("get_last_error", ctypes.CFUNCTYPE(ctypes.c_char_p, ctypes.POINTER(_Stream))),
    ("release", ctypes.CFUNCTYPE(None, ctypes.POINTER(_Stream))),
    ("private_data", ctypes.c_void_p),
]

_TYPES: dict[bytes, Any] = {
    b"c": np.int8, b"C": np.uint8, b"s": np.int16, b"S": np.uint16, b"i": np.int32, b"I": np.uint32, b"l": np.int64,
    b"L": np.uint64,
}  # fmt: skip

_pointer_of = ctypes.pythonapi.PyCapsule_GetPointer
_pointer_of.restype, _pointer_of.argtypes = ctypes.c_void_p, [ctypes.py_object, ctypes.c_char_p]


class NoNumbers(Exception):
    """A column is of no type that can be read here, or has a null."""


Kept = tuple[Any, Callable[[NDArray[Any]], NDArray[Any]]]
"""Of which type a column is kept, and what makes that of its numbers."""


def arrays(
    relation: Any, rows: int, kept: Sequence[Kept] = (), into: Sequence[NDArray[Any]] = ()
) -> Sequence[NDArray[Any]]:
    """The columns of a relation of whole numbers without nulls, which has so many rows; each as it is `kept`, if
    anything is said of that, where there is room for it, if that is given.

    Raises NoNumbers where it is another relation.
    """
    capsule = relation.__arrow_c_stream__()
    stream = ctypes.cast(_pointer_of(capsule, b"arrow_array_stream"), ctypes.POINTER(_Stream))
    types = _types(stream)
    found = into or [np.empty(rows, dtype=kind) for kind in ([kind for kind, _ in kept] or types)]
    at = 0
    for batch in _batches(stream):
        length = batch.length
        if at + length > rows:
            raise NoNumbers("more rows than there are")
        for column, target in enumerate(found):
            numbers = _numbers(batch.children[column].contents, length, types[column])
            target[at : at + length] = kept[column][1](numbers) if kept else numbers
        at += length
    if at != rows:
        raise NoNumbers("fewer rows than there are")
    return found


def _types(stream: Any) -> Sequence[Any]:
    schema = _Schema()
    if stream.contents.get_schema(stream, ctypes.byref(schema)):
        raise NoNumbers(str(stream.contents.get_last_error(stream)))
    try:
        formats = [schema.children[at].contents.format for at in range(schema.n_children)]
    finally:
        schema.release(ctypes.byref(schema))
    if any(each not in _TYPES for each in formats):
        raise NoNumbers(str(formats))
    return [_TYPES[each] for each in formats]


def _batches(stream: Any) -> Iterator[Any]:
    while True:
        batch = _Array()
        if stream.contents.get_next(stream, ctypes.byref(batch)):
            raise NoNumbers(str(stream.contents.get_last_error(stream)))
        if not batch.release:
            return
        try:
            yield batch
        finally:
            batch.release(ctypes.byref(batch))


def _numbers(array: Any, length: int, kind: Any) -> NDArray[Any]:
    """A view of a column's numbers, as long as its batch is not released."""
    if array.null_count > 0:
        raise NoNumbers("a number is missing")
    size = np.dtype(kind).itemsize
    address = array.buffers[1]
    if not length or address is None:
        return np.empty(0, dtype=kind)
    raw = (ctypes.c_char * (length * size)).from_address(address + array.offset * size)
    return np.frombuffer(raw, dtype=kind)
