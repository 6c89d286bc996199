"""Where the hostile cases play: one instance, one server connection, two owners' apps; and what is looked at after."""

import json
import re
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from tests.app_settings import say
from tests.faults.rig.instance import Instance, Instances
from tests.faults.rig.proxy import FaultProxy
from tests.gateway import Reply
from tests.hostile.traces import Inspector, check_traces, settings_of
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
    inspector: Inspector
    names: Mapping[str, str]
    resting: int = 0
    usual: Mapping[str, str] = field(default_factory=dict)
    cold: Instance | None = None

    def begin(self) -> None:
        """No events, and the memory that is in use now counts as its peak."""
        self.direct.execute("TRUNCATE public.events, spoor.identities")
        self.instance.forget_peak()

    def send(self, event: dict[str, Any], instance: Instance | None = None) -> Reply:
        """Hand the function an event."""
        return reply_of((instance or self.instance).handle(event))

    def new_app(self, key: str, rate: int | None = None) -> str:
        """Another app of the first owner."""
        app_id = track(self.direct, "alice", key)
        say(self.direct, app_id, rate_limit_per_minute=rate)
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
            "SELECT e.*, a.api_key FROM public.events e JOIN public.tracked_apps a ON a.id = e.app_id ORDER BY e.name"
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
        """The settings of the server connection."""
        return settings_of(self.inspector)

    def check_connection(self) -> None:
        """Nothing of a request is left in the database."""
        check_traces(self.inspector, self.direct, self.usual)


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
