"""A run may be cut short, doubled or killed: what is done stays done, and the next one does the rest."""

import time
from datetime import UTC, datetime, timedelta
from threading import Thread
from typing import Any

import psycopg
import pytest
from psycopg.rows import scalar_row

from dev.database import postgres
from rollup.sessions.rounds import Patience, catch_up
from rollup.sessions.stretch import Limits, Stretch, check
from spoor.errors import DatabaseAway
from tests.people import Direct, happen, track
from tests.rollup.runner import Runner
from tests.rollup.visits import expected, stored

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
DAYS = 40


@pytest.fixture
def past(database: Direct, shop: str) -> str:
    """The app, with a visit a day."""
    happen(database, shop, [("page", "device", NOON - timedelta(days=day)) for day in range(DAYS)])
    return shop


def test_a_backlog_is_taken_up_where_the_run_before_was_cut(database: Direct, past: str) -> None:
    assert catch_up(NOON, Patience(looking_s=-1)).events == 1
    step = check(Stretch(past, below=NOON, resumed=True), NOON, Limits(count=10, merge=7))
    assert step is not None
    assert step.events == 7
    assert [row[2] for row in stored(database)] == [NOON - timedelta(days=day) for day in range(7, -1, -1)]
    assert marks(database) == [NOON - timedelta(days=7)]
    assert catch_up(NOON).events == DAYS - 8
    assert stored(database) == expected(database, NOON)
    assert marks(database) == [None]


def test_what_is_recent_comes_first_whatever_waits_in_the_past(database: Direct, past: str) -> None:
    happen(database, past, [("page", "just now", NOON)])
    done = catch_up(NOON, Patience(looking_s=-1))
    assert done.unfinished == 1
    assert {row[1] for row in stored(database)} == {"device", "just now"}
    assert len(stored(database)) == 2


def test_a_round_that_was_cut_comes_round_to_what_it_had_passed(database: Direct, past: str) -> None:
    catch_up(NOON)
    for _ in range(3):
        assert catch_up(NOON, Patience(looking_s=0), Limits(count=5)).unfinished == 1
    happen(database, past, [("page", "late", NOON - timedelta(days=1)), ("page", "late", NOON - timedelta(days=39))])
    assert catch_up(NOON, limits=Limits(count=5)).unfinished == 0
    assert stored(database) == expected(database, NOON)
    assert marks(database) == [None]


def test_a_quarter_of_an_hour_with_more_events_than_may_be_counted_is_taken_whole(database: Direct, shop: str) -> None:
    happen(database, shop, [("page", f"device {n}", NOON + timedelta(seconds=n)) for n in range(20)])
    assert catch_up(NOON, limits=Limits(count=2, merge=2)).opened == 20


def test_a_run_with_nothing_new_reads_no_event_again(database: Direct, past: str) -> None:
    assert catch_up(NOON).events == DAYS
    assert catch_up(NOON).events == 0


def test_an_event_whose_transaction_commits_late_is_not_missed(
    database: Direct, shop: str, server: postgres.Server
) -> None:
    happen(database, shop, [("page", "device", NOON)])
    with psycopg.connect(server.url) as slow:
        slow.execute(
            "INSERT INTO public.events (app_id, name, anonymous_id, occurred_at) VALUES (%s, 'page', 'slow', %s)",
            [shop, NOON],
        )
        catch_up(NOON)
    catch_up(NOON)
    assert stored(database) == expected(database, NOON)


def test_an_app_that_another_run_is_at_is_left_to_it(database: Direct, past: str, server: postgres.Server) -> None:
    track(database, "ann", "spk_blog")
    catch_up(NOON - timedelta(days=DAYS))
    happen(database, past, [("page", "new", NOON)])
    with psycopg.connect(server.url) as other:
        other.execute("SELECT FROM spoor.session_watermarks WHERE app_id = %s FOR UPDATE", [past])
        done = catch_up(NOON)
        assert (done.skipped, done.unfinished) == (2, 0)
    assert catch_up(NOON).opened == 1


def test_deleting_an_app_waits_for_the_step_that_is_at_it_and_breaks_no_run(
    database: Direct, past: str, server: postgres.Server
) -> None:
    catch_up(NOON)
    with psycopg.connect(server.url) as other:
        other.execute("DELETE FROM public.tracked_apps WHERE id = %s", [past])
        assert catch_up(NOON).skipped == 2
    assert stored(database) == []


def test_a_run_killed_within_a_step_leaves_nothing_half_done(
    database: Direct, past: str, server: postgres.Server, runner: Runner
) -> None:
    with psycopg.connect(server.url) as blocker:
        blocker.execute("LOCK TABLE spoor.session_counts IN SHARE MODE")  # sessions are merged, their counts wait
        runner.begin(NOON, Limits())
        while not recording(database):
            time.sleep(0.01)
        runner.kill()
    while recording(database):
        time.sleep(0.01)
    assert stored(database) == []
    catch_up(NOON)
    assert stored(database) == expected(database, NOON)


def test_a_backend_lost_within_a_step_ends_the_run_and_the_next_one_mends_it(
    database: Direct, past: str, server: postgres.Server
) -> None:
    with psycopg.connect(server.url) as blocker:
        blocker.execute("LOCK TABLE spoor.session_counts IN SHARE MODE")
        killer = Thread(target=kill_who_waits, args=[server.url])
        killer.start()
        with pytest.raises(DatabaseAway):
            catch_up(NOON)
        killer.join()
    assert stored(database) == []
    catch_up(NOON)
    assert stored(database) == expected(database, NOON)


def marks(database: Direct) -> list[datetime | None]:
    """How far down each app's round has come."""
    rows = database.execute("SELECT checked_down_to AS mark FROM spoor.session_watermarks").fetchall()
    return [row["mark"] for row in rows]


def kill_who_waits(url: str) -> None:
    """End the backend that waits to record its counts."""
    with psycopg.connect(url, autocommit=True) as killer:
        while not killer.execute(
            "SELECT pg_terminate_backend(pid) FROM pg_catalog.pg_stat_activity WHERE pid = ANY (%s)",
            [recording(killer)],
        ).fetchall():
            time.sleep(0.01)


def recording(connection: psycopg.Connection[Any]) -> list[int]:
    """The backends that are at recording counts."""
    rows = connection.execute(
        "SELECT pid AS pid FROM pg_catalog.pg_stat_activity WHERE state <> 'idle' AND query LIKE '/* record_counts %'"
    )
    rows.row_factory = scalar_row
    return list(rows)
