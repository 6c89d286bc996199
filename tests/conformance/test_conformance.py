"""Every case of the conformance corpus has the answer that was derived for it by hand."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from query.app import handler
from tests.gateway import call
from tests.people import Direct, claim, happen, sign_up, track

FILES = {
    path.stem: corpus
    for path in sorted(Path(__file__).parent.glob("*.json"))
    if "report" in (corpus := json.loads(path.read_text()))
}
CASES = [
    pytest.param(corpus["report"], case, id=f"{file}: {case['name']}")
    for file, corpus in FILES.items()
    for case in corpus["cases"]
]


@pytest.mark.parametrize(("report", "case"), CASES)
def test_a_case_has_the_answer_that_follows_from_the_definition(
    database: Direct, report: str, case: dict[str, Any]
) -> None:
    app_id = track(database, sign_up(database, "ann"), "spk_conformance")
    store(database, app_id, case)
    reply = call(handler, "POST", f"/api/apps/{app_id}/reports/{report}", case["question"], user_id="ann")
    assert reply.status == 200, reply.text
    assert differences(case["answer"], reply.json) == []


@pytest.mark.parametrize("file", FILES)
def test_every_case_has_a_name_of_its_own_and_a_reason(file: str) -> None:
    cases = FILES[file]["cases"]
    assert len({case["name"] for case in cases}) == len(cases)
    assert all(case["why"] for case in cases)


@pytest.mark.parametrize(
    ("expected", "found"),
    [
        ({"a": 1}, {"b": 1}),
        ({"a": [1]}, {"a": [1, 2]}),
        ({"a": 0.5}, {"a": 0.500001}),
        ({"a": None}, {"a": 0}),
        ({"a": True}, {"a": 1}),
        ({"a": "2026-03-01T00:00:00Z"}, {"a": "2026-03-01T00:00:00+01:00"}),
    ],
)
def test_an_answer_that_differs_is_seen(expected: dict[str, Any], found: dict[str, Any]) -> None:
    assert differences(expected, found)


def store(database: Direct, app_id: str, case: dict[str, Any]) -> None:
    """What happened, as ingest stores it."""
    if pairs := case.get("links"):
        claim(database, app_id, *map(tuple, pairs))
    told = [(event["name"], event["id"], event["at"], event.get("properties", {})) for event in case["events"]]
    happen(database, app_id, told)


def differences(expected: Any, found: Any, path: str = "answer") -> list[str]:
    """Where `found` is not what is expected, by the rules of README.md."""
    if isinstance(expected, dict) and isinstance(found, dict):
        missing = [f"{path}.{name} is missing" for name in expected if name not in found]
        inside = [differences(expected[name], found[name], f"{path}.{name}") for name in expected if name in found]
        return [*missing, *(each for every in inside for each in every)]
    if isinstance(expected, list) and isinstance(found, list):
        if len(expected) != len(found):
            return [f"{path} has {len(found)} elements, not {len(expected)}: {found!r}"]
        inside = [differences(*pair, f"{path}[{at}]") for at, pair in enumerate(zip(expected, found, strict=True))]
        return [each for every in inside for each in every]
    return [] if same(expected, found) else [f"{path} is {found!r}, not {expected!r}"]


def same(expected: Any, found: Any) -> bool:
    """Whether two values are equal: numbers to nine digits, instants whatever their offset."""
    if isinstance(expected, str) and isinstance(found, str):
        return expected == found or ((instant := read(expected)) is not None and instant == read(found))
    if isinstance(expected, bool) or isinstance(found, bool) or expected is None or found is None:
        return expected is found
    return bool(found == pytest.approx(expected, rel=1e-9))


def read(text: str) -> datetime | None:
    """The instant that `text` is, if it is one."""
    try:
        at = datetime.fromisoformat(text)
    except ValueError:
        return None
    return at if at.tzinfo else None
