"""Where hostile requests to the API play: the real authorizer, and one instance behind one server connection."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import unquote

from tests.faults.rig.instance import Instance
from tests.front import admitted
from tests.gateway import Reply
from tests.hostile.query.adapter import DAYS, Sent
from tests.hostile.scene import MEMORY, Scene, check_answer
from tests.tables import every_row

FIRST_DAY = DAYS["from"]
KEPT = (
    "public.tracked_apps",
    "public.funnels",
    "spoor.cohorts",
    "spoor.saved_reports",
    "spoor.dashboards",
    "spoor.annotations",
)
GOOD = {**DAYS, "interval": "day", "series": [{"event": "known good"}]}


@dataclass
class QueryScene(Scene):
    """As ingest's scene, with requests to the API as a browser sends them; `ingest` is an instance of ingest."""

    ingest: Instance | None = None

    def begin(self) -> None:
        """One event of Alice's, one of Bob's, and the memory that is in use now counts as its peak."""
        self.direct.execute("TRUNCATE public.events, spoor.identities")
        for app, name in (("$APP_A", "known good"), ("$APP_B", "bobs")):
            self.happen(self.names[app], [(name, "d1", {}, f"{FIRST_DAY}T12:00:00Z")])
        self.instance.forget_peak()

    def happen(self, app_id: str, events: list[tuple[str, str | None, Mapping[str, Any], str]]) -> None:
        """Events of (name, anonymous id, properties, time)."""
        with self.direct.cursor() as cursor:
            cursor.executemany(
                "INSERT INTO public.events (id, app_id, name, anonymous_id, properties, occurred_at)"
                " VALUES (gen_random_uuid(), %s, %s, %s, %s::jsonb, %s)",
                [(app_id, name, who, json.dumps(properties), at) for name, who, properties, at in events],
            )

    def ask(self, sent: Sent, instance: Instance | None = None) -> Reply:
        """What the gateway answers, for itself or by the function."""
        handle = (instance or self.instance).handle
        path, headers = unquote(sent.path), sent.headers or {}
        return admitted(handle, sent.method, path, sent.body, headers=headers, query=sent.query)

    def state(self) -> list[Any]:
        """All that somebody could have changed."""
        return [every_row(self.direct, table, "id") for table in (*KEPT, "public.events")]

    def check_aftermath(self, replies: list[Reply], listed: int = 0) -> None:
        """What must be so after every case, whatever it was; `listed` is a 5xx that may be."""
        for reply in replies:
            if (
                not (reply.status == 200 and reply.headers["content-type"].startswith("text/csv"))
                and reply.status != 204
            ):
                check_answer(reply, listed)
        grown = self.instance.memory("VmHWM") - self.resting
        assert grown <= MEMORY, f"the instance grew by {grown >> 20} MiB"
        self.check_connection()
        good = self.ask(self.good())
        assert (good.status, good.json["series"][0]["label"]) == (200, "known good"), good

    def good(self) -> Sent:
        """A question that must be answered at any time."""
        path = f"/api/apps/{self.names['$APP_A']}/reports/trends"
        return Sent("POST", path, GOOD, headers={"cookie": self.names["$COOKIE_A"]})
