"""What events say of ids is kept as edges, in one statement with them, and what follows holds under load and attack."""

import threading
from typing import Any

import psycopg
import pytest
from psycopg import sql
from psycopg.types.json import Jsonb

from dev.database import pooler
from ingest.app import handler
from tests.doubles.sqs import Sqs
from tests.gateway import call
from tests.ingest.conftest import KEY, Away, Send
from tests.ingest.draining import empty
from tests.people import Direct, stored

DAY = "2026-03-01T12"
AT = f"{DAY}:00:00Z"


def test_claims_that_arrive_at_once_come_out_as_if_one_after_the_other(
    database: Direct, shop: str, bouncer: pooler.Pooler
) -> None:
    """Four connections say the same devices of other users, the earliest of each last."""

    def send(own: int) -> None:
        with psycopg.connect(bouncer.url("ingest"), autocommit=True, prepare_threshold=None) as connection:
            for device in range(30):
                said = {"known": [f"u{own}"], "claims": [[f"d{device}", f"u{own}", f"2026-03-0{9 - own}T00:00:00Z"]]}
                connection.execute("SELECT spoor.link(%s, %s, 'test', false)", [shop, Jsonb(said)])

    threads = [threading.Thread(target=send, args=[at]) for at in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert set(resolved(database).values()) == {"u3"}


def test_another_apps_visitors_are_left_alone(database: Direct, shop: str, send: Send) -> None:
    [other] = database.execute(
        "INSERT INTO public.tracked_apps (owner_id, name, api_key) VALUES ('ann', 'b', 'k') RETURNING id"
    ).fetchall()
    send({"name": "a", "anonymousId": "d1", "userId": "u2"}, key="k")
    send({"name": "a", "anonymousId": "d1", "userId": "u1"})
    rows = database.execute("SELECT visitor_id FROM spoor.identities WHERE app_id = %s", [other["id"]]).fetchall()
    assert rows == [{"visitor_id": "u2"}]


def test_very_many_visitors_of_two_ids_are_claimed_in_one_batch(database: Direct, shop: str, send: Send) -> None:
    batch = [{"name": "open", "anonymousId": f"device {at}", "userId": f"user {at}"} for at in range(5000)]
    assert send(batch).json["accepted"] == 5000
    assert len(set(resolved(database).values())) == 5000


def test_a_visitor_has_no_more_ids_than_a_thousand_and_events_beyond_are_stored(
    database: Direct, shop: str, send: Send
) -> None:
    batch = [{"name": "open", "anonymousId": f"d{at:04}", "userId": "ann", "occurredAt": AT} for at in range(1001)]
    told = send(batch).json
    assert told["accepted"] == 1001
    assert told["warnings"] == [{"index": 999, "code": "TOO_MANY_IDS"}, {"index": 1000, "code": "TOO_MANY_IDS"}]
    assert len(resolved(database)) == 999
    assert send(batch[0]).json.get("warnings") is None, "what is hers already is not refused"


def test_an_id_that_everybody_claims_keeps_the_hundred_earliest_claims(database: Direct, shop: str, send: Send) -> None:
    claims = [
        {"name": "a", "anonymousId": "till", "userId": f"u{at}", "occurredAt": f"{DAY}:{at // 60:02}:{at % 60:02}Z"}
        for at in range(200)
    ]
    for first in (150, 100, 50, 0):  # the latest first, so that each is earlier than all before
        send(claims[first : first + 50])
    kept = database.execute("SELECT count(*), max(claimed_at) AS last FROM spoor.claims").fetchone()
    assert kept is not None
    assert kept["count"] == 100
    assert (kept["last"].minute, kept["last"].second) == (1, 39)
    assert resolved(database) == {"till": "u0"}


def test_what_is_known_already_waits_for_nobody_and_what_is_new_says_so_after_a_second(
    database: Direct, shop: str, send: Send
) -> None:
    known = {"name": "a", "anonymousId": "d1", "userId": "ann"}
    send(known)
    with database.transaction():
        database.execute("SELECT spoor.lock_visitors(%s)", [shop])
        assert send(known).status == 200
        assert send({"name": "a", "anonymousId": "d2"}).status == 200
        refused = send({"name": "a", "anonymousId": "d2", "userId": "ann"})
        assert refused.status == 503
        assert refused.json["code"] != "DATABASE_UNAVAILABLE"
    assert send({"name": "a", "anonymousId": "d2", "userId": "ann"}).status == 200


def test_what_waits_in_the_queue_links_when_it_is_stored(
    database: Direct, shop: str, send: Send, away: Away, queues: Sqs
) -> None:
    send({"name": "known", "userId": "somebody"})
    with away():
        said = {"userId": "acct", "previousId": "d1", "type": "alias", "messageId": "1"}
        assert call(handler, "POST", "/v1/batch", {"batch": [said], "writeKey": KEY}).status == 200
        assert send({"name": "a", "anonymousId": "d2", "userId": "ann"}).json["queued"] == 1
    empty(queues)
    assert resolved(database) == {"d1": "acct", "d2": "ann"}
    sources = database.execute("SELECT anonymous_id, source FROM spoor.claims ORDER BY 1").fetchall()
    assert [(row["anonymous_id"], row["source"]) for row in sources] == [("d1", "segment"), ("d2", "native")]


@pytest.mark.parametrize("settings", [{"accept_claims": False}])
def test_an_app_that_takes_claims_from_nobody_keeps_whose_an_event_is(
    database: Direct, shop: str, send: Send, settings: dict[str, Any]
) -> None:
    for name, value in settings.items():
        into = sql.SQL("INSERT INTO spoor.app_settings (app_id, {}) VALUES (%s, %s)").format(sql.Identifier(name))
        database.execute(into, [shop, value])
    send({"name": "a", "anonymousId": "d1", "userId": "ann"})
    [row] = stored(database, shop)
    assert (row["anonymous_id"], row["properties"]) == ("ann", {"$anonymous_id": "d1"})
    assert resolved(database) == {}


def test_a_refused_merge_is_answered_with_a_warning(database: Direct, shop: str, send: Send) -> None:
    send([{"name": "a", "userId": "ann"}, {"name": "a", "userId": "bob"}])
    alias = {"type": "alias", "userId": "ann", "previousId": "bob"}
    reply = call(handler, "POST", "/v1/batch", {"batch": [alias], "writeKey": KEY})
    assert reply.json == {"success": True, "warnings": [{"index": 0, "code": "MERGE_REFUSED"}]}
    assert resolved(database) == {}


def resolved(database: Direct) -> dict[str, str]:
    """Every id's visitor, as stored; who stands for themselves has no row."""
    rows = database.execute("SELECT anonymous_id, visitor_id FROM spoor.identities").fetchall()
    return {row["anonymous_id"]: row["visitor_id"] for row in rows}
