"""The SQL of reports is committed and reviewed like code."""

import pytest

from query.reports.catalogue import REPORTS
from tests.golden.statements import FOLDER, SCOPE, Golden, goldens

GOLDENS = list(goldens())
CYCLE = 28
"""Years after which a date falls on the same day of the week, and as far from a leap day."""
LIKE_IT = {"sessions-of-a-day-returned-to": {"from": "2007-11-03", "to": "2007-11-05"}}
"""Other ranges of the same shape, where the calendar alone does not make one: clocks were set back there then, too."""


def name_of(golden: Golden) -> str:
    """What the test is called."""
    return f"{golden.report.name}-{golden.name}"


@pytest.mark.parametrize("golden", GOLDENS, ids=name_of)
def test_a_question_becomes_the_statement_that_was_reviewed(golden: Golden) -> None:
    committed = golden.path.read_text(encoding="utf-8") if golden.path.exists() else ""
    assert golden.text() == committed, "run `make golden`, and look at what has changed"


def test_every_report_has_golden_statements_and_no_statement_is_left_over() -> None:
    assert {golden.report.name for golden in GOLDENS} == {report.name for report in REPORTS}
    assert {*FOLDER.glob("*/*/*.sql")} == {golden.path for golden in GOLDENS}


@pytest.mark.parametrize("golden", GOLDENS, ids=name_of)
def test_a_kept_statement_serves_another_range_of_the_same_shape(golden: Golden) -> None:
    another = LIKE_IT.get(name_of(golden)) or {end: later(golden.ranged[end]) for end in ("from", "to")}
    one, other = golden.question(), golden.question(**another)
    statement = golden.statement
    assert statement.shape(one) == statement.shape(other)
    text, params = golden.compiled(one)
    other_text, other_params = golden.compiled(other)
    served = {**params, **statement.values(other, SCOPE)}
    assert text == other_text
    assert {name: served[name] for name in other_params} == other_params
    assert other_params != params


def later(day: str) -> str:
    """The date one CYCLE later."""
    year, rest = day.split("-", 1)
    return f"{int(year) + CYCLE}-{rest}"
