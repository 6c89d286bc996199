"""Whatever is said of ids, by whichever trackers, in whatever order, however batched and however often: the visitors
are those of the definition, in reports, timelines and exports."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conformance.doors import DOORS, Door, Statement
from tests.conformance.visitors import App
from tests.ingest.conftest import forget
from tests.oracles import identity
from tests.oracles.identity import Said
from tests.people import Direct, sign_up

IDS = ["a", "B", "c", "D", "e"]  # any of them may stand in any place: few, so that they meet
NOON = datetime(2026, 3, 1, 12, tzinfo=UTC)
WAYS = ["native", "posthog", "segment", "mixpanel", "amplitude", "snowplow", "rudderstack"]

ids = st.sampled_from(IDS)
pairs = st.tuples(ids, ids).filter(lambda pair: pair[0] != pair[1])
minutes = st.integers(0, 3)  # often the same


@st.composite
def statements(draw: st.DrawFn) -> list[Said]:
    """What a few trackers say."""
    said = []
    for at in range(draw(st.integers(2, 8))):
        one, other = draw(pairs)
        place = draw(st.sampled_from(["anonymous", "user", "plain", "both", "both", "alias"]))
        by = draw(st.sampled_from(["anonymous", "user", "plain"]))
        kinds: dict[str, dict[str, Any]] = {
            "both": {"anonymous": one, "user": other},
            "alias": {by: one, "alias": (one, other)},
        }
        said.append(Said(f"e{at}", draw(minutes), **kinds.get(place, {place: one})))
    return said


@dataclass(frozen=True)
class Telling:
    """One way in which the statements arrive: in which order, cut into requests where, some of them again."""

    order: Sequence[int]
    cuts: frozenset[int]
    ways: Sequence[str]

    def sendings(self, said: Sequence[Said]) -> Iterator[tuple[Door, list[Statement]]]:
        """The requests."""
        door: Door | None = None
        run: list[Statement] = []
        for at, place in enumerate(self.order):
            one = statement(said[place])
            by = next(DOORS[way] for way in self.ways if DOORS[way].can(one))
            if door is not None and (by is not door or at in self.cuts):
                yield door, run
                run = []
            door = by
            run.append(one)
        if door is not None:
            yield door, run


@st.composite
def tellings(draw: st.DrawFn, many: int) -> Telling:
    """How `many` statements arrive."""
    order = [*draw(st.permutations(range(many))), *draw(st.lists(st.integers(0, many - 1), max_size=3))]
    cuts = draw(st.frozensets(st.integers(1, len(order))))
    return Telling(order, cuts, draw(st.permutations(WAYS)))


@pytest.fixture(autouse=True)
def new_instance() -> Iterator[None]:
    """An instance of ingest that remembers nothing."""
    forget()
    yield
    forget()


@settings(max_examples=60, deadline=None, suppress_health_check=list(HealthCheck))
@given(said=statements(), accepts=st.tuples(st.booleans(), st.booleans()), data=st.data())
def test_however_it_is_told_the_visitors_are_those_of_the_definition(
    database: Direct, said: list[Said], accepts: tuple[bool, bool], data: st.DataObject
) -> None:
    database.execute('DELETE FROM "user"')
    sign_up(database, "ann")
    merges, claims = accepts
    found = identity.visitors(said, identity.App(claims or merges, merges))
    answers = []
    for _ in range(3):
        telling = data.draw(tellings(len(said)))
        app = App(database, {"acceptMerges": merges, "acceptClaims": claims or merges})
        for door, run in telling.sendings(said):
            for sending in door.sendings(run, app.key):
                app.send(sending)
        answers.append(answers_of(app, said))
        assert answers[-1] == expected(said, found)
    assert answers[1:] == answers[:-1]


def answers_of(app: App, said: Sequence[Said]) -> dict[str, Any]:
    """What one who asks hears."""
    named = sorted({one for each in said for one in each.ids})
    timelines = {one: app.timeline(one) for one in named}
    in_time = [one.event for one in sorted(said, key=lambda one: (one.at, one.event))]
    first, then = in_time[0], in_time[-1]
    return {
        "visitors": app.visitors_counted(),
        "ids": {one: ids_ for one, (ids_, _) in timelines.items()},
        "timelines": {one: events for one, (_, events) in timelines.items()},
        "exports": {one: app.exported(one) for one in named},
        "converted": app.converted(first, then),
    }


def expected(said: Sequence[Said], found: identity.Visitors) -> Mapping[str, Any]:
    """What the definition says."""
    named = sorted({one for each in said for one in each.ids})
    whose = {one: identity.of(one, found) or frozenset() for one in named}
    events = {one: frozenset(identity.events_of(visitor, said)) for one, visitor in whose.items()}
    first, *_, then = sorted(said, key=lambda one: (one.at, one.event))
    both = identity.of(first.counts_for, found) == identity.of(then.counts_for, found)
    return {
        "visitors": len(identity.seen(said, found)),
        "ids": whose,
        "timelines": events,
        "exports": events,
        "converted": int(both),
    }


def statement(said: Said) -> Statement:
    """What was said, as the corpus says it."""
    told: dict[str, Any] = {"event": said.event, "at": (NOON + timedelta(minutes=said.at)).isoformat()}
    for place in ("anonymous", "user", "plain", "alias"):
        if one := getattr(said, place):
            told[place] = one
    return told
