"""What the catalogue expects in words: a rule for each such case, held to what was answered, stored and logged."""

import json
from collections.abc import Callable, Mapping
from datetime import UTC, datetime, timedelta

from tests.faults.rig.proxy import Fault
from tests.hostile.adapter import Values, event_of
from tests.hostile.catalogue import CASES
from tests.hostile.expected import Outcome
from tests.hostile.scene import Scene, good_event

Rule = Callable[[Scene, Outcome], None]


def replaced_or_sane(_: Scene, outcome: Outcome) -> None:
    """A time is read in the unit that its size shows, or replaced; never taken for 1970 or 58000."""
    [time] = [row["occurred_at"] for row in outcome.rows if row["name"] == "click"]
    assert datetime(2000, 1, 1, tzinfo=UTC) <= time <= datetime.now(UTC) + timedelta(hours=24)
    assert outcome.first.get("warnings", []) in ([], [{"index": 0, "code": "TIME_REPLACED"}])


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
    told = {one["index"] for one in (*outcome.first["rejected"], *outcome.first["warnings"])}
    assert told == {*range(8)} - {5}  # an empty list is an empty object, and nothing to tell
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
    **{f"ING-{number}": replaced_or_sane for number in (106, 107, 108, 110, 111, 112, 113)},
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
