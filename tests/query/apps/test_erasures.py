"""A visitor is erased with all of his ids, at once, and nothing else goes; the record of it names nobody."""

import re
from datetime import UTC, datetime, timedelta
from pathlib import Path

import psycopg
import pytest

from dev.database.postgres import Server
from rollup.sessions.rounds import catch_up
from spoor import database as layer
from tests.gateway import Reply
from tests.people import Direct, claim, happen, sign_up, stored, track
from tests.query.conftest import Ask
from tests.tables import every_row

ENTRY = "all"  # another function has its say, too

OPERATIONS = Path(__file__).parents[3] / "docs/operations.md"
NOON = datetime(2026, 11, 20, 12, tzinfo=UTC)


@pytest.fixture
def visited(database: Direct, shop: str) -> str:
    """Ann on two devices before and after she signed in, Ben on one, somebody without an id; sessions are kept."""
    ids = ["phone", "laptop", "ann", "ben", None]
    happen(database, shop, [("open", one, NOON + timedelta(seconds=at)) for at, one in enumerate(ids)])
    claim(database, shop, ("phone", "ann"), ("laptop", "ann"))
    catch_up(NOON + timedelta(hours=1))
    return shop


def erase(ask: Ask, app_id: str, visitor_id: str) -> Reply:
    """Erase a visitor."""
    return ask("POST", f"/api/apps/{app_id}/erasures", {"visitorId": visitor_id})


@pytest.mark.parametrize("name", ["ann", "phone", "laptop"])
def test_any_id_of_a_visitor_erases_all_of_him_and_nothing_else(
    database: Direct, visited: str, ask: Ask, name: str
) -> None:
    receipt = erase(ask, visited, name)
    assert receipt.status == 201
    assert {key: receipt.json[key] for key in ("ids", "events", "sessions", "identities")} == {
        "ids": 3,
        "events": 3,
        "sessions": 3,
        "identities": 2,
    }
    assert [event["anonymous_id"] for event in stored(database, visited)] == ["ben", None]
    assert database.execute("SELECT anonymous_id FROM public.sessions").fetchall() == [{"anonymous_id": "ben"}]
    for table in ("spoor.identities", "spoor.claims", "spoor.known_ids"):
        assert every_row(database, table) == []


def test_what_operations_say_to_run_over_the_direct_url_erases_as_the_api_does(
    database: Direct, visited: str, ask: Ask
) -> None:
    [statement] = re.findall(r"<<'SQL'\n(SELECT .* spoor\.erase_visitor.*;)\nSQL", OPERATIONS.read_text())
    said = psycopg.ClientCursor(database)
    statement = statement.replace(":'app'", "%(app)s").replace(":'visitor'", "%(visitor)s")
    [receipt] = said.execute(statement.encode(), {"app": visited, "visitor": "phone"}).fetchall()
    assert (receipt["ids"], receipt["events"]) == (3, 3)
    assert [event["anonymous_id"] for event in stored(database, visited)] == ["ben", None]
    assert [each["events"] for each in ask("GET", f"/api/apps/{visited}/erasures").json["erasures"]] == [3]


def test_the_record_of_an_erasure_stays_and_names_nobody(database: Direct, visited: str, ask: Ask) -> None:
    receipt = erase(ask, visited, "ann").json
    assert ask("GET", f"/api/apps/{visited}/erasures").json == {"erasures": [receipt]}
    [row] = database.execute("SELECT * FROM spoor.erasures").fetchall()
    assert not {"ann", "phone", "laptop"} & {str(value) for value in row.values()}


def test_erasing_again_finds_nothing_and_is_no_error(visited: str, ask: Ask) -> None:
    erase(ask, visited, "ann")
    again = erase(ask, visited, "ann")
    assert (again.status, again.json["events"]) == (201, 0)


def test_sessions_stay_right_when_rollup_runs_after_an_erasure(database: Direct, visited: str, ask: Ask) -> None:
    erase(ask, visited, "ann")
    happen(database, visited, [("open", "cyd", NOON + timedelta(seconds=9))])
    catch_up(NOON + timedelta(hours=1))
    found = database.execute("SELECT anonymous_id FROM public.sessions ORDER BY 1").fetchall()
    assert [row["anonymous_id"] for row in found] == ["ben", "cyd"]


@pytest.mark.parametrize("name", ["a/b", "ä ö", "%25", "a%2Fb", "other?", "..", ".", "\n", "'; DROP TABLE events;--"])
def test_an_id_may_be_anything_and_still_means_nobody_else(database: Direct, shop: str, ask: Ask, name: str) -> None:
    happen(database, shop, [("open", name, NOON), ("open", "other", NOON)])
    assert erase(ask, shop, name).json["events"] == 1
    assert [event["anonymous_id"] for event in stored(database)] == ["other"]


@pytest.mark.parametrize("address", ["visitors/ann", "visitors/", "visitors", "visitors/..", "erasures"])
def test_no_address_names_what_is_to_be_erased(database: Direct, visited: str, ask: Ask, address: str) -> None:
    """Clients tidy `..` away before they send it: then the address would be that of the whole app."""
    assert ask("DELETE", f"/api/apps/{visited}/{address}").status in {404, 405}
    assert len(stored(database, visited)) == 5


def test_the_same_id_in_another_app_stays(database: Direct, ann: str, visited: str, ask: Ask) -> None:
    other = track(database, ann, "spk_other")
    happen(database, other, [("open", "ann", NOON)])
    erase(ask, visited, "ann")
    assert len(stored(database, other)) == 1


def test_of_one_owner_one_long_change_is_under_way_and_others_do_not_notice(
    database: Direct, server: Server, ann: str, shop: str, ask: Ask
) -> None:
    bob = sign_up(database, "bob")
    cafe = track(database, bob, "spk_cafe")
    changes = [
        ("POST", f"/api/apps/{shop}/erasures", {"visitorId": "ann", "dryRun": True}),
        ("POST", f"/api/apps/{shop}/erasures", {"visitorId": "ann"}),
        ("DELETE", f"/api/apps/{shop}/claims?userId=ann", None),
        ("POST", f"/api/apps/{shop}/merges", {"visitorId": "ann", "otherVisitorId": "ben"}),
        ("DELETE", f"/api/apps/{shop}/merges?visitorId=ann", None),
        ("DELETE", f"/api/apps/{shop}", None),
    ]
    with psycopg.connect(server.url) as under_way:
        under_way.execute(layer.sql("query.apps", "take_change"), {"user_id": ann})
        for one in changes:
            reply = ask(*one)
            assert (reply.status, reply.json["code"]) == (429, "CHANGE_UNDER_WAY"), one
            assert int(reply.headers["retry-after"]) >= 1
        assert ask("GET", "/api/apps").status == 200
        assert ask("POST", f"/api/apps/{cafe}/erasures", {"visitorId": "x"}, user_id=bob).status == 201
    assert ask(*changes[1]).status == 201, "no turn outlives its transaction"
