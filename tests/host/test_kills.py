"""Whatever was answered with success is kept, whenever a host is killed: storing, queueing while the database is away,
draining."""

import sqlite3
import threading
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import psycopg
import pytest
from psycopg.rows import DictRow

from dev import migrate
from dev.database import pooler, postgres
from tests.host.test_image import post
from tests.hosting import Hosted, hosted
from tests.owner import Owner

ENOUGH = 60
"""Answers of success before a kill: without some there is nothing to lose."""


class Sender:
    """Sends events of its own, one a request, from several threads, and remembers those that were taken."""

    def __init__(self, url: str, key: str, name: str) -> None:
        self.taken: set[str] = set()
        self.faults = 0
        self._ended = threading.Event()
        self._threads = [
            threading.Thread(target=self._send, args=(url, key, f"{name} {number}")) for number in range(4)
        ]
        for thread in self._threads:
            thread.start()

    def _send(self, url: str, key: str, name: str) -> None:
        number = 0
        while not self._ended.is_set():
            number += 1
            if post(url, key, {"id": f"{name} {number}", "name": f"{name} {number}", "anonymousId": name}) == 200:
                self.taken.add(f"{name} {number}")
            else:
                self.faults += 1
                time.sleep(0.02)

    def wait_for(self, count: int) -> None:
        """Until so many were taken."""
        until = time.monotonic() + 60
        while len(self.taken) < count:
            assert time.monotonic() < until, f"only {len(self.taken)} events were taken, {self.faults} were not"
            time.sleep(0.01)

    def end(self) -> set[str]:
        """Send no more; what was taken."""
        self._ended.set()
        for thread in self._threads:
            thread.join()
        return self.taken


@pytest.fixture
def bouncer_of_ours(
    server: postgres.Server, direct: psycopg.Connection[DictRow], outside: Path, empty_database: str
) -> Iterator[pooler.Pooler]:
    """A pooler before the new database that may be stopped; it knows no logins but its own."""
    direct.execute(f"GRANT ALL ON DATABASE hosted TO {migrate.LOCAL_USER}")
    running = pooler.start(server.url_of(migrate.LOCAL_USER, "hosted"), outside / "killed")
    assert running is not None
    yield running
    running.stop()


@contextmanager
def killed(layout: Path, data: Path, bouncer: pooler.Pooler, direct_url: str) -> Iterator[Hosted]:
    """A host that is killed at the end, whatever it does then."""
    with hosted(layout, data, bouncer.url("query"), direct_url, AUTH_RATE_LIMIT="false") as running:
        yield running
        running.kill()


def waiting(data: Path) -> int:
    """How many messages with events wait; they can be seen at once from now on."""
    with closing(sqlite3.connect(data / "queue.sqlite")) as file, file:
        file.execute("UPDATE messages SET visible_at = 0")
        return int(file.execute("SELECT count(*) FROM messages WHERE queue = 'WaitingEvents'").fetchone()[0])


def test_nothing_that_was_taken_is_lost_though_the_host_is_killed_storing_queueing_and_draining(
    layout: Path, outside: Path, bouncer_of_ours: pooler.Pooler, empty_database: str
) -> None:
    data, bouncer = outside / "kills", bouncer_of_ours
    with killed(layout, data, bouncer, empty_database) as running:
        owner = Owner(running.url)
        storing = Sender(running.ingest, owner.key, "storing")
        storing.wait_for(ENOUGH)
        running.kill()
        taken = storing.end()
    nowhere = f"postgresql://postgres@127.0.0.1:{bouncer.port}/none"  # it is away as well: the pooler stands for it
    bouncer.kill()
    with killed(layout, data, bouncer, nowhere) as running:  # begins without a database, and takes events
        queueing = Sender(running.ingest, owner.key, "queueing")
        queueing.wait_for(ENOUGH)
        running.kill()
        taken |= queueing.end()
    assert waiting(data) >= ENOUGH
    again = pooler.start(
        empty_database.replace("postgres@", f"{migrate.LOCAL_USER}@"), outside / "killed", bouncer.port
    )
    assert again is not None
    try:
        with killed(layout, data, again, empty_database):  # in the middle of draining
            until = time.monotonic() + 60
            while not any(name.startswith("queueing") for name in names(empty_database)):
                assert time.monotonic() < until, "nothing was drained"
        waiting(data)
        with hosted(layout, data, again.url("query"), empty_database) as running:
            until = time.monotonic() + 60
            while taken - {*(found := names(empty_database))}:
                assert time.monotonic() < until, f"{len(taken - {*found})} of {len(taken)} events are lost"
                time.sleep(0.2)
            assert running.stop() == 0
    finally:
        again.stop()
    assert len(found) == len(set(found)), "events were stored twice"


def names(url: str) -> list[str]:
    """The names of all events."""
    with psycopg.connect(url) as connection:
        return [name for (name,) in connection.execute("SELECT name FROM public.events")]
