"""Bits of very many rows at once: a packed column becomes one integer for each bit, which `&` and `|` go through."""

from collections.abc import Sequence

WORD = 64
"""Bits of a packed number."""

_BYTES = WORD // 8


def planes(packed: bytes) -> list[int]:
    """The planes of a column of 64-bit numbers (big-endian, one after the other): integer k has a bit set for every
    row whose number has bit k. Columns of one table agree on which bit is which row.

    Every byte is looked at eight times, whatever is in it: a row costs the same with one bit set as with all.
    """
    found: list[int] = []
    for octet in reversed(range(_BYTES)):
        column = packed[octet::_BYTES]
        eighth = -(-len(column) // 8)
        ones = int.from_bytes(b"\x01" * eighth, "big")
        parts = [int.from_bytes(column[at * eighth : (at + 1) * eighth], "little") for at in range(8)]
        for bit in range(8):
            found.append(sum((part >> bit & ones) << at for at, part in enumerate(parts)))
    return found


def rows_by_bit(rows: int) -> list[int]:
    """Which of so many rows each bit of a plane stands for; -1 where it stands for none."""
    eighth = -(-rows // 8)
    numbers = (at * eighth + octet for octet in range(eighth) for at in range(8))
    return [number if number < rows else -1 for number in numbers]


def weigh(rows: int, weights: Sequence[int]) -> int:
    """The sum of the weights of the rows whose bits are set in `rows`; `weights` are the planes of the weights."""
    return sum((rows & plane).bit_count() << power for power, plane in enumerate(weights) if plane)


def count_planes(counted: Sequence[int]) -> list[int]:
    """In how many of the `counted` planes each row is set, again as planes."""
    digits: list[int] = []
    for carry in counted:
        for place, digit in enumerate(digits):
            digits[place], carry = digit ^ carry, digit & carry
        if carry:
            digits.append(carry)
    return digits


def equal_to(number: int, digits: Sequence[int], rows: int) -> int:
    """Those of `rows` whose number, given by its planes, is `number`."""
    for place, digit in enumerate(digits):
        rows &= digit if number >> place & 1 else ~digit
    return rows if number < 1 << len(digits) else 0
