"""What is one visitor's stays one, what is another's stays another's, whatever is sent with the public key."""

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import quote

import pytest

from tests.conformance.doors import DOORS, Sending
from tests.conformance.visitors import App
from tests.ingest.conftest import forget
from tests.people import Direct, sign_up

ENTRY = "all"  # both functions are asked
NOON = datetime(2026, 3, 2, 12, tzinfo=UTC)
DAY = {"from": "2026-03-02", "to": "2026-03-03"}


@pytest.fixture(autouse=True)
def new_instance() -> Iterator[None]:
    """An instance of ingest that remembers nothing."""
    forget()
    yield
    forget()


@pytest.fixture
def app(database: Direct) -> App:
    """An app of Ann's as it is made."""
    sign_up(database, "ann")
    return App(database)


def tell(app: App, *said: dict[str, Any], door: str = "native") -> list[Any]:
    """Tell statements of the corpus; gives the receipts."""
    return [app.send(sending) for sending in DOORS[door].sendings(said, app.key)]


def event(name: str, minute: float = 0, **ids: Any) -> dict[str, Any]:
    """A statement of the corpus."""
    return {"event": name, "at": (NOON + timedelta(minutes=minute)).isoformat(), **ids}


ALIASES = [event(f"attack {at}", at, plain="1000", alias=["1000", str(at)]) for at in range(1001, 1200)]
ATTACKS = {
    "$create_alias": ("posthog", ALIASES),
    "$create_alias of Mixpanel": ("mixpanel", ALIASES),
    "alias": ("segment", [event(one["event"], user="1000", alias=one["alias"]) for one in ALIASES]),
    "$identify": ("posthog", [event(f"a {at}", at, anonymous=str(at), user="1000") for at in range(1001, 1200)]),
    "both ids": ("native", [event(f"a {at}", at, anonymous="1000", user=str(at)) for at in range(1001, 1200)]),
}


@pytest.mark.parametrize("when", ["before", "after", "before and after"])
@pytest.mark.parametrize("attack", ATTACKS)
def test_nobody_with_the_public_key_joins_users_that_are_known(app: App, attack: str, when: str) -> None:
    door, statements = ATTACKS[attack]
    users = [event(f"e{at}", user=str(at)) for at in range(1000, 1200)]
    if "before" in when:
        tell(app, *statements, door=door)
    tell(app, *users)
    if "after" in when:
        tell(app, *statements, door=door)
    assert app.visitors_counted() == 200
    ids, events = app.timeline("1007")
    assert ids == {"1007"}
    assert "e1007" in events
    assert not events & {one["event"] for one in users} - {"e1007"}
    assert app.ask("POST", "erasures", {"visitorId": "1007"})["ids"] == 1
    assert app.visitors_counted() == 199


def test_a_refused_merge_is_warned_of_and_its_event_is_kept(app: App) -> None:
    tell(app, event("a", user="ann"), event("b", user="bob"))
    tell(app, event("alias", user="ann", alias=["ann", "bob"]), door="segment")
    assert app.whose()["alias"] == "ann"
    assert app.visitors_counted() == 2


def test_a_session_that_goes_on_after_signing_in_is_one(app: App) -> None:
    tell(
        app,
        event("land", 0, anonymous="d1"),
        event("read", 10, anonymous="d1"),
        event("sign in", 20, anonymous="d1", user="ann"),
        event("buy", 30, anonymous="d1", user="ann"),
    )
    sessions = app.ask("POST", "reports/sessions", {**DAY, "interval": "day"})
    assert sessions["totals"]["sessions"] == 1
    assert sessions["totals"]["visitors"] == 1
    assert sessions["totals"]["medianDurationSeconds"] == 1800
    assert sessions["totals"]["eventsPerSession"] == 4
    trends = app.ask(
        "POST", "reports/trends", {**DAY, "interval": "day", "series": [{"event": None, "measure": "sessions"}]}
    )
    assert trends["series"][0]["total"] == 1
    page = app.ask("GET", "visitors/ann?from=2026-03-01&to=2026-04-01")
    assert [one["startsSession"] for one in page["events"]] == [False, False, False, True]


def test_a_path_goes_on_after_signing_in(app: App) -> None:
    for name, minute, ids in (("land", 0, {"anonymousId": "d1"}), ("buy", 1, {"anonymousId": "d1", "userId": "ann"})):
        at = (NOON + timedelta(minutes=minute)).isoformat()
        app.send(Sending("/v1/events", {"name": name, "occurredAt": at, **ids}, {"authorization": f"Bearer {app.key}"}))
    paths = app.ask("POST", "reports/paths", {**DAY, "startEvent": "land"})
    assert [(node["step"], node["name"], node["visitors"]) for node in paths["nodes"]] == [
        (1, "land", 1),
        (2, "buy", 1),
    ]


def shared_device(app: App) -> None:
    """Ann and Bob on one till, each with a phone; somebody else."""
    tell(
        app,
        event("open", 0, anonymous="till"),
        event("a1", 1, anonymous="till", user="ann"),
        event("b1", 2, anonymous="till", user="bob"),
        event("b2", 3, anonymous="phone of bob", user="bob"),
        event("close", 4, anonymous="till"),
        event("pass", 5, anonymous="other"),
        event("none", 6, anonymous="undefined"),
    )


@pytest.mark.parametrize("named", ["ann", "till"])
def test_an_erasure_takes_exactly_what_is_the_visitors_own(app: App, named: str) -> None:
    shared_device(app)
    assert app.timeline(named) == ({"ann", "till"}, {"open", "a1", "close"})
    assert app.exported(named) == {"open", "a1", "close"}
    gone = app.ask("POST", "erasures", {"visitorId": named})
    assert (gone["ids"], gone["events"]) == (2, 3)
    assert set(app.whose()) == {"b1", "b2", "pass", "none"}
    assert app.timeline("bob") == ({"bob", "phone of bob"}, {"b1", "b2"})
    assert app.visitors_counted() == 2


def test_a_dry_run_erases_nothing_and_tells_what_would_go(app: App) -> None:
    shared_device(app)
    told = app.ask("POST", "erasures", {"visitorId": "till", "dryRun": True})
    assert (told["ids"], told["events"]) == (2, 3)
    assert len(app.whose()) == 7
    assert app.ask("GET", "erasures")["erasures"] == []
    assert app.ask("POST", "erasures", {"visitorId": "till"})["events"] == 3


def test_a_large_erasure_asks_for_its_own_numbers(app: App, database: Direct) -> None:
    shared_device(app)
    database.execute(
        "INSERT INTO public.events (id, app_id, name, anonymous_id, occurred_at)"
        " SELECT gen_random_uuid(), %s, 'many', 'ann', '2026-03-02' FROM generate_series(1, 100000)",
        [app.id],
    )
    told = app.ask("POST", "erasures", {"visitorId": "ann", "dryRun": True})
    assert (told["ids"], told["events"]) == (2, 100_003)
    refused = app.ask("POST", "erasures", {"visitorId": "ann"}, status=422)
    assert "100003" in str(refused).replace(",", "")
    wrong = {"visitorId": "ann", "ids": 2, "events": 100_002}
    app.ask("POST", "erasures", wrong, status=422)
    assert app.ask("POST", "erasures", {**wrong, "events": 100_003})["events"] == 100_003
    assert set(app.whose()) == {"b1", "b2", "pass", "none"}


def test_a_visitor_has_at_most_a_thousand_ids(app: App) -> None:
    """What is claimed beyond is stored, and counts for the user that it says."""
    devices = [event(f"e{at}", at, anonymous=f"d{at}", user="ann") for at in range(1500)]
    receipts = tell(app, *devices, event("other", anonymous="x", user="bob"))
    assert sum(receipt["accepted"] for receipt in receipts) == 1501
    warned = [warning["code"] for receipt in receipts for warning in receipt.get("warnings", [])]
    assert warned == ["TOO_MANY_IDS"] * 501
    assert len(app.timeline("ann")[0]) == 1000
    assert app.visitors_counted() == 2, "each event says its user"
    tell(app, event("lone", anonymous="d1499"))
    assert app.visitors_counted() == 3, "a device that found no room is a visitor of its own"


def test_claims_are_listed_and_taken_back_since_a_time(app: App) -> None:
    """By the time of their arrival: a forged time of an event hides nothing."""
    tell(app, event("view", 9, anonymous="d1"), event("a", 10, anonymous="d1", user="ann"))
    since = later(app.ask("GET", "claims")["claims"][0]["receivedAt"])
    tell(app, event("attack", 0, anonymous="d1", user="mallory"))
    assert app.timeline("d1")[0] == {"mallory", "d1"}
    listed = app.ask("GET", f"claims?since={since}")["claims"]
    assert [(one["anonymousId"], one["userId"]) for one in listed] == [("d1", "mallory")]
    assert app.ask("DELETE", f"claims?since={since}") == {"takenBack": 1}
    assert app.timeline("d1") == ({"ann", "d1"}, {"view", "a"})
    assert [one["userId"] for one in app.ask("GET", "claims")["claims"]] == ["ann"]


def test_an_old_claim_that_is_said_again_with_an_earlier_time_has_arrived_again(app: App) -> None:
    """Else who says it with a forged time would move the device unseen."""
    tell(app, event("a", 1, anonymous="d1", user="ann"), event("b", 2, anonymous="d1", user="bob"))
    since = later(max(claim["receivedAt"] for claim in app.ask("GET", "claims")["claims"]))
    tell(app, event("attack", 0, anonymous="d1", user="bob"))
    assert app.timeline("d1")[0] == {"bob", "d1"}
    [listed] = app.ask("GET", f"claims?since={since}")["claims"]
    assert (listed["anonymousId"], listed["userId"]) == ("d1", "bob")
    app.ask("DELETE", f"claims?since={since}")
    assert app.timeline("d1")[0] == {"ann", "d1"}


def test_claims_are_taken_back_by_their_events_times_and_one_by_one(app: App) -> None:
    tell(
        app,
        event("a", 1, anonymous="d1", user="ann"),
        event("b", 2, anonymous="d1", user="bob"),
        event("c", 3, anonymous="d2", user="bob"),
        event("x", 0, anonymous="d1"),
        event("y", 0, anonymous="d2"),
    )
    at = quote((NOON + timedelta(minutes=3)).isoformat())
    assert app.ask("DELETE", f"claims?claimedSince={at}") == {"takenBack": 1}
    assert app.timeline("d2") == ({"d2"}, {"y"})
    assert app.ask("DELETE", "claims?anonymousId=d1&userId=ann") == {"takenBack": 1}
    assert app.timeline("d1") == ({"bob", "d1"}, {"b", "c", "x"})


def test_merges_are_listed_and_taken_back(app: App) -> None:
    tell(app, event("a", 0, anonymous="d1", user="ann"), event("b", 1, anonymous="d2", user="bob"))
    app.merge("ann", "bob")
    assert app.visitors_counted() == 1
    assert app.timeline("d2")[0] == {"ann", "bob", "d1", "d2"}
    [merge] = app.ask("GET", "visitors/d1/merges")["merges"]
    assert {"ann", "bob"} <= {str(value) for value in merge.values()}
    app.take_merge_back("ann", "bob")
    assert app.ask("GET", "visitors/ann/merges")["merges"] == []
    assert app.visitors_counted() == 2


def test_all_merges_of_an_app_since_a_time_are_taken_back_at_once_and_those_before_it_stay(app: App) -> None:
    tell(app, *(event("a", at, anonymous=f"d{at}", user=f"u{at}") for at in range(5)))
    app.merge("u0", "u1")
    app.merge("u2", "u3")
    app.merge("u3", "u4")
    assert app.visitors_counted() == 2
    first, second = sorted(merge["mergedAt"] for merge in app.ask("GET", "merges")["merges"])[:2]
    assert app.ask("DELETE", f"merges?since={quote(second)}") == {"takenBack": 2}
    assert app.visitors_counted() == 4
    assert app.timeline("d1")[0] == {"u0", "u1", "d0", "d1"}
    assert app.timeline("d4")[0] == {"u4", "d4"}
    assert app.ask("DELETE", f"merges?since={quote(first)}") == {"takenBack": 1}
    assert app.visitors_counted() == 5


def later(since: str) -> str:
    """A moment after it, as a query says it."""
    return quote((datetime.fromisoformat(since) + timedelta(microseconds=1)).isoformat())
