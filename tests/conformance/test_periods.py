"""Retention, lifecycle and stickiness give the answers of the corpus."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest
from psycopg.types.json import Jsonb

from query.app import handler
from tests.gateway import call
from tests.people import Direct, sign_up, track

HERE = Path(__file__).parent
CASES = [
    pytest.param(report, case, id=f"{report}: {case['name']}")
    for report in ("retention", "lifecycle", "stickiness")
    for case in json.loads((HERE / f"{report}.json").read_text(encoding="utf-8"))
]


@pytest.mark.parametrize(("report", "case"), CASES)
def test_the_answer_is_the_one_derived_by_hand(database: Direct, report: str, case: dict[str, Any]) -> None:
    ann = sign_up(database, "ann")
    shop = track(database, ann, "spk_shop")
    for event in case["events"]:
        database.execute(
            "INSERT INTO events (id, app_id, name, anonymous_id, properties, occurred_at) VALUES (%s, %s, %s, %s, %s, %s)",
            [
                uuid4(),
                shop,
                event["name"],
                event["anonymousId"],
                Jsonb(event.get("properties", {})),
                datetime.fromisoformat(event["at"]),
            ],
        )
    for link in case.get("links", []):
        database.execute("INSERT INTO identities VALUES (%s, %s, %s)", [shop, link["anonymousId"], link["visitorId"]])
    reply = call(handler, "POST", f"/api/apps/{shop}/reports/{report}", case["question"], user_id=ann)
    assert reply.json == case["answer"]
