"""A migration that cannot have its lock gives up before an event is lost over it, and runs when it is started again."""

import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import psycopg
import pytest
from alembic.config import Config
from alembic.script import ScriptDirectory

from host.migration import MIGRATIONS
from tests.faults.rig.instance import Instance
from tests.faults.rig.load import batch_of
from tests.faults.rig.rig import KEY, Rig
from tests.gateway import Reply, call

ROOT = Path(__file__).parents[2]
NEXT = """
from alembic import op

revision, down_revision = "next", {head!r}


def upgrade():
    op.execute("ALTER TABLE public.events ADD COLUMN next int")
"""
RUN = "import sys, pathlib, host.migration as it; it.MIGRATIONS = pathlib.Path(sys.argv[1]); it.migrate(sys.argv[2])"


@pytest.fixture
def newer(rig: Rig, tmp_path: Path) -> Iterator[Path]:
    """The migrations with one more, which changes the busiest table; afterwards it never was."""
    folder = tmp_path / "migrations"
    shutil.copytree(MIGRATIONS, folder)
    config = Config()
    config.set_main_option("script_location", str(folder))
    config.set_main_option("path_separator", "os")
    head = ScriptDirectory.from_config(config).get_current_head()
    (folder / "versions" / "next.py").write_text(NEXT.format(head=head))
    yield folder
    with rig.direct() as connection:
        connection.execute("ALTER TABLE public.events DROP COLUMN IF EXISTS next")
        connection.execute("UPDATE spoor.alembic_version SET version_num = %s", [head])


def start_migrating(folder: Path, rig: Rig) -> "subprocess.Popen[bytes]":
    """Run the migrations of a folder in a process of their own."""
    variables = {**os.environ, "PYTHONPATH": os.pathsep.join([str(ROOT), str(ROOT / "layers/common")])}
    return subprocess.Popen(
        [sys.executable, "-c", RUN, str(folder), rig.server.url], env=variables, stderr=subprocess.DEVNULL
    )


def wait_until_it_waits(inspector: psycopg.Connection[dict[str, object]], run: "subprocess.Popen[bytes]") -> None:
    """Until the migration stands in line for its lock."""
    waiting = (
        "SELECT FROM pg_catalog.pg_stat_activity"
        " WHERE wait_event_type = 'Lock' AND query LIKE 'ALTER TABLE public.events%'"
    )
    while not inspector.execute(waiting).fetchall():
        assert run.poll() is None, "it ran into nothing"
        time.sleep(0.02)


def post(instance: Instance) -> Reply:
    """Send a small batch once."""
    return call(instance.handle, "POST", "/v1/events", batch_of(3), headers={"authorization": f"Bearer {KEY}"})


def test_events_are_stored_though_a_migration_stands_in_their_way(rig: Rig, crew: list[Instance], newer: Path) -> None:
    assert post(crew[0]).status == 200
    with rig.direct() as inspector, psycopg.connect(rig.server.url) as reader:
        reader.execute(
            "SELECT FROM public.events"
        )  # a long report: its lock keeps the migration's away, which keeps all others'
        run = start_migrating(newer, rig)
        wait_until_it_waits(inspector, run)
        assert post(crew[0]).status == 200
        assert run.wait(30) != 0
        reader.rollback()
    assert start_migrating(newer, rig).wait(30) == 0
    assert post(crew[0]).status == 200, "the code of before runs on the tables of after"
    assert len(rig.stored()) == 9
