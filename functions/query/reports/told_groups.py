"""By which value groups of visitors who are alike are told apart, where there are very many of both."""

from array import array
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass

from query.reports.planes import rows_by_bit


@dataclass(frozen=True, slots=True)
class ToldGroups:
    """`values` are different ones, as JSON; `of` says for the group of each bit which of them is its own (-1 where
    there is no such group), `sizes` how many visitors it has."""

    values: Sequence[str]
    of: Sequence[int]
    sizes: Sequence[int]

    def totals(self, rows: Iterable[int]) -> dict[str, int]:
        """How many visitors of each value there are in all `rows` together, each of which has a bit for a group;
        values without any are left out."""
        counts = [0] * len(self.values)
        for bits in rows:
            for octet, byte in enumerate(bits.to_bytes((bits.bit_length() + 7) // 8, "little")):
                place = octet * 8
                while byte:
                    if byte & 1:
                        counts[self.of[place]] += self.sizes[place]
                    byte >>= 1
                    place += 1
        return {value: count for value, count in zip(self.values, counts, strict=True) if count}

    def groups(self, called: Mapping[str, str], names: Sequence[str]) -> dict[str, int]:
        """The groups whose value is `called` by each of the `names`; who is called nothing is in none."""
        found = {name: bytearray((len(self.of) + 7) // 8) for name in names}
        by_value = [*(found.get(called.get(value, "")) for value in self.values), None]  # the last is of no group
        for place, at in enumerate(self.of):
            bits = by_value[at]
            if bits is not None:
                bits[place >> 3] |= 1 << (place & 7)
        return {name: int.from_bytes(bits, "little") for name, bits in found.items()}


def told_groups(said: Sequence[str], sizes: Sequence[int]) -> ToldGroups:
    """The same of what each group says, in the order of the rows whose planes are compared with it."""
    known: dict[str, int] = {}
    of = [known.setdefault(value, len(known)) for value in said]
    rows = rows_by_bit(len(of))
    by_bit = ([given[row] if row >= 0 else none for row in rows] for given, none in ((of, -1), (sizes, 0)))
    return ToldGroups(list(known), *(array("q", each) for each in by_bit))
