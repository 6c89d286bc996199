"""Whatever bytes arrive, ingest gives a documented answer, stores what is good, and leaves nothing behind.

Each line of tests/data/hostile/ingest.jsonl is a case; catalogue.DEVIATIONS says where we decided otherwise, and why.
"""

import time
from datetime import UTC, datetime

import pytest

from ingest.events import moment
from tests.hostile.catalogue import CASES, DEVIATIONS
from tests.hostile.expected import Outcome, mismatches
from tests.hostile.plays import PLAYS, send_in_turn
from tests.hostile.rules import RULES
from tests.hostile.scene import MEMORY, Scene, check_answer, good_event


@pytest.mark.parametrize("id_", CASES)
def test_a_hostile_request_is_answered_as_documented_and_leaves_nothing_behind(id_: str, scene: Scene) -> None:
    case = CASES[id_]
    expected = {**case["expect"], **DEVIATIONS.get(id_, ({}, ""))[0]}
    scene.begin()
    replies = PLAYS.get(id_, send_in_turn)(scene, case["request"])
    outcome = Outcome(replies, scene.rows())
    assert mismatches(expected, outcome) == [], replies[:2]
    if rule := RULES.get(id_):
        rule(scene, outcome)
    scene.check_aftermath(replies)


def test_an_instance_that_met_every_case_is_not_larger_for_it(scene: Scene) -> None:
    check_answer(scene.send(good_event("spk_A")))
    assert scene.instance.memory("VmRSS") - scene.resting < MEMORY


@pytest.mark.parametrize(
    ("leave", "remove"),
    [
        ("SET statement_timeout = 7", "RESET statement_timeout"),
        ("SELECT pg_advisory_lock(7)", "SELECT pg_advisory_unlock(7)"),
        ("PREPARE left_over AS SELECT 7", "DEALLOCATE left_over"),
        ("BEGIN", "ROLLBACK"),
    ],
)
def test_the_checks_after_every_case_see_what_a_request_could_leave_behind(
    leave: str, remove: str, scene: Scene
) -> None:
    scene.inspector.execute(leave.encode())
    try:
        with pytest.raises(AssertionError):
            scene.check_connection()
    finally:
        scene.inspector.execute(remove.encode())
    scene.check_connection()


def test_a_time_without_a_zone_is_utc_wherever_the_machine_is(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TZ", "Asia/Tokyo")
    time.tzset()
    try:
        assert moment.parse("2026-01-01T00:00:00") == datetime(2026, 1, 1, tzinfo=UTC)
    finally:
        monkeypatch.undo()
        time.tzset()
