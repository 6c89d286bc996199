"""Every case of the identity corpus has the visitors that were derived for it by hand, through every door that can say
it, in every order, however batched and however often."""

import json
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import datetime
from itertools import pairwise
from pathlib import Path
from typing import Any

import pytest

from tests.conformance.doors import DOORS, Door, Sending, Statement
from tests.conformance.visitors import App
from tests.ingest.conftest import forget
from tests.oracles import identity
from tests.people import Direct, sign_up

Case = Mapping[str, Any]
Order = Callable[[Sequence[Any]], Sequence[Any]]

CASES: list[Case] = json.loads((Path(__file__).parent / "identity.json").read_text())["cases"]
TOLD = [case for case in CASES if "said" in case]
SENT = [case for case in CASES if "sent" in case]
ORDERS: dict[str, Order] = {
    "as told": lambda all_: all_,
    "reversed": lambda all_: all_[::-1],
    "the middle first": lambda all_: [*all_[len(all_) // 2 :], *all_[: len(all_) // 2]],
    "twice": lambda all_: [*all_, *all_[::-1]],
}
WAYS = [DOORS["native"], DOORS["posthog"], DOORS["mixpanel"]]
NOBODY = ("undefined", "null", "anonymous", "[object object]", "00000000-0000-0000-0000-000000000000")


@pytest.fixture(autouse=True)
def new_instance() -> Iterator[None]:
    """An instance of ingest that remembers nothing."""
    forget()
    yield
    forget()


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["name"])
def test_a_case_follows_from_the_definition(case: Case) -> None:
    """The oracle alone: corpus and oracle were derived from the definition each for itself."""
    settings = case.get("settings", {})
    merges = [tuple(pair) for pair in case.get("merges", []) if pair not in case.get("takenBack", [])]
    app = identity.App(settings.get("acceptClaims", True), settings.get("acceptMerges", False), merges)
    said = [_said(one) for one in case["said"]]
    found = identity.visitors(said, app)
    told = {frozenset(visitor["ids"]) for visitor in case["visitors"]}
    assert told <= found
    assert identity.seen(said, found) == told
    for visitor in case["visitors"]:
        assert identity.events_of(frozenset(visitor["ids"]), said) == set(visitor["events"])
    assert {one.event for one in said if one.counts_for is None} == set(case.get("nobody", []))


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["name"])
def test_a_case_has_its_visitors_whoever_tells_it(database: Direct, case: Case) -> None:
    """What a tracker has no word for is said by another beside it. One that gives ids for the day knows no nobody."""
    sign_up(database, "ann")
    for name, door in DOORS.items():
        if any(door.can(one) for one in case["said"]) and not (door.daily and "nobody" in case):
            app = App(database, case.get("settings"))
            for sending in _sendings(case["said"], [door, *WAYS], app.key):
                app.send(sending)
            _merge(app, case)
            _check(app, case, name)


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["name"])
def test_a_case_has_its_visitors_in_every_order(database: Direct, case: Case) -> None:
    sign_up(database, "ann")
    for name, order in ORDERS.items():
        app = App(database, case.get("settings"))
        for one in order(case["said"]):
            for sending in _sendings([one], WAYS, app.key):
                app.send(sending)
        _merge(app, case)
        _check(app, case, name)


@pytest.mark.parametrize("case", TOLD, ids=lambda case: case["name"])
def test_timeline_export_and_funnel_know_the_same_visitors(database: Direct, case: Case) -> None:
    sign_up(database, "ann")
    app = App(database, case.get("settings"))
    for sending in _sendings(case["said"], WAYS, app.key):
        app.send(sending)
    _merge(app, case)
    mine: dict[str, frozenset[str]] = {}
    for visitor in case["visitors"]:
        events = frozenset(visitor["events"])
        mine |= dict.fromkeys(events, events)
        for one in visitor["ids"]:
            assert app.timeline(one) == (frozenset(visitor["ids"]), events)
            assert app.exported(one) == events
    at = {one["event"]: one["at"] for one in case["said"]}
    for first, then in pairwise(sorted(at, key=lambda event: at[event])):
        assert app.converted(first, then) == (first in mine and then in mine[first])


@pytest.mark.parametrize("case", SENT, ids=lambda case: case["name"])
def test_a_vendors_requests_have_their_visitors_in_every_order(database: Direct, case: Case) -> None:
    sign_up(database, "ann")
    for name, order in ORDERS.items():
        app = App(database, case.get("settings"))
        for one in order(case["sent"]):
            app.send_as_written(one)
        _check(app, case, name)


def test_every_case_has_a_name_of_its_own_and_a_reason() -> None:
    assert len({case["name"] for case in CASES}) == len(CASES)
    assert all(case["why"] for case in CASES)
    for case in TOLD:
        events = [one["event"] for one in case["said"]]
        told = [*(one for visitor in case["visitors"] for one in visitor["events"]), *case.get("nobody", [])]
        assert sorted(events) == sorted(told), "each event once, and each is somebody's or nobody's"


def test_every_statement_can_be_told_by_some_door() -> None:
    for case in TOLD:
        for one in case["said"]:
            assert any(door.can(one) for door in WAYS), one


def _sendings(said: Sequence[Statement], ways: Sequence[Door], key: str) -> Iterator[Sending]:
    """The statements, each through the first door that has words for it; neighbours of one door together."""
    run: list[Statement] = []
    through = None
    for one in said:
        door = next(way for way in ways if way.can(one))
        if through is not None and door is not through:
            yield from through.sendings(run, key)
            run = []
        through = door
        run.append(one)
    if through is not None:
        yield from through.sendings(run, key)


def _merge(app: App, case: Case) -> None:
    for one, other in case.get("merges", []):
        app.merge(one, other)
    for one, other in case.get("takenBack", []):
        app.take_merge_back(one, other)


def _check(app: App, case: Case, told: str) -> None:
    """Whose each event is, and how many visitors a report counts, when it was `told` so."""
    visitors, nobody = app.parted()
    spoken_of = {named for one in visitors if (named := _named(case, one))}
    assert {frozenset(visitor["events"]) for visitor in case["visitors"]} == spoken_of, told
    assert set(case.get("nobody", [])) <= nobody, told
    assert app.visitors_counted() == len(case["visitors"]), told


def _named(case: Case, labels: frozenset[str]) -> frozenset[str]:
    """The events of a visitor that the case speaks of."""
    spoken_of = {one for visitor in case["visitors"] for one in visitor["events"]}
    return labels & spoken_of


def _said(one: Statement) -> identity.Said:
    """A statement as the oracle knows it."""
    alias = one.get("alias")
    if alias and any(_usable(end) is None for end in alias):
        alias = None
    minutes = int(datetime.fromisoformat(one["at"]).timestamp()) // 60
    ids = {place: _usable(one.get(place)) for place in ("anonymous", "user", "plain")}
    return identity.Said(one["event"], minutes, **ids, alias=tuple(alias) if alias else None)


def _usable(one: str | None) -> str | None:
    """The id, unless it is nobody's."""
    return None if one is None or one.lower().strip(" \"'") in NOBODY else one
