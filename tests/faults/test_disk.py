"""A disk that is full is no database: what does not fit is refused as a whole, and stored once there is room."""

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import psycopg
import pytest
from psycopg import sql

from dev.programs.processes import hand_over
from tests.faults.rig.instance import Instance
from tests.faults.rig.load import batch_of
from tests.faults.rig.rig import KEY, Rig
from tests.gateway import Reply, call

SIZE = 2 * 1024 * 1024
BATCH = 200
MOST = 50
"""Batches, far more than go onto the disk."""

pytestmark = pytest.mark.skipif(
    sys.platform != "linux" or os.geteuid() != 0,
    reason="a file system is mounted, for which one must be root of a Linux",
)


@pytest.fixture
def disk(rig: Rig, outside: Path) -> Iterator[Path]:
    """A small file system of its own, on which the events are kept meanwhile."""
    folder = outside / "disk"
    folder.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", f"size={SIZE}", "tmpfs", folder], check=True)
    try:
        hand_over(folder)
        with rig.direct() as connection:
            connection.execute(sql.SQL("CREATE TABLESPACE small LOCATION {}").format(str(folder)))
            move(connection, "small")
            try:
                yield folder
            finally:
                connection.execute("TRUNCATE public.events, spoor.identities")
                move(connection, "pg_default")
                connection.execute("DROP TABLESPACE small")
    finally:
        subprocess.run(["umount", "--lazy", folder], check=True)  # servers keep files open that are gone
        folder.rmdir()


def move(connection: psycopg.Connection[dict[str, object]], to: str) -> None:
    """Keep the events and their indexes in another tablespace."""
    connection.execute(sql.SQL("ALTER TABLE public.events SET TABLESPACE {}").format(sql.Identifier(to)))
    rows = connection.execute(
        "SELECT relname FROM pg_catalog.pg_index JOIN pg_catalog.pg_class ON oid = indexrelid"
        " WHERE indrelid = 'public.events'::regclass"
    )
    for row in rows.fetchall():
        name = sql.Identifier("public", str(row["relname"]))
        connection.execute(sql.SQL("ALTER INDEX {} SET TABLESPACE {}").format(name, sql.Identifier(to)))


def post(instance: Instance, batch: list[dict[str, Any]]) -> Reply:
    """Send a batch once."""
    return call(instance.handle, "POST", "/v1/events", batch, headers={"authorization": f"Bearer {KEY}"})


def test_what_does_not_fit_is_a_503_as_a_whole_and_stored_once_there_is_room(
    rig: Rig, crew: list[Instance], disk: Path
) -> None:
    filling = disk / "filling"
    filling.write_bytes(b"x" * (SIZE // 2))
    acknowledged: list[str] = []
    for _ in range(MOST):
        batch = batch_of(BATCH)
        reply = post(crew[0], batch)
        if reply.status != 200:
            break
        acknowledged += [event["id"] for event in batch]
    assert acknowledged
    assert (reply.status, reply.json["code"]) == (503, "DATABASE_UNAVAILABLE")
    assert post(crew[0], batch).status == 503
    assert rig.stored() == dict.fromkeys(acknowledged, 1)
    filling.unlink()
    assert post(crew[0], batch).json["accepted"] == BATCH
    assert rig.stored() == dict.fromkeys([*acknowledged, *(event["id"] for event in batch)], 1)
