"""What a session is, and when it is over."""

import json
from datetime import UTC, datetime, timedelta

import psycopg
import pytest

from rollup.app import handler
from rollup.sessions.rounds import catch_up
from tests.app_settings import say
from tests.people import Direct, happen, track
from tests.rollup.visits import expected, stored
from tests.tables import every_row

NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
GAP = timedelta(minutes=30)
TICK = timedelta(microseconds=1)


def visit(database: Direct, app_id: str, *times: datetime, by: str | None = "device") -> None:
    """Events at `times`."""
    happen(database, app_id, [("page", by, at) for at in times])


def test_events_up_to_the_gap_apart_are_one_session_and_beyond_it_two(database: Direct, shop: str) -> None:
    visit(database, shop, NOON, NOON + GAP, NOON + 2 * GAP + TICK)
    catch_up(NOON + timedelta(days=1))
    assert [row[2:] for row in stored(database)] == [(NOON, NOON + GAP), (NOON + 2 * GAP + TICK,) * 2]


def test_a_session_is_open_while_an_event_of_now_would_join_it(database: Direct, shop: str) -> None:
    visit(database, shop, NOON)
    catch_up(NOON + GAP)
    assert stored(database)[0][3] is None
    catch_up(NOON + GAP + TICK)
    assert stored(database)[0][3] == NOON


def test_a_late_event_opens_a_session_again_when_it_reaches_now(database: Direct, shop: str) -> None:
    visit(database, shop, NOON)
    now = NOON + GAP + timedelta(minutes=5)
    catch_up(now)
    assert stored(database) == [(shop, "device", NOON, NOON)]
    visit(database, shop, NOON + timedelta(minutes=20))
    catch_up(now)
    assert stored(database) == [(shop, "device", NOON, None)]


def test_a_session_of_tomorrow_is_open(database: Direct, shop: str) -> None:
    visit(database, shop, NOON + timedelta(hours=23))
    catch_up(NOON)
    assert stored(database) == [(shop, "device", NOON + timedelta(hours=23), None)]


def test_a_late_event_between_two_sessions_makes_them_one_under_the_id_of_the_first(
    database: Direct, shop: str
) -> None:
    visit(database, shop, NOON, NOON + timedelta(minutes=50))
    catch_up(NOON + timedelta(days=1))
    first = database.execute("SELECT id FROM public.sessions ORDER BY started_at LIMIT 1").fetchone()
    visit(database, shop, NOON + timedelta(minutes=25))
    done = catch_up(NOON + timedelta(days=1))
    assert (done.opened, done.extended, done.absorbed) == (0, 1, 1)
    assert stored(database) == [(shop, "device", NOON, NOON + timedelta(minutes=50))]
    assert database.execute("SELECT id FROM public.sessions").fetchone() == first


def test_an_event_before_a_session_moves_its_start(database: Direct, shop: str) -> None:
    visit(database, shop, NOON)
    catch_up(NOON + timedelta(days=1))
    visit(database, shop, NOON - GAP)
    catch_up(NOON + timedelta(days=1))
    assert stored(database) == [(shop, "device", NOON - GAP, NOON)]


def test_an_event_years_late_is_found(database: Direct, shop: str) -> None:
    visit(database, shop, NOON)
    catch_up(NOON)
    visit(database, shop, datetime(2000, 1, 1, tzinfo=UTC))
    catch_up(NOON)
    assert stored(database)[0][2] == datetime(2000, 1, 1, tzinfo=UTC)


def test_visitors_and_apps_have_sessions_of_their_own(database: Direct, shop: str) -> None:
    blog = track(database, "ann", "spk_blog")
    for app_id in (shop, blog):
        for name in ("device", "other"):
            visit(database, app_id, NOON, by=name)
    catch_up(NOON + timedelta(days=1))
    assert len(stored(database)) == 4
    assert stored(database) == expected(database, NOON + timedelta(days=1))


def test_an_event_without_a_visitor_belongs_to_no_session(database: Direct, shop: str) -> None:
    visit(database, shop, NOON, by=None)
    catch_up(NOON)
    assert stored(database) == []


def test_an_app_may_set_its_own_gap(database: Direct, shop: str) -> None:
    say(database, session_gap_seconds=60)
    visit(database, shop, NOON, NOON + timedelta(seconds=60), NOON + timedelta(seconds=121))
    catch_up(NOON + timedelta(days=1))
    assert [row[2] for row in stored(database)] == [NOON, NOON + timedelta(seconds=121)]


@pytest.mark.parametrize("gap", [60, 86400])
def test_a_gap_that_is_changed_later_holds_for_the_past_as_well(database: Direct, shop: str, gap: int) -> None:
    visit(database, shop, *(NOON + timedelta(minutes=20 * n) for n in (0, 1, 4, 9)))
    catch_up(NOON + timedelta(days=3))
    say(database, session_gap_seconds=gap)
    catch_up(NOON + timedelta(days=3))
    assert stored(database) == expected(database, NOON + timedelta(days=3))


def test_a_gap_of_nothing_is_refused(database: Direct, shop: str) -> None:
    with pytest.raises(psycopg.errors.CheckViolation):
        say(database, session_gap_seconds=0)


def test_sessions_go_with_their_app(database: Direct, shop: str) -> None:
    blog = track(database, "ann", "spk_blog")
    visit(database, shop, NOON)
    visit(database, blog, NOON)
    catch_up(NOON)
    database.execute("DELETE FROM public.tracked_apps WHERE id = %s", [shop])
    done = catch_up(NOON)
    assert done.skipped == 0
    assert [row[0] for row in stored(database)] == [blog]
    for table in ("spoor.session_counts", "spoor.session_watermarks", "spoor.session_reach"):
        assert len(every_row(database, table)) == 1


def test_the_handler_goes_by_the_clock_of_the_database(database: Direct, shop: str) -> None:
    database.execute(
        "INSERT INTO public.events (app_id, name, anonymous_id, occurred_at)"
        " SELECT id, 'page', 'now', now() FROM public.tracked_apps"
        " UNION ALL SELECT id, 'page', 'before', now() - interval '31 minutes' FROM public.tracked_apps"
    )
    answer = handler({}, None)
    assert answer["sessions"]["opened"] == 2
    assert [(row[1], row[3] is None) for row in stored(database)] == [("before", False), ("now", True)]
    assert handler({}, None)["sessions"]["events"] == 0


def test_a_run_tells_in_metrics_and_in_the_log_what_it_did(
    database: Direct, shop: str, capsys: pytest.CaptureFixture[str], caplog: pytest.LogCaptureFixture
) -> None:
    visit(database, shop, NOON, NOON + GAP)
    did = handler({}, None)["sessions"]
    assert (did["events"], did["opened"]) == (2, 1)
    printed = [json.loads(line) for line in capsys.readouterr().out.splitlines()]
    metrics = next(line for line in printed if "SessionsOpened" in line)
    told = {what: count for what, count in did.items() if count}
    assert {what: metrics[f"Sessions{what.title()}"] for what in told} == {what: [n] for what, n in told.items()}
    logged = next(record for record in caplog.records if record.getMessage() == "sessions kept")
    assert vars(logged) | did == vars(logged)
