"""Planes say of every row what the row itself says."""

from hypothesis import given
from hypothesis import strategies as st

from query.reports.planes import WORD, count_planes, equal_to, planes, rows_by_bit, weigh

numbers = st.lists(st.integers(-(2 ** (WORD - 1)), 2 ** (WORD - 1) - 1), max_size=40)


def packed(rows: list[int]) -> bytes:
    """Numbers as Postgres sends them."""
    return b"".join(row.to_bytes(WORD // 8, "big", signed=True) for row in rows)


@given(numbers)
def test_a_plane_has_a_bit_for_every_number_with_its_bit(rows: list[int]) -> None:
    for bit, plane in enumerate(planes(packed(rows))):
        assert plane.bit_count() == sum(row >> bit & 1 for row in rows)


@given(numbers)
def test_each_bit_of_a_plane_is_told_which_row_it_stands_for(rows: list[int]) -> None:
    for bit, plane in enumerate(planes(packed(rows))):
        assert {row for place, row in enumerate(rows_by_bit(len(rows))) if plane >> place & 1} == {
            row for row, number in enumerate(rows) if number >> bit & 1
        }


@given(st.lists(st.tuples(st.integers(0, 255), st.integers(0, 10**12)), max_size=40))
def test_columns_agree_on_which_bit_is_which_row_so_that_weights_add_up(rows: list[tuple[int, int]]) -> None:
    marks, weights = planes(packed([mark for mark, _ in rows])), planes(packed([weight for _, weight in rows]))
    for bit in range(8):
        assert weigh(marks[bit], weights) == sum(weight for mark, weight in rows if mark >> bit & 1)


@given(st.lists(st.integers(0, 2**20 - 1), max_size=40))
def test_rows_are_told_apart_by_in_how_many_planes_they_are(rows: list[int]) -> None:
    columns = planes(packed(rows))
    everybody = planes(packed([1] * len(rows)))[0]
    digits = count_planes(columns[:20])
    for number in range(22):
        found = equal_to(number, digits, everybody)
        assert found.bit_count() == sum(row.bit_count() == number for row in rows)


def test_no_rows_are_in_no_plane() -> None:
    assert planes(b"") == [0] * WORD
    assert (weigh(0, []), count_planes([]), equal_to(1, [], 0)) == (0, [], 0)
