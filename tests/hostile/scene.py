"""Where the hostile cases play: one instance, one server connection, two owners' apps; and what is looked at after."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

import psycopg

from tests.faults.instance import Instance, Instances
from tests.faults.proxy import FaultProxy
from tests.gateway import Reply
from tests.people import Direct, track

MEMORY = 64 * 1024 * 1024
"""Bytes by which an instance may grow at the most, even for a moment."""

_SPILLED = re.compile(r"Traceback|SELECT |INSERT |psycopg|sqlstate|File \"|store_event|\.py\b", re.IGNORECASE)


def reply_of(result: Mapping[str, Any]) -> Reply:
    """What a function URL would send."""
    return Reply(result["statusCode"], result.get("headers", {}), result.get("body") or "")


@dataclass
class Scene:
    """`inspector` goes through the pooler, which has a single server connection: it sees what the instance left there.
    `usual` are that connection's settings as they should be, `resting` the instance's bytes before the first case;
    `cold` is an instance that has never needed the database. `others` log elsewhere: they are ended without a word, of
    which Lambda's runtime client complains."""

    instance: Instance
    instances: Instances
    others: Instances
    proxy: FaultProxy
    direct: Direct
    inspector: psycopg.Connection[dict[str, Any]]
    names: Mapping[str, str]
    resting: int = 0
    usual: Mapping[str, str] = field(default_factory=dict)
    cold: Instance | None = None

    def begin(self) -> None:
        """No events, and the memory that is in use now counts as its peak."""
        self.direct.execute("TRUNCATE events, identities")
        self.instance.forget_peak()

    def send(self, event: dict[str, Any], instance: Instance | None = None) -> Reply:
        """Hand the function an event."""
        return reply_of((instance or self.instance).handle(event))

    def new_app(self, key: str, rate: int | None = None) -> str:
        """Another app of the first owner."""
        app_id = track(self.direct, "alice", key)
        self.direct.execute("UPDATE tracked_apps SET rate_limit_per_minute = %s WHERE id = %s", [rate, app_id])
        return app_id

    def log_with(self, words: str) -> list[str]:
        """What the instance has logged, once that says `words`: its lines take another way than its answers."""
        deadline = time.monotonic() + 10
        while not any(words in line for line in self.instances.log()) and time.monotonic() < deadline:
            time.sleep(0.02)
        log = self.instances.log()
        assert any(words in line for line in log)
        return log

    def rows(self) -> list[dict[str, Any]]:
        """The events of all apps, with their ingest key."""
        return self.direct.execute(
            "SELECT e.*, a.api_key FROM events e JOIN tracked_apps a ON a.id = e.app_id ORDER BY e.name"
        ).fetchall()

    def check_aftermath(self, replies: list[Reply]) -> None:
        """What must be so after every case, whatever it was."""
        for reply in replies:
            check_answer(reply)
        grown = self.instance.memory("VmHWM") - self.resting
        assert grown <= MEMORY, f"the instance grew by {grown >> 20} MiB"
        self.check_connection()
        good = self.send(good_event(self.names["$KEY_A"]))
        assert (good.status, good.json["accepted"]) == (200, 1), good

    def settings(self) -> dict[str, str]:
        """The settings of the server connection, without the client's name and plpgsql's, which come later."""
        found = self.inspector.execute(
            "SELECT name, setting FROM pg_settings"
            " WHERE name <> 'application_name' AND NOT starts_with(name, 'plpgsql.')"
        )
        return {row["name"]: row["setting"] for row in found}

    def check_connection(self) -> None:
        """Nothing of a request is left in the database: no setting, statement, transaction or lock."""
        changed = set(self.settings().items()) ^ set(self.usual.items())
        assert not changed, f"settings of the server connection: {changed}"
        prepared = self.inspector.execute("SELECT count(*) AS n FROM pg_prepared_statements").fetchone()
        assert prepared == {"n": 0}
        deadline = time.monotonic() + 2
        while (left := self._left_over()) and time.monotonic() < deadline:  # an answer may overtake its statement's end
            time.sleep(0.01)
        assert left == []

    def _left_over(self) -> list[dict[str, Any]]:
        """Transactions and locks of server connections that should have neither."""
        return self.direct.execute(
            "SELECT a.state, l.mode, l.locktype FROM pg_stat_activity a LEFT JOIN pg_locks l USING (pid)"
            " WHERE a.usename = 'spoor' AND (a.state <> 'idle' OR l.pid IS NOT NULL)"
        ).fetchall()


def check_answer(reply: Reply, listed: int = 0) -> None:
    """JSON with its character set, nothing of our insides, and no fault of ours unless it is the `listed` status."""
    assert reply.status < 500 or reply.status == listed, reply
    assert "charset=utf-8" in reply.headers["content-type"]
    assert not _SPILLED.search(reply.text), reply.text
    assert "set-cookie" not in reply.headers
    if reply.text:
        assert reply.headers["content-type"].startswith("application/json")
        json.loads(reply.text)


def good_event(key: str, name: str = "known good") -> dict[str, Any]:
    """A request that must work at any time."""
    return {
        "version": "2.0",
        "rawPath": "/v1/events",
        "rawQueryString": "",
        "headers": {"content-type": "application/json", "authorization": f"Bearer {key}"},
        "requestContext": {"http": {"method": "POST", "path": "/v1/events", "sourceIp": "203.0.113.9"}},
        "body": json.dumps({"id": str(uuid4()), "name": name}),
        "isBase64Encoded": False,
    }
