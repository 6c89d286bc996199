"""Whatever bytes arrive, ingest gives a documented answer, stores what is good, and leaves nothing behind.

Each line of tests/data/hostile/ingest.jsonl is a case; DEVIATIONS says where we decided otherwise, and why.
"""

import json
import threading
import time
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from ingest import moment
from tests.faults.proxy import Fault
from tests.gateway import Reply
from tests.hostile.adapter import Values, event_of
from tests.hostile.expected import Outcome, mismatches
from tests.hostile.scene import Scene, check_answer, good_event

LINES = (Path(__file__).parents[1] / "data" / "hostile" / "ingest.jsonl").read_text().splitlines()
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in map(json.loads, LINES)}

DEVIATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "ING-004": ({"reason": "empty_body"}, "blanks alone are an empty body, as for every tracker's beacon"),
    "ING-071": (
        {"accepted": 3, "rejected": 3, "stored": 3},
        "an event may belong to nobody: null and empty ids count as none",
    ),
    "ING-159": ({"headers": {"access-control-allow-origin": "present"}}, "credentials: decisions/cors-in-code.md"),
    "ING-160": ({"headers": {"access-control-allow-origin": "present"}}, "credentials: decisions/cors-in-code.md"),
}
Rule = Callable[[Scene, Outcome], None]


def refused_or_sane(_: Scene, outcome: Outcome) -> None:
    """A time is read in the unit that its size shows, or refused; never taken for 1970 or 58000."""
    times = [row["occurred_at"] for row in outcome.rows if row["name"] == "click"]
    rejected = [one["code"] for one in outcome.first["rejected"]]
    assert len(times) + len(rejected) == 1
    assert all(datetime(2000, 1, 1, tzinfo=UTC) <= time <= datetime.now(UTC) + timedelta(hours=24) for time in times)
    assert set(rejected) <= {"INVALID_TIME", "TIME_TOO_EARLY", "TIME_IN_FUTURE"}


def reads_as(time: datetime) -> Rule:
    """The time is this one."""

    def rule(_: Scene, outcome: Outcome) -> None:
        assert outcome.row()["occurred_at"] == time

    return rule


def named(name: str) -> Rule:
    """The name is stored as it was sent."""

    def rule(_: Scene, outcome: Outcome) -> None:
        assert outcome.row()["name"] == name

    return rule


def as_wrong_as_any(scene: Scene, outcome: Outcome) -> None:
    """The body is the same whatever is wrong with a key."""
    assert [reply.text for reply in outcome.replies] == [scene.send(good_event("wrong")).text] * len(outcome.replies)


def happened_now(_: Scene, outcome: Outcome) -> None:
    assert abs(outcome.row()["occurred_at"] - datetime.now(UTC)) < timedelta(seconds=60)


def keeps_every_key(_: Scene, outcome: Outcome) -> None:
    sent = CASES["ING-074"]["request"]["events"][0]["props"]
    assert {key: outcome.row()["properties"].get(key) for key in sent} == sent


def belongs_to_a(_: Scene, outcome: Outcome) -> None:
    row = outcome.row()
    assert row["api_key"] == "spk_A"
    assert row["occurred_at"].year >= 2026
    assert "6.6.6.6" not in str(row)


def belongs_to_one(_: Scene, outcome: Outcome) -> None:
    """A key in a header goes before the body's, one in the query counts for nothing: docs/ingest.md."""
    assert {row["api_key"] for row in outcome.rows} == {"spk_B"}


def itemises_all(_: Scene, outcome: Outcome) -> None:
    assert [one["index"] for one in outcome.first["rejected"]] == [*range(8)]
    assert all(one["code"] and one["message"] for one in outcome.first["rejected"])


def last_name_wins(_: Scene, outcome: Outcome) -> None:
    assert outcome.row()["name"] == "b"


def is_not_stored_elsewhere(_: Scene, outcome: Outcome) -> None:
    assert "203.0.113.9" not in str(outcome.rows)
    assert "6.6.6.6" not in str(outcome.rows)


def logs_no_secret(scene: Scene, _: Outcome) -> None:
    """Not on success, and not when the database fails either."""
    scene.proxy.set(Fault.CUT_BEFORE_FORWARD, every=1)
    failed = scene.send(event_of(CASES["ING-167"]["request"], Values(scene.names)))
    scene.proxy.set(Fault.PASS)
    assert failed.status == 503
    log = "\n".join(scene.log_with("database connection discarded"))
    for secret in ("pii@example.com", "hunter2", "4111111111111111", "spk_A", scene.names["$COOKIE_A"]):
        assert secret not in log


def logs_one_record_a_line(scene: Scene, _: Outcome) -> None:
    log = scene.log_with("EventsAccepted")
    assert not [line for line in log if "\x1b" in line or "forged" in line]
    for line in log:
        json.loads(line)


def bounded_agent(_: Scene, outcome: Outcome) -> None:
    assert len(str(outcome.row())) < 10_000


RULES: Mapping[str, Rule] = {
    **{f"ING-{number}": refused_or_sane for number in (106, 107, 108, 110, 111, 112, 113)},
    **{f"ING-{number}": as_wrong_as_any for number in (*range(120, 127), 128, 129, 131, 132, 133, 135, 161)},
    "ING-037": named("\u05e2\u05d1\u05e8\u05d9\u05ea \U0001f389 \u200be\u0301"),
    "ING-038": named("a\ufffe\uffff"),
    "ING-050": last_name_wins,
    "ING-074": keeps_every_key,
    "ING-075": named("<script>alert(1)</script>"),
    "ING-076": named('=HYPERLINK("http://x","y")'),
    "ING-078": belongs_to_a,
    "ING-090": happened_now,
    "ING-115": reads_as(datetime(2026, 1, 1, tzinfo=UTC)),
    "ING-117": reads_as(datetime(2026, 1, 1, 0, 0, 0, 123456, tzinfo=UTC)),
    "ING-134": belongs_to_one,
    "ING-163": logs_no_secret,
    "ING-164": is_not_stored_elsewhere,
    "ING-165": bounded_agent,
    "ING-166": logs_one_record_a_line,
    "ING-167": logs_no_secret,
    "ING-169": belongs_to_a,
    "ING-170": itemises_all,
}


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


def send_in_turn(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """The request, as often as it says, and then the one that follows it."""
    values = Values(scene.names)
    first = event_of(request, values)
    replies = [scene.send(first) for _ in range(request.get("repeat", 1))]
    if "then" in request:
        replies.append(scene.send(event_of(request["then"], values)))
    return replies


def send_without_headers(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """No content type at all."""
    return send_in_turn(scene, {**request, "headers": {}})


def send_without_a_connection(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """To an instance that has none, and that must not open any."""
    scene.cold = scene.cold or scene.others.start(1)[0]
    before = scene.proxy.accepted
    reply = scene.send(event_of(request, Values(scene.names)), scene.cold)
    assert scene.proxy.accepted == before
    return [reply]


def send_at_once(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """The same event through as many instances as it says."""
    event = event_of(request, Values(scene.names))
    crowd = scene.others.start(request["parallel"])
    replies: list[Reply] = []
    threads = [threading.Thread(target=lambda one=one: replies.append(scene.send(event, one))) for one in crowd]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(30)
    for one in crowd:
        one.close()
    assert len(replies) == len(crowd)
    return replies


def send_to_deleted_app(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """To an app that the instance has just seen alive."""
    app_id = scene.new_app("spk_deleted")
    assert scene.send(good_event("spk_deleted")).status == 200
    scene.direct.execute("DELETE FROM tracked_apps WHERE id = %s", [app_id])
    return [scene.send(event_of({**request, "key": "spk_deleted"}, Values(scene.names)))]


def send_with_old_key(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """With a key that was good a moment ago."""
    app_id = scene.new_app("spk_old")
    assert scene.send(good_event("spk_old")).status == 200
    scene.begin()
    scene.direct.execute("UPDATE tracked_apps SET api_key = 'spk_new' WHERE id = %s", [app_id])
    return [scene.send(event_of({**request, "key": "spk_old"}, Values(scene.names)))]


def send_random_keys(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """A key nobody has, each time another one."""
    return [
        scene.send(event_of({**request, "key": f"spk_random_{number}"}, Values(scene.names)))
        for number in range(request["count"])
    ]


def send_what_the_database_refuses(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """An event that we think good and Postgres does not, as its own check of characters would say it (22P05)."""
    scene.direct.execute(
        "CREATE FUNCTION refuse() RETURNS trigger LANGUAGE plpgsql AS"
        " $$ BEGIN RAISE EXCEPTION 'unsupported' USING ERRCODE = '22P05'; END $$"
    )
    scene.direct.execute(
        "CREATE TRIGGER refuse BEFORE INSERT ON events FOR EACH ROW WHEN (NEW.name = '$DB_LEVEL_POISON')"
        " EXECUTE FUNCTION refuse()"
    )
    try:
        return send_in_turn(scene, request)
    finally:
        scene.direct.execute("DROP FUNCTION refuse CASCADE")


RATE = 60


def send_faster_than_allowed(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """More than the app's rate, while another app's events pass; what was acknowledged is stored."""
    scene.new_app("spk_limited", RATE)
    replies = []
    for _ in range(RATE + 50):
        replies.append(scene.send(event_of({**request, "key": "spk_limited"}, Values(scene.names))))
        assert scene.send(good_event("spk_B")).status == 200
    acked = sum(reply.json.get("accepted", 0) for reply in replies)
    assert acked == len([row for row in scene.rows() if row["api_key"] == "spk_limited"])
    assert {reply.status for reply in replies} == {200, 429}
    return replies


def send_over_quota(scene: Scene, request: Mapping[str, Any]) -> list[Reply]:
    """When the minute's events are used up; a rate is the only quota there is."""
    scene.new_app("spk_quota", 1)
    assert scene.send(good_event("spk_quota")).status == 200
    scene.begin()
    return [scene.send(event_of({**request, "key": "spk_quota"}, Values(scene.names)))]


PLAYS: Mapping[str, Callable[[Scene, Mapping[str, Any]], list[Reply]]] = {
    **{f"ING-{number}": send_without_a_connection for number in range(154, 160)},
    "ING-085": send_at_once,
    "ING-132": send_to_deleted_app,
    "ING-133": send_with_old_key,
    "ING-136": send_random_keys,
    "ING-141": send_without_headers,
    "ING-172": send_what_the_database_refuses,
    "ING-173": send_faster_than_allowed,
    "ING-174": send_over_quota,
}


def test_an_instance_that_met_every_case_is_not_larger_for_it(scene: Scene) -> None:
    check_answer(scene.send(good_event("spk_A")))
    assert scene.instance.memory("VmRSS") - scene.resting < 64 * 1024 * 1024


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
