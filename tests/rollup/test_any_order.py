"""Whatever arrives late, and however runs are cut, doubled or killed: in the end sessions are what the oracle says."""

import time
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from hypothesis import HealthCheck, Phase, given, settings
from hypothesis import strategies as st

from rollup.sessions.rounds import Patience, Work, catch_up
from rollup.sessions.stretch import Limits
from tests.app_settings import say
from tests.people import Direct, happen, sign_up, track
from tests.rollup.runner import Runner
from tests.rollup.visits import expected, stored

START = datetime(2026, 3, 1, 11, 50, tzinfo=UTC)
GAPS = (1800, 600, 7200)
TIMES = st.integers(0, 60).map(lambda steps: timedelta(minutes=5 * steps))  # gaps are multiples: ties are the rule
LATE = st.one_of(TIMES.map(lambda by: 10 * by), st.just(timedelta(days=900)))
SOON = st.just(timedelta(hours=-23))  # a visitor's clock that is ahead


@dataclass(frozen=True)
class Batch:
    """Events as (app, visitor, behind the clock), and by how much the clock goes on before."""

    forward: timedelta
    events: list[tuple[int, str | None, timedelta]]


@dataclass(frozen=True)
class Run:
    """A run of rollup: how, with which limits, and how hasty."""

    how: str
    limits: Limits
    patience: Patience


def late_one_time_in_ten(draw: st.DrawFn) -> timedelta:
    """How far an event lies behind the clock."""
    if draw(st.integers(0, 9)) == 0:
        return draw(st.one_of(LATE, LATE, SOON))
    return timedelta(minutes=draw(st.integers(0, 4)))


@st.composite
def batches(draw: st.DrawFn) -> Batch:
    """Up to a dozen events of three apps."""
    visitors = st.sampled_from(["a", "b", "Ä", None])
    events = [
        (draw(st.integers(0, len(GAPS) - 1)), draw(visitors), late_one_time_in_ten(draw))
        for _ in range(draw(st.integers(1, 12)))
    ]
    return Batch(draw(TIMES), events)


RUNS = st.builds(
    Run,
    st.sampled_from(["alone", "alone", "twice at once", "killed"]),
    st.builds(Limits, count=st.sampled_from([1, 3, 1000]), merge=st.sampled_from([1, 3, 1000])),
    st.sampled_from([Patience(), Patience(looking_s=0), Patience(recent=timedelta(0), looking_s=0)]),
)


@settings(
    max_examples=25,
    deadline=None,
    phases=[Phase.explicit, Phase.generate],  # shrinking takes minutes; the story as found is short enough
    suppress_health_check=[HealthCheck.function_scoped_fixture],  # each story removes what the one before left
)
@given(story=st.lists(st.one_of(batches(), RUNS), min_size=1, max_size=12), moment=st.floats(0, 0.02))
def test_sessions_are_what_the_oracle_says(
    database: Direct, runner: Runner, story: list[Batch | Run], moment: float
) -> None:
    database.execute('DELETE FROM public."user"')
    sign_up(database, "ann")
    apps = [track(database, "ann", f"key {gap}") for gap in GAPS]
    for app_id, gap in zip(apps, GAPS, strict=True):
        say(database, app_id, session_gap_seconds=gap)
    now = START
    for happening in story:
        if isinstance(happening, Batch):
            now += happening.forward
            for app, visitor, behind in happening.events:
                happen(database, apps[app], [("e", visitor, now - behind)])
        elif run(happening, now, runner, moment) == 0:
            assert stored(database) == expected(database, now)
    while run(Run("alone", Limits(count=3, merge=3), Patience()), now, runner, moment):
        time.sleep(0.01)  # the server has not noticed yet that a run was killed
    assert stored(database) == expected(database, now)


def run(order: Run, now: datetime, runner: Runner, moment: float) -> int | None:
    """Run rollup as ordered; gives how many apps are not done, None if nobody knows."""
    if order.how == "alone":
        return left(catch_up(now, order.patience, order.limits))
    runner.begin(now, order.limits)
    if order.how == "killed":
        time.sleep(moment)
        runner.kill()
        return None
    here, there = catch_up(now, order.patience, order.limits), runner.end()
    return min(left(here), left(there))


def left(done: Work) -> int:
    """How many apps a run did not finish."""
    return done.unfinished + done.skipped
