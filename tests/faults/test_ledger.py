"""Whatever breaks, an acknowledged event is stored, once: reliability tests in the manner of Jepsen's set test.

FAULT_SECONDS is the load before and after each fault (default 0.4, enough for every change; 8 for a nightly run).
"""

import os
import random
import signal
import time
from collections.abc import Callable
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import dict_row

from tests.faults.rig.instance import Instance, Instances
from tests.faults.rig.ledger import Verdict, check
from tests.faults.rig.load import BATCH, Load
from tests.faults.rig.proxy import Fault
from tests.faults.rig.rig import CLIENT_IDLE, Rig

SECONDS = min(max(float(os.environ.get("FAULT_SECONDS", "0.4")), 0.1), 60)
ENOUGH = 1000
"""Acknowledged events without which a run proves nothing."""

BEFORE, AFTER = 10, 2 * ENOUGH // BATCH
"""Acknowledged batches before a fault and after it, however long they take: a busy machine needs longer, not less."""

PATIENCE = 60.0
"""Seconds to wait for them at the most."""

ROUNDS = 3
"""How often a fault strikes anew that nobody felt."""

DEADLINE = 8.0
"""Seconds that ingest gives the database; a hang must outlast it to be felt."""


def terminate_backends(rig: Rig) -> None:
    """pg_terminate_backend on up to three server connections, again and again."""
    with rig.direct() as connection:
        for _ in range(10):
            connection.execute(
                "SELECT pg_terminate_backend(pid) FROM"
                " (SELECT pid FROM pg_catalog.pg_stat_activity WHERE usename = 'spoor'"
                " ORDER BY random() LIMIT 3) AS victims"
            )
            time.sleep(0.15)


def kill_a_backend(rig: Rig) -> None:
    """SIGKILL to one server process: Postgres then recovers as a whole."""
    with rig.direct() as connection:
        rows = connection.execute("SELECT pid FROM pg_catalog.pg_stat_activity WHERE usename = 'spoor'").fetchall()
    os.kill(int(str(random.choice(rows)["pid"])), signal.SIGKILL)


def crash_server(rig: Rig) -> None:
    """Two power cuts."""
    rig.crash_server()
    time.sleep(SECONDS)
    rig.crash_server()


def kill_pooler(rig: Rig) -> None:
    """Two deaths of PgBouncer."""
    rig.restart_pooler()
    time.sleep(SECONDS)
    rig.restart_pooler()


def freeze_pooler(rig: Rig) -> None:
    """PgBouncer hangs for longer than anybody waits."""
    rig.pooler.freeze()
    time.sleep(DEADLINE + 0.5)
    rig.pooler.thaw()


def black_hole(rig: Rig) -> None:
    """The network swallows everything for longer than anybody waits, and delivers it late."""
    rig.proxy.set(Fault.BLACK_HOLE)
    time.sleep(DEADLINE + 0.5)
    rig.proxy.set(Fault.PASS)


def cut_before(rig: Rig) -> None:
    """Two in three statements are cut on their way to the server: often the repetition as well."""
    _cut(rig, Fault.CUT_BEFORE_FORWARD)


def cut_after(rig: Rig) -> None:
    """Statements are carried out and the reply is cut: nobody knows that they are stored."""
    _cut(rig, Fault.CUT_BEFORE_REPLY)


def _cut(rig: Rig, fault: Fault) -> None:
    before = rig.proxy.struck
    rig.proxy.set(fault, every=2)
    time.sleep(SECONDS + 1)
    deadline = time.monotonic() + PATIENCE
    while rig.proxy.struck <= before + 10 and time.monotonic() < deadline:
        time.sleep(0.05)
    rig.proxy.set(Fault.PASS)
    assert rig.proxy.struck > before + 10


def run(
    rig: Rig, crew: list[Instance], instances: Instances, folder: Path, strike: Callable[[Rig], None] | None
) -> Verdict:
    """Load, the fault, load again; then what the checker says. Where the fault was not felt at all it is tried again,
    up to ROUNDS times, and then it fails."""
    for number in range(ROUNDS):
        if number:
            rig.forget()
        verdict, felt = _round(rig, crew, instances, folder / str(number), strike)
        if felt or verdict.broken:
            return verdict
    raise AssertionError("fault missed: nobody noticed anything")


def _round(
    rig: Rig, crew: list[Instance], instances: Instances, folder: Path, strike: Callable[[Rig], None] | None
) -> tuple[Verdict, bool]:
    """One round of `run`, and whether anybody felt the fault."""
    logged = len(instances.log())
    load = Load(crew, "spk_ledger", folder)
    try:
        assert load.wait_for_acks(BEFORE, PATIENCE), "nothing is acknowledged even before the fault"
        time.sleep(SECONDS)
        if strike:
            strike(rig)
        recovered = load.wait_for_acks(AFTER, PATIENCE)
        time.sleep(SECONDS)
    finally:
        load.stop()
    verdict = check(folder, rig.stored())
    discarded = sum("database connection discarded" in line for line in instances.log()[logged:])
    print(f"{verdict}; {discarded} connections discarded")
    assert recovered, "too little is acknowledged after the fault"
    assert verdict.acked >= ENOUGH, "too few acknowledged events to tell"
    return verdict, strike is None or verdict.errors + discarded > 0


def test_the_server_promises_durability(rig: Rig) -> None:
    with psycopg.connect(rig.pooler.url("ingest"), row_factory=dict_row) as connection:  # as functions see it
        for setting in ("fsync", "synchronous_commit", "full_page_writes"):
            assert connection.execute(f"SHOW {setting}".encode()).fetchone() == {setting: "on"}


@pytest.mark.parametrize(
    "strike",
    [terminate_backends, kill_a_backend, crash_server, kill_pooler, freeze_pooler, black_hole, cut_before],
)
def test_an_acknowledged_event_is_stored_once(
    strike: Callable[[Rig], None], rig: Rig, crew: list[Instance], instances: Instances, tmp_path: Path
) -> None:
    verdict = run(rig, crew, instances, tmp_path, strike)
    assert verdict.broken == {}


def test_without_a_fault_all_that_is_stored_is_acknowledged(
    rig: Rig, crew: list[Instance], instances: Instances, tmp_path: Path
) -> None:
    verdict = run(rig, crew, instances, tmp_path, None)
    assert verdict.broken == {}
    assert (verdict.unknown, verdict.duplicates, verdict.errors) == (set(), 0, 0)


def test_what_is_sent_again_after_a_cut_reply_is_answered_as_a_duplicate(
    rig: Rig, crew: list[Instance], instances: Instances, tmp_path: Path
) -> None:
    verdict = run(rig, crew, instances, tmp_path, cut_after)
    assert verdict.broken == {}
    assert verdict.duplicates > 0


def test_an_instance_killed_in_the_middle_of_a_request_leaves_nothing_half_done(
    rig: Rig, crew: list[Instance], instances: Instances, tmp_path: Path
) -> None:
    def time_out(_: Rig) -> None:
        for number in range(6):
            crew[number % len(crew)].kill()
            time.sleep(0.25)

    verdict = run(rig, crew, instances, tmp_path, time_out)
    assert verdict.errors > 0
    assert verdict.broken == {}


def test_instances_frozen_in_the_middle_of_requests_hold_nobody_up(
    rig: Rig, crew: list[Instance], instances: Instances, tmp_path: Path
) -> None:
    witness = crew[0]
    load = Load(crew[1:], "spk_ledger", tmp_path / "frozen")
    others = None
    try:
        assert load.wait_for_acks(BEFORE, PATIENCE)
        for each in crew[1:]:
            each.freeze()
        others = Load([witness], "spk_ledger", tmp_path / "witness")
        assert others.wait_for_acks(20, PATIENCE)
        time.sleep(CLIENT_IDLE + 1)
    finally:
        for each in crew[1:]:
            each.thaw()
        if others:
            others.stop()
        load.stop()
    stored = rig.stored()
    frozen, awake = check(tmp_path / "frozen", stored), check(tmp_path / "witness", stored)
    assert frozen.phantom & awake.phantom == set(), "events that neither ledger knows"
    frozen.phantom.clear()  # each ledger knows only its own events
    awake.phantom.clear()
    assert (frozen.broken, awake.broken) == ({}, {})
    assert frozen.acked > 0
    assert awake.acked > 0


ASYNCHRONOUS = {"synchronous_commit": "off", "wal_writer_delay": "10s", "wal_writer_flush_after": "1GB"}


def test_the_checker_finds_losses_where_commits_are_not_awaited(
    rig: Rig, crew: list[Instance], instances: Instances, tmp_path: Path
) -> None:
    """The negative control: a checker that does not shout here has no teeth."""

    def crash_asynchronously(of: Rig) -> None:
        """A power cut before the WAL writer came round, which on a slow machine it does between any two commits."""
        with of.direct() as connection:
            row = connection.execute(
                "SELECT pid FROM pg_catalog.pg_stat_activity WHERE backend_type = 'walwriter'"
            ).fetchone()
        assert row is not None
        writer = int(str(row["pid"]))
        os.kill(writer, signal.SIGSTOP)
        time.sleep(SECONDS)
        os.kill(writer, signal.SIGKILL)  # stopped, it would outlive the server
        of.crash_server(ASYNCHRONOUS)

    rig.server.stop()
    rig.start_server(ASYNCHRONOUS)
    try:
        lost = 0
        for number in range(ROUNDS):
            lost = lost or len(run(rig, crew, instances, tmp_path / str(number), crash_asynchronously).lost)
            rig.forget()
    finally:
        rig.server.stop()
        rig.start_server()
    assert lost > 0
