"""Keeps messages in one SQLite file."""

import json
import sqlite3
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from time import time
from uuid import uuid4

_SCHEMA = """
CREATE TABLE IF NOT EXISTS messages (
    id TEXT PRIMARY KEY, queue TEXT NOT NULL, body TEXT NOT NULL, attributes TEXT NOT NULL, size INTEGER NOT NULL,
    sent_at REAL NOT NULL, visible_at REAL NOT NULL, receives INTEGER NOT NULL DEFAULT 0, handle TEXT
) WITHOUT ROWID;
CREATE INDEX IF NOT EXISTS messages_by_queue ON messages (queue, visible_at);
CREATE INDEX IF NOT EXISTS messages_by_handle ON messages (handle);
"""


class Full(Exception):
    """The file holds as much as it may."""


@dataclass(frozen=True)
class Rules:
    """How a queue treats its messages: seconds that a received one is hidden, and where one goes that came so often."""

    hidden_s: float = 30.0
    dead_letters: str | None = None
    max_receives: int = 0


@dataclass(frozen=True)
class Received:
    """A message, and the handle by which it is deleted or hidden; `receives` counts this time."""

    id: str
    body: str
    attributes: Mapping[str, str]
    sent_at: float
    receives: int
    handle: str


class QueueStore:
    """The queues in the file at `path`, which may hold `most_bytes` of bodies. Every change is on the disk before a
    call returns; calls may come from any thread. They raise sqlite3.Error where the disk fails."""

    def __init__(self, path: Path, rules: Mapping[str, Rules], most_bytes: int) -> None:
        self._rules = rules
        self._most = most_bytes
        self._arrived = threading.Condition()
        self._file = sqlite3.connect(path, check_same_thread=False, isolation_level=None)
        self._file.execute("PRAGMA journal_mode = WAL")
        self._file.execute("PRAGMA synchronous = FULL")  # WAL alone would keep the last commits from a kill only
        self._file.executescript(_SCHEMA)
        [(self._bytes,)] = self._file.execute("SELECT coalesce(sum(size), 0) FROM messages")

    def close(self) -> None:
        """Close the file."""
        with self._arrived:
            self._file.close()

    @property
    def names(self) -> Sequence[str]:
        """The queues."""
        return list(self._rules)

    def count(self, queue: str) -> int:
        """How many messages are in a queue, hidden ones too."""
        with self._arrived:
            [(count,)] = self._file.execute("SELECT count(*) FROM messages WHERE queue = ?", [queue])
        return int(count)

    def send(self, queue: str, body: str, attributes: Mapping[str, str], delay_s: float = 0) -> str:
        """Keep a message; its id. Raises Full."""
        size, id_, now = len(body), str(uuid4()), time()
        row = (id_, queue, body, json.dumps(dict(attributes)), size, now, now + delay_s)
        with self._arrived:
            if self._bytes + size > self._most:
                raise Full
            self._file.execute(
                "INSERT INTO messages (id, queue, body, attributes, size, sent_at, visible_at) VALUES (?,?,?,?,?,?,?)",
                row,
            )
            self._bytes += size
            self._arrived.notify_all()
        return id_

    def receive(self, queue: str, most: int, wait_s: float = 0) -> list[Received]:
        """The messages of a queue that can be seen, oldest first; they are hidden for a while then."""
        with self._arrived:
            found = self._take(queue, most)
            if not found and wait_s:
                self._arrived.wait(wait_s)
                found = self._take(queue, most)
            return found

    def delete(self, queue: str, handle: str) -> bool:
        """Forget a message; whether the handle was its latest."""
        with self._arrived:
            gone = self._file.execute(
                "DELETE FROM messages WHERE queue = ? AND handle = ? RETURNING size", (queue, handle)
            ).fetchall()
            self._bytes -= sum(size for (size,) in gone)
        return bool(gone)

    def hide(self, queue: str, handle: str, seconds: float) -> bool:
        """Let a received message be seen again in so many seconds; whether the handle was its latest."""
        with self._arrived:
            changed = self._file.execute(
                "UPDATE messages SET visible_at = ? WHERE queue = ? AND handle = ?", (time() + seconds, queue, handle)
            )
            return changed.rowcount > 0

    def _take(self, queue: str, most: int) -> list[Received]:
        rules, now, found = self._rules[queue], time(), []
        self._file.execute("BEGIN IMMEDIATE")
        try:
            rows = self._file.execute(
                "SELECT id, body, attributes, sent_at, receives FROM messages WHERE queue = ? AND visible_at <= ?"
                " ORDER BY visible_at LIMIT ?",
                (queue, now, most),
            ).fetchall()
            for id_, body, attributes, sent_at, receives in rows:
                if rules.dead_letters and receives >= rules.max_receives:
                    moved = "UPDATE messages SET queue = ?, receives = 0, handle = NULL WHERE id = ?"
                    self._file.execute(moved, (rules.dead_letters, id_))
                    continue
                handle = str(uuid4())
                seen = "UPDATE messages SET visible_at = ?, receives = ?, handle = ? WHERE id = ?"
                self._file.execute(seen, (now + rules.hidden_s, receives + 1, handle, id_))
                found.append(Received(id_, body, json.loads(attributes), sent_at, receives + 1, handle))
        except BaseException:
            self._file.execute("ROLLBACK")
            raise
        self._file.execute("COMMIT")
        return found
