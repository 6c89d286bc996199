"""A statement that is kept serves every question of its shape: another range, zone or interval puts in other values."""

from collections.abc import Iterator
from datetime import date, timedelta
from random import Random
from typing import Any

import pytest
from pydantic import ValidationError

from tests.golden.statements import SCOPE, Golden, goldens

BEGIN = date(2026, 1, 1)
LENGTHS = [0, 1, 2, 3, 7, 14, 21, 28, 30, 31, 60, 61, 62, 63, 64, 90, 128]
ZONES = ["UTC", "Europe/Berlin", "Asia/Kathmandu", "America/St_Johns"]
INTERVALS = ["hour", "day", "week", "month"]
EACH = 8
"""So many of a question's 272 variants are tried, others for each question, and those on both sides of every edge."""
EDGES = [("UTC", 62), ("UTC", 63), ("UTC", 64), ("UTC", 1), ("Europe/Berlin", 90)]


def variants(golden: Golden) -> Iterator[Any]:
    """The question over other ranges, in other zones, by other intervals, as far as it can be asked so."""
    drawn = Random(golden.name).sample([(zone, days) for zone in ZONES for days in LENGTHS], EACH)
    for zone, days in [*EDGES, *drawn]:
        for interval in INTERVALS if "interval" in golden.ranged else [None]:
            change: dict[str, Any] = {**span(BEGIN, days), "timezone": zone}
            if isinstance(golden.ranged.get("compare"), dict):
                change["compare"] = span(BEGIN - timedelta(days=300), days)
            try:
                week = {"weekStart": "sunday"} if interval == "week" and days % 2 else {}
                yield golden.question(**change, **week, **({"interval": interval} if interval else {}))
            except ValidationError:
                continue


def span(begin: date, days: int) -> dict[str, str]:
    """So many days from one on."""
    return {"from": begin.isoformat(), "to": (begin + timedelta(days=days)).isoformat()}


@pytest.mark.parametrize("golden", [*goldens()], ids=lambda one: f"{one.report.name}-{one.name}")
def test_questions_of_one_shape_have_one_text_and_what_is_kept_of_one_serves_the_others(golden: Golden) -> None:
    kept: dict[Any, tuple[str, dict[str, Any]]] = {}
    tried = 0
    for question in variants(golden):
        text, params = golden.compiled(question)
        kept_text, kept_params = kept.setdefault(golden.statement.shape(question), (text, dict(params)))
        assert text == kept_text
        served = {**kept_params, **golden.statement.values(question, SCOPE)}
        assert {name: served[name] for name in params} == params
        tried += 1
    assert tried > len(kept), "some of them share a shape"
