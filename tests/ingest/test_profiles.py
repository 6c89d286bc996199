"""What trackers say of accounts is kept with each account: the latest of each property, whatever comes first."""

import json
from itertools import permutations
from typing import Any
from urllib.parse import urlencode

from ingest.app import handler
from tests.doubles.sqs import Sqs
from tests.gateway import Reply, call
from tests.ingest.conftest import KEY, Away, Send
from tests.ingest.draining import empty
from tests.people import Direct, stored

FORM = {"content-type": "application/x-www-form-urlencoded"}
EARLY, LATE = "2026-11-20T10:00:00Z", "2026-11-20T11:00:00Z"


def kept(database: Direct) -> dict[tuple[str, str], dict[str, Any]]:
    """What is known of each account."""
    rows = database.execute("SELECT type, id, said FROM spoor.account_profiles").fetchall()
    return {(row["type"], row["id"]): {key: value for key, (_, value) in row["said"].items()} for row in rows}


def forget(database: Direct) -> None:
    database.execute("TRUNCATE spoor.account_profiles")


def post(path: str, body: Any, **more: Any) -> Reply:
    reply = call(handler, "POST", path, body, **more)
    assert reply.status == 200, reply.text
    return reply


def groups(*told: dict[str, Any]) -> Reply:
    """As Mixpanel's SDKs send it."""
    form = urlencode({"data": json.dumps([{"$token": KEY, **one} for one in told]), "verbose": "1"})
    return call(handler, "POST", "/groups/", form.encode(), headers=FORM)


def test_each_trackers_call_for_it_is_understood(database: Direct, shop: str) -> None:
    said = {"name": "Acme", "tier": "gold", "seats": 7}
    whole = {("company", "acme"): said}
    posthog = {"event": "$groupidentify", "distinct_id": "$company_acme", "timestamp": EARLY}
    of_page = {"$group_type": "company", "$group_key": "acme", "$groups": {"company": "acme", "team": "red"}}
    segment = {
        "type": "group",
        "messageId": "m",
        "userId": "ann",
        "groupId": "acme",
        "traits": said,
        "timestamp": EARLY,
    }
    segment["context"] = {"page": {"url": "https://x.example/?utm_source=a"}, "campaign": {"source": "a"}}
    amplitude = {"event_type": "$groupidentify", "user_id": "ann", "groups": {"company": "acme"}}
    openpanel = {"type": "group", "payload": {"id": "acme", "name": "Acme", "properties": {"tier": "gold", "seats": 7}}}
    for path, body, headers, expected in [
        ("/batch/", {"api_key": KEY, "batch": [{**posthog, "properties": {**of_page, "$group_set": said}}]}, {}, whole),
        ("/v1/batch", {"writeKey": KEY, "batch": [segment]}, {}, {("group", "acme"): said}),
        ("/2/httpapi", {"api_key": KEY, "events": [{**amplitude, "group_properties": {"$set": said}}]}, {}, whole),
        ("/2/httpapi", {"api_key": KEY, "events": [{**amplitude, "group_properties": said}]}, {}, whole),
        ("/track", openpanel, {"openpanel-client-id": KEY}, {("group", "acme"): said}),
    ]:
        post(path, body, headers=headers)
        assert kept(database) == expected, path
        forget(database)
    events = len(stored(database))
    assert groups({"$group_key": "company", "$group_id": "acme", "$set": said}).json == {"status": 1, "error": None}
    assert (
        groups({"$group_key": "company", "$group_id": "acme", "$unset": ["tier"], "$add": {"seats": 1}}).status == 200
    )
    assert (
        groups({"$group_key": "company", "$group_id": "acme", "$set_once": {"name": "ACME", "since": 2019}}).status
        == 200
    )
    assert kept(database) == {("company", "acme"): {"name": "Acme", "seats": 7, "tier": None, "since": 2019}}
    assert len(stored(database)) == events, "Mixpanel's profiles are no events"
    assert groups({"$group_key": "company", "$group_id": "acme", "$set": said, "$token": "spk_no"}).json["status"] == 0


def test_the_latest_of_each_property_stands_in_whatever_order_it_arrives(
    database: Direct, shop: str, send: Send
) -> None:
    sayings = [
        {"$set": {"tier": "gold", "name": "Acme"}},
        {"$set": {"tier": "iron"}, "$setOnce": {"name": "First", "since": 1}},
        {"$unset": {"tier": ""}, "$setOnce": {"since": 2}},
    ]
    times = [LATE, EARLY, "2026-11-20T10:30:00Z"]
    for order in permutations(range(3)):
        for at in order:
            properties = {"$groups": {"company": ["acme", "globex"]}, "$group_properties": sayings[at]}
            send({"name": "$groupidentify", "id": f"{order}{at}", "occurredAt": times[at], "properties": properties})
        found = kept(database)
        assert found[("company", "acme")] == found[("company", "globex")]
        assert found[("company", "acme")] == {"tier": "gold", "name": "Acme", "since": 1}, order
        forget(database)
    same = [
        {"name": "$groupidentify", "occurredAt": EARLY, "properties": {"$groups": "a", "$group_properties": {"n": n}}}
        for n in (1, 2)
    ]
    send(same)
    send([*reversed(same)])
    assert kept(database) == {("group", "a"): {"n": 2}}


def test_accounts_are_bounded_in_number_and_size_and_hostile_ones_cost_no_event(
    database: Direct, shop: str, send: Send
) -> None:
    many = {f"p{at:03}": at for at in range(120)}
    odd: dict[str, Any] = {
        "long": "x" * 5000,
        "deep": {"list": ["y" * 2000]},
        "k" * 300: 1,
        "": 2,
        "nul": "a\0b",
        "half": "\ud800",
    }
    for groups_said in (
        {"company": "acme"},
        {"company": [{"a": 1}, 7, None, "n" * 900]},
        ["acme"],
        7,
        {"t" * 300: "x"},
        {"": "x"},
    ):
        event = {"name": "$groupidentify", "properties": {"$groups": groups_said, "$group_properties": {**odd, **many}}}
        assert send(event).json["accepted"] == 1
        assert send({"name": "$group", "properties": {"$groups": groups_said, **odd}}).json["accepted"] == 1
    found = kept(database)
    assert {kind for kind, _ in found} == {"company", "group"}
    assert max(len(said) for said in found.values()) == 100
    acme = found[("company", "acme")]
    assert (acme["long"], acme["half"], "deep" in acme, "" in acme) == ("x" * 1000, "\ufffd", False, False)
    database.execute(
        "INSERT INTO spoor.account_profiles SELECT %s, 'made', n::text, '{}' FROM generate_series(1, 100000) AS n",
        [shop],
    )
    for one, expected in (("late", None), ("acme", "new")):
        send(
            {
                "name": "$groupidentify",
                "properties": {"$groups": {"company": one}, "$group_properties": {"long": "new"}},
            }
        )
        assert kept(database).get(("company", one), {}).get("long") == expected


def test_what_waited_while_the_database_was_away_tells_of_accounts_when_it_is_stored(
    queues: Sqs, database: Direct, shop: str, send: Send, away: Away
) -> None:
    send({"name": "open"})
    with away():
        said = {"$groups": {"company": "acme"}, "$group_properties": {"name": "Acme"}}
        assert send({"name": "$groupidentify", "properties": said}).json["queued"] == 1
        assert groups({"$group_key": "company", "$group_id": "b", "$set": {"a": 1}}).status == 503
    empty(queues)
    assert kept(database) == {("company", "acme"): {"name": "Acme"}}


def test_an_app_takes_its_accounts_along_and_a_clearing_what_is_cleared(
    database: Direct, shop: str, send: Send
) -> None:
    said = {"name": "Acme", "secret": "4711"}
    for at, account in ((EARLY, "a"), (LATE, "b")):
        event = {
            "name": "$groupidentify",
            "occurredAt": at,
            "properties": {"$groups": {"c": account}, "$group_properties": said},
        }
        send(event)
    clear = (
        "INSERT INTO spoor.clearings (app_id, names, property, value, since, until, done_to)"
        " VALUES (%s, %s, %s, %s, %s, %s, now())"
    )
    end = "UPDATE spoor.clearings SET ended_at = now() WHERE ended_at IS NULL"
    late = (EARLY, "2026-11-20T10:30:00Z")
    for names, key, value, span in (
        (["open"], None, None, ("2026-01-01", "2027-01-01")),
        (None, "secret", '"another"', ("2026-01-01", "2027-01-01")),
        (None, "secret", '"4711"', ("2026-01-01", "2027-01-01")),
        (["$groupidentify"], None, None, late),
    ):
        database.execute(clear, [shop, names, key, value, *span])
        database.execute(end)
        if (value != '"4711"' and names is None) or names == ["open"]:
            assert kept(database)[("c", "a")] == said
    assert kept(database) == {("c", "b"): {"name": "Acme"}}
    database.execute("DELETE FROM public.tracked_apps")
    assert kept(database) == {}
