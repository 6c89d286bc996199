"""Reads and writes what Parquet's footers are written in, Thrift's compact protocol, without knowing what it says."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import IntEnum
from typing import Any

_LONG = 15
"""Lists of so many elements and more say how many in a number of its own."""


class ThriftKind(IntEnum):
    """What a field holds."""

    TRUE, FALSE, BYTE, I16, I32, I64, DOUBLE, BINARY, LIST, SET, MAP, STRUCT = range(1, 13)


@dataclass(slots=True)
class ThriftField:
    """A field of a struct; the `value` of a list is its elements' kind, and the elements."""

    number: int
    kind: ThriftKind
    value: Any


Struct = list[ThriftField]


class NotThrift(ValueError):
    """The bytes are not what they should be."""


def field(struct: Struct, number: int) -> Any:
    """The value of a field; None where there is none."""
    return next((each.value for each in struct if each.number == number), None)


def elements(struct: Struct, number: int) -> list[Any]:
    """The elements of a list."""
    found: list[Any] = (field(struct, number) or (None, []))[1]
    return found


def put(struct: Struct, number: int, value: Any) -> None:
    """Change a field, where there is one."""
    for each in struct:
        if each.number == number:
            each.value = value


def read(content: bytes) -> Struct:
    """The struct that the bytes are. Raises NotThrift."""
    reader = _ThriftReader(content)
    try:
        return reader.struct()
    except (IndexError, ValueError, RecursionError) as error:
        raise NotThrift(str(error)) from error


class _ThriftReader:
    def __init__(self, content: bytes) -> None:
        self._content, self._at = content, 0

    def struct(self) -> Struct:
        found: Struct = []
        number = 0
        while head := self._byte():
            number = number + (head >> 4) if head >> 4 else _unsigned(self._varint())
            kind = ThriftKind(head & 15)
            found.append(
                ThriftField(number, kind, kind is ThriftKind.TRUE if kind <= ThriftKind.FALSE else self._value(kind))
            )
        return found

    def _value(self, kind: ThriftKind) -> Any:
        match kind:
            case ThriftKind.TRUE | ThriftKind.FALSE | ThriftKind.BYTE:
                return self._byte()
            case ThriftKind.I16 | ThriftKind.I32 | ThriftKind.I64:
                return _unsigned(self._varint())
            case ThriftKind.DOUBLE:
                return self._bytes(8)
            case ThriftKind.BINARY:
                return self._bytes(self._varint())
            case ThriftKind.LIST | ThriftKind.SET:
                head = self._byte()
                size = head >> 4 if head >> 4 < _LONG else self._varint()
                inner = ThriftKind(head & 15)
                return inner, [self._value(inner) for _ in range(size)]
            case ThriftKind.STRUCT:
                return self.struct()
            case _:
                raise NotThrift("footers have no maps")

    def _byte(self) -> int:
        self._at += 1
        return self._content[self._at - 1]

    def _bytes(self, size: int) -> bytes:
        self._at += size
        if self._at > len(self._content):
            raise NotThrift("it ends too early")
        return self._content[self._at - size : self._at]

    def _varint(self) -> int:
        found = shift = 0
        while (byte := self._byte()) & 128:
            found |= (byte & 127) << shift
            shift += 7
        return found | byte << shift


def _unsigned(zigzag: int) -> int:
    return zigzag >> 1 ^ -(zigzag & 1)


def written(struct: Struct) -> bytes:
    """The bytes of a struct."""
    out = bytearray()
    _struct(struct, out)
    return bytes(out)


def _struct(struct: Struct, out: bytearray) -> None:
    before = 0
    for each in struct:
        kind = (ThriftKind.TRUE if each.value else ThriftKind.FALSE) if each.kind <= ThriftKind.FALSE else each.kind
        step = each.number - before
        if 0 < step < _LONG + 1:
            out.append(step << 4 | kind)
        else:
            out.append(kind)
            _varint(_zigzag(each.number), out)
        before = each.number
        if kind > ThriftKind.FALSE:
            _WRITE[kind](each.value, out)
    out.append(0)


def _varint(value: int, out: bytearray) -> None:
    while value > 127:
        out.append(value & 127 | 128)
        value >>= 7
    out.append(value)


def _zigzag(value: int) -> int:
    return value << 1 if value >= 0 else (-value << 1) - 1


def _list(value: tuple[ThriftKind, list[Any]], out: bytearray) -> None:
    inner, items = value
    out.append(min(len(items), _LONG) << 4 | inner)
    if len(items) >= _LONG:
        _varint(len(items), out)
    for item in items:
        _WRITE[inner](item, out)


def _binary(value: bytes, out: bytearray) -> None:
    _varint(len(value), out)
    out += value


def _number(value: int, out: bytearray) -> None:
    _varint(_zigzag(value), out)


def _byte(value: int, out: bytearray) -> None:
    out.append(value)


def _double(value: bytes, out: bytearray) -> None:
    out += value


_WRITE: dict[ThriftKind, Callable[[Any, bytearray], None]] = {
    **dict.fromkeys((ThriftKind.TRUE, ThriftKind.FALSE, ThriftKind.BYTE), _byte),
    **dict.fromkeys((ThriftKind.I16, ThriftKind.I32, ThriftKind.I64), _number),
    ThriftKind.DOUBLE: _double,
    ThriftKind.BINARY: _binary,
    **dict.fromkeys((ThriftKind.LIST, ThriftKind.SET), _list),
    ThriftKind.STRUCT: _struct,
}
