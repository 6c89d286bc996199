"""The SQL of reports is committed and reviewed like code."""

import pytest

from query.reports.catalogue import REPORTS
from spoor.statements import compiled
from tests.golden.statements import FOLDER, SCOPE, Golden, goldens

GOLDENS = list(goldens())
OTHER_RANGE = {"from": "2026-11-02", "to": "2026-11-09"}


def name_of(golden: Golden) -> str:
    """What the test is called."""
    return f"{golden.report.name}-{golden.name}"


@pytest.mark.parametrize("golden", GOLDENS, ids=name_of)
def test_a_question_becomes_the_statement_that_was_reviewed(golden: Golden) -> None:
    committed = golden.path.read_text(encoding="utf-8") if golden.path.exists() else ""
    assert golden.statement() == committed, "run `make golden`, and look at what has changed"


def test_every_report_has_golden_statements_and_no_statement_is_left_over() -> None:
    assert {golden.report.name for golden in GOLDENS} == {report.name for report in REPORTS}
    assert {*FOLDER.glob("*/*.sql")} == {golden.path for golden in GOLDENS}


@pytest.mark.parametrize("golden", [one for one in GOLDENS if one.report.keepable], ids=name_of)
def test_a_kept_statement_serves_other_ranges_of_the_same_shape(golden: Golden) -> None:
    one, other = golden.question(), golden.question(**OTHER_RANGE)
    text, params = compiled(golden.report.build(one, SCOPE), golden.report.name)
    assert golden.report.build(other, SCOPE) is not None
    if one.shape() == other.shape():
        other_text, other_params = compiled(golden.report.build(other, SCOPE), golden.report.name)
        bounds = other.bounds(SCOPE)
        assert text == other_text
        assert {**params, **bounds}.keys() == {*params, *bounds}
        assert {name: {**params, **bounds}[name] for name in other_params} == other_params
