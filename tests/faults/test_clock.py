"""What is said of time goes by one clock, the instance's: while that is wrong no event is doubled and none is lost.

Lambda keeps its machines' clocks; one that is two days ahead shows what hangs on it.
"""

import shutil
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from tests.faults.rig.instance import Instance, Instances
from tests.faults.rig.load import batch_of
from tests.faults.rig.rig import KEY, Rig
from tests.gateway import Reply, call

AHEAD = timedelta(days=2)

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or shutil.which("faketime") is None,
    reason="faketime sets the clock: apt-get install faketime",
)


def wrong_clock() -> dict[str, str]:
    """The environment in which a process's clock is AHEAD, though it measures how long things take as ever."""
    ask = "import os; print(os.environ['LD_PRELOAD'])"
    command = ["faketime", "-f", "+0d", sys.executable, "-c", ask]
    library = subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()
    return {"LD_PRELOAD": library, "FAKETIME": f"+{AHEAD.days}d", "FAKETIME_DONT_FAKE_MONOTONIC": "1"}


@pytest.fixture
def ahead(rig: Rig, tmp_path: Path) -> Iterator[Instance]:
    """An instance whose clock is two days ahead."""
    instances = Instances(tmp_path, {"DATABASE_URL": rig.url, **wrong_clock()})
    yield instances.start(1)[0]
    instances.close()


def post(instance: Instance, events: list[dict[str, Any]], **beside: str) -> Reply:
    """Send a batch once."""
    body = {"events": events, **beside}
    return call(instance.handle, "POST", "/v1/events", body, headers={"authorization": f"Bearer {KEY}"})


def times(rig: Rig) -> list[datetime]:
    """When the stored events happened."""
    with rig.direct() as connection:
        rows = connection.execute("SELECT occurred_at FROM public.events ORDER BY 1").fetchall()
    return [row["occurred_at"] for row in rows]


def test_what_an_instance_with_a_wrong_clock_stored_is_a_duplicate_to_every_other(
    rig: Rig, ahead: Instance, crew: list[Instance]
) -> None:
    now = datetime.now(UTC)
    events = batch_of(3)
    for said in ({}, {"sentAt": now.isoformat()}):
        assert post(ahead, events, **said).status == 200
        assert post(crew[0], events, **said).json["duplicates"] == 3
    assert len(times(rig)) == 3


def test_a_time_that_a_tracker_gives_alone_is_stored_as_it_is(rig: Rig, ahead: Instance) -> None:
    events = batch_of(3)
    assert post(ahead, events).json["accepted"] == 3
    assert times(rig) == [datetime.fromisoformat(event["occurredAt"]) for event in events]


def test_what_a_wrong_clock_moves_can_be_moved_back(rig: Rig, ahead: Instance) -> None:
    """A tracker that tells its own clock is believed to be wrong by two days; what it said is kept."""
    events = batch_of(3)
    warnings = post(ahead, events, sentAt=datetime.now(UTC).isoformat()).json["warnings"]
    assert [one["code"] for one in warnings] == ["TIME_CORRECTED"] * 3
    with rig.direct() as connection:
        rows = connection.execute("SELECT properties ->> '$sent_occurred_at' AS sent FROM public.events").fetchall()
    assert {row["sent"] for row in rows} == {event["occurredAt"] for event in events}
    assert all(time - datetime.now(UTC) > timedelta(days=1) for time in times(rig))


def test_without_a_time_an_event_happened_when_it_arrived_by_the_clock_of_the_instance(
    rig: Rig, ahead: Instance
) -> None:
    assert post(ahead, [{"name": "now", "properties": {"ledger": "now"}}]).status == 200
    [time] = times(rig)
    assert time - datetime.now(UTC) > timedelta(days=1)
