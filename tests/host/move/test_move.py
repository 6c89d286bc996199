"""All of a database goes into another, through a folder, whole: every row, and so every report."""

from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from pathlib import Path
from random import Random
from typing import Any

import psycopg
import pytest
from psycopg import sql

from dev import migrate
from dev.database import postgres
from host.move.__main__ import main
from host.move.arrival import Refused, arrive
from host.move.departure import REVISION, InLakeAlone, leave
from host.move.folder import BrokenFolder, Folder
from host.move.tables import look
from query.reports.catalogue import REPORTS
from rollup.sessions.rounds import catch_up
from spoor import database as layer
from tests.conftest import SECRET, forget_settings
from tests.gateway import call
from tests.people import Direct, claim, happen, sign_up, track
from tests.stack import FORGETFUL
from tests.tables import empty

ENTRY = "all"
START = datetime(2026, 10, 31, tzinfo=UTC)
NAMES = ("Signed Up", "Order Completed", "checkout started", "order completed", "$pageview")
PIECE_ROWS = 64

Plain = psycopg.Connection[tuple[Any, ...]]


class CutOff(Exception):
    """Somebody pulled the plug."""


@pytest.fixture(scope="module")
def second(outside: Path) -> Iterator[postgres.Server]:
    """Another Postgres, migrated and empty."""
    running = postgres.start(outside / "second" / "data", settings=dict.fromkeys(FORGETFUL, "off"))
    migrate.migrate(running.url)
    migrate.make_local_users(running.url)
    yield running
    running.stop()


@pytest.fixture
def shop(database: Direct, monkeypatch: pytest.MonkeyPatch) -> str:
    """An app in which some weeks happened, and of which an owner keeps what there is to keep."""
    monkeypatch.setenv("API_TOKEN_SECRETS", SECRET)
    random = Random(7)
    sign_up(database, "ann")
    app_id = track(database, "ann", "spk_shop")
    happen(
        database,
        app_id,
        [
            (
                random.choice(NAMES),
                random.choice([f"visitor {random.randrange(30)}", None]),
                START + timedelta(seconds=random.randrange(22 * 86400)),
                random.choice(
                    [None, {"plan": "pro", "total": random.random(), "$pathname": "/\\N\t\n\u00e9\U0001f600"}]
                ),
            )
            for _ in range(500)
        ],
    )
    claim(database, app_id, ("visitor 1", "user 1"), ("visitor 2", "user 1"))
    catch_up()
    funnel = {"name": "Ours", "steps": [{"event": "Signed Up"}, {"event": "Order Completed"}]}
    for path, body in (
        ("funnels", {**funnel, "conversionWindowSeconds": 3600}),
        ("annotations", {"text": "Launch", "at": "2026-11-02T00:00:00Z"}),
    ):
        assert call_query(f"/api/apps/{app_id}/{path}", body)[0] == 201
    assert call_query("/api/tokens", {"name": "t", "scopes": ["read"], "expiresInDays": 9})[0] == 201
    return app_id


def call_query(path: str, body: object) -> tuple[int, Any]:
    from query.app import handler

    reply = call(handler, "POST", path, body, user_id="ann")
    return reply.status, reply.json


@contextmanager
def opened(server: postgres.Server) -> Iterator[Plain]:
    with psycopg.connect(server.url) as connection:
        yield connection


def contents(server: postgres.Server) -> dict[str, list[str]]:
    """Every row of every table, as text."""
    rows = sql.SQL("SELECT t::text FROM {} AS t")
    with opened(server) as connection:
        return {
            table.name: sorted(str(row[0]) for row in connection.execute(rows.format(table.identifier)))
            for table in look(connection, with_lake=True)
        }


def answers(app_id: str) -> Any:
    """The answer to every report's example."""
    questions = [{**report.example.question, "report": report.name} for report in REPORTS]
    found = []
    for at in range(0, len(questions), 5):
        status, said = call_query(f"/api/apps/{app_id}/reports", {"questions": questions[at : at + 5]})
        assert status == 200, said
        found += said["answers"]
    assert {one["status"] for one in found} == {200}
    return found


def cut_after(count: int) -> Any:
    """A listener who pulls the plug after so many pieces."""
    left = [count]

    def tell(_: str) -> None:
        left[0] -= 1
        if left[0] < 0:
            raise CutOff

    return tell


def test_everything_moves_there_and_back_though_it_is_cut_off_and_every_report_is_the_same(
    server: postgres.Server,
    second: postgres.Server,
    shop: str,
    tmp_path: Path,
    database: Direct,
    monkeypatch: pytest.MonkeyPatch,
    capsys: pytest.CaptureFixture[str],
) -> None:
    before, asked = contents(server), answers(shop)
    filled = {name for name, rows in before.items() if rows}
    assert {"public.events", "public.sessions", "spoor.claims", "spoor.identities", "spoor.api_tokens"} <= filled
    with opened(server) as connection, pytest.raises(CutOff):
        leave(connection, tmp_path / "there", cut_after(3), piece_rows=PIECE_ROWS)
    with opened(second) as connection, pytest.raises(BrokenFolder, match="no whole export"):
        arrive(connection, tmp_path / "there", print)
    happen(database, shop, [("Signed Up", "late", START)])
    database.execute("DELETE FROM public.events WHERE anonymous_id = 'late'")
    with opened(server) as connection:
        rows = leave(connection, tmp_path / "there", print, piece_rows=PIECE_ROWS)
    assert rows == sum(map(len, before.values())) - len(before["spoor.lake_home"])
    pieces = Folder(tmp_path / "there").pieces()
    assert [piece.rows for piece in pieces if piece.table == "public.events"] == [64] * 7 + [52]
    for count in (2, 4):
        with opened(second) as connection, pytest.raises(CutOff):
            arrive(connection, tmp_path / "there", cut_after(count))
    monkeypatch.setattr("sys.argv", ["move", "import", str(tmp_path / "there"), "--url", second.url])
    assert main() == 0
    assert "public.events: 500 rows, 500 equal\n" in capsys.readouterr().out
    assert contents(second) == before
    layer.close()
    monkeypatch.setenv("DATABASE_URL", second.url_of(migrate.LOCAL_USER))
    forget_settings()
    assert answers(shop) == asked
    monkeypatch.setattr("sys.argv", ["move", "export", str(tmp_path / "back"), "--url", second.url])
    assert main() == 0
    empty(database)
    monkeypatch.setattr("sys.argv", ["move", "import", str(tmp_path / "back"), "--url", server.url])
    assert main() == 0
    assert contents(server) == before
    assert main() == 0  # once more: nothing happens


def test_what_is_there_stays_what_lacks_its_owner_is_left_out_and_both_are_told(
    server: postgres.Server, shop: str, database: Direct, tmp_path: Path
) -> None:
    with opened(server) as connection:
        leave(connection, tmp_path / "folder", print)
    database.execute("UPDATE public.\"user\" SET name = 'Anna'")
    database.execute("DELETE FROM public.tracked_apps")
    folder = Folder(tmp_path / "folder")
    lines = [line for line in (tmp_path / "folder/pieces.jsonl").read_text().splitlines() if "tracked_apps" not in line]
    (tmp_path / "folder/pieces.jsonl").write_text("\n".join(lines) + '\n{"table": "cut o')
    with opened(server) as connection:
        counts = arrive(connection, tmp_path / "folder", print)
    assert (counts["public.user"].different, counts["public.user"].left_out) == (1, 0)
    assert (counts["public.events"].exported, counts["public.events"].left_out) == (500, 500)
    assert [row["name"] for row in database.execute('SELECT name FROM public."user"')] == ["Anna"]
    [piece] = [piece for piece in folder.pieces() if piece.table == "public.user"]
    (tmp_path / "folder" / piece.file).write_bytes(b"")
    for path in (tmp_path / "folder").glob("arrived-*"):
        path.unlink()
    with opened(server) as connection, pytest.raises(BrokenFolder, match="copy the folder again"):
        arrive(connection, tmp_path / "folder", print)
    folder.path.joinpath(REVISION).write_text('{"revision": "9999"}\n')
    with opened(server) as connection, pytest.raises(Refused, match="no older than"):
        arrive(connection, tmp_path / "folder", print)


def test_what_is_in_the_lake_alone_is_not_left_behind_without_a_word(
    database: Direct, shop: str, server: postgres.Server, tmp_path: Path
) -> None:
    database.execute("INSERT INTO spoor.lake_horizons (app_id, since) VALUES (%s, '2026-11-01')", [shop])
    with psycopg.connect(server.url) as connection:
        with pytest.raises(InLakeAlone, match="--with-lake"):
            leave(connection, tmp_path / "without", lambda _: None)
        connection.rollback()
        assert leave(connection, tmp_path / "with", lambda _: None, with_lake=True) > 500
