"""On months in which nothing happened nothing is claimed, and what did happen is found."""

from math import comb
from statistics import NormalDist

import pytest

from query.reports.changes.answer import ChangesAnswer
from query.reports.changes.chance import critical, normal_of_t, of_rates, of_rates_apart, spread_of
from tests.query.reports.changes.months import Fault, Month

MONTHS = 100


def test_on_a_hundred_months_without_a_change_at_most_one_in_a_hundred_questions_claims_a_cause() -> None:
    asked = 0
    claimed = []
    for seed in range(MONTHS):
        month = Month(seed, new=40)
        for name, answer in (
            ("visitors of two weeks", month.trend("visitors", 14, 14)),
            ("events of a week", month.trend("total", 21, 7)),
            ("conversion of a week", month.funnel(21, 7)),
        ):
            asked += 1
            claimed += [(seed, name, causes_of(answer))] if answer.causes else []
    assert len(claimed) <= asked // 100, claimed


@pytest.mark.parametrize("measure", ["visitors", "total"])
def test_a_channel_that_dries_up_is_found_beside_all_that_goes_along_with_it(measure: str) -> None:
    found = [causes_of(Month(seed, fault=Fault(21, (4, "search"), 0.15, 0)).trend(measure, 21, 7)) for seed in range(8)]
    assert all(causes in ([("$channel", "search")], []) for causes in found)
    assert sum(map(bool, found)) >= 6


def test_a_kind_of_device_that_converts_no_more_is_one_cause() -> None:
    found = [causes_of(Month(seed, fault=Fault(21, (0, "Mobile"), 0.1, 0)).funnel(21, 7)) for seed in range(8)]
    assert all(causes in ([("$device_type", "Mobile")], []) for causes in found)
    assert sum(map(bool, found)) >= 7


def test_a_browser_within_a_device_is_named_where_it_alone_broke() -> None:
    found = causes_of(Month(3, new=300, fault=Fault(21, (2, "Mobile Safari"), 0.1, 0)).funnel(21, 7))
    assert found == [("$browser", "Mobile Safari")]


def test_the_z_of_two_rates_is_that_of_the_textbook() -> None:
    assert of_rates((61, 11), (45, 37), 1.0) == pytest.approx(-6.5623, abs=0.0001)
    assert of_rates((0, 0), (45, 37), 1.0) == 0
    assert of_rates((10, 0), (10, 0), 1.0) == 0


def test_rates_that_changed_alike_do_not_differ_and_those_of_people_who_never_do_it_say_nothing() -> None:
    assert abs(of_rates_apart(((100, 20), (100, 40)), ((50, 10), (50, 20)), 1.0)) < 0.001
    assert of_rates_apart(((100, 20), (100, 40)), ((500, 0), (500, 0)), 1.0) == 0
    assert of_rates_apart(((61, 11), (45, 37)), ((83, 66), (85, 67)), 1.0) < -4


def test_days_that_differ_more_than_chance_widen_what_chance_does() -> None:
    assert spread_of([[(100, 50)] * 10]) == 1
    assert spread_of([[(100, 20), (100, 80)] * 5]) > 20
    assert spread_of([[(100, 50)] * 5 + [(100, 5)] * 5]) == 1  # a change is none of the days' own noise


def test_the_more_is_looked_at_the_more_it_takes() -> None:
    assert critical(1) == pytest.approx(2.807, abs=0.001)
    assert critical(100) == pytest.approx(NormalDist().inv_cdf(1 - 0.005 / 200))


@pytest.mark.parametrize(
    ("t", "freedom", "p"), [(2.776, 4, 0.025), (4.604, 4, 0.005), (2.228, 10, 0.025), (1.96, 10**6, 0.025)]
)
def test_a_t_is_as_rare_as_its_z(t: float, freedom: int, p: float) -> None:
    assert 1 - NormalDist().cdf(normal_of_t(t, freedom)) == pytest.approx(p, rel=0.06)


def test_claims_of_rates_are_as_rare_as_an_exact_test_says() -> None:
    """All that can come of 25 and 25 visitors of one rate, weighed by how often it does."""
    n, p, wrong = 25, 0.3, 0.0
    chances = [comb(n, c) * p**c * (1 - p) ** (n - c) for c in range(n + 1)]
    for now, here in enumerate(chances):
        for before, there in enumerate(chances):
            wrong += here * there * (abs(of_rates((n, now), (n, before), 1.0)) >= critical(20))
    assert wrong < 0.005 / 20 * 2


def causes_of(answer: ChangesAnswer) -> list[tuple[str, object]]:
    """The values that are named."""
    return [(each.property, each.value) for each in answer.causes]
