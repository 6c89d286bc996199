"""Events at random, as columns for an engine and one by one for an oracle: few visitors, few names, few moments."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import numpy as np
from hypothesis import strategies as st

from query.engines.lake.chunks import DayCounts, EventChunks, Needs
from query.engines.lake.compiled.library import library
from query.engines.lake.events import NAME, Events, Property, Said, key_of, microseconds
from query.engines.lake.pieces import of_names
from query.engines.lake.plan import apart
from query.engines.lake.reading import KERNELS
from query.reports.catalogue import REPORTS
from query.scope import Scope
from tests.kernel import numpy_alone

FIRST = datetime(2026, 10, 30, tzinfo=UTC)
MINUTES = 240
NAMES = ["a", "b", "c", "ä"]
CODES = [3, 1, 200, 1 << 20]
PEOPLE = 70
HOUR_US = 3_600_000_000
KEY = [{"property": "k", "operator": "isSet"}]
"""The filters that an event passes whose flag is set."""

SCOPE = Scope(UUID(int=1), timedelta(minutes=30), datetime(2026, 11, 20, tzinfo=UTC))


@dataclass(frozen=True)
class Event:
    """Who (0 for nobody) did what, when, and whether it passes KEY; and which value it says, if one is asked for."""

    who: int
    name: str
    at: datetime
    passes: bool
    value: int


events = st.lists(
    st.builds(
        Event,
        st.sampled_from([0, 1, 2, 3, 69]),
        st.sampled_from(NAMES),
        st.integers(0, MINUTES // 10).map(lambda ten: FIRST + timedelta(minutes=10 * ten)),
        st.booleans(),
        st.integers(0, 2),
    ),
    max_size=14,
)
wide = st.booleans()
"""Whether codes of names take four bytes, as those do that no file has."""

SPAN = {"from": (FIRST + timedelta(minutes=30)).isoformat(), "to": (FIRST + timedelta(minutes=200)).isoformat()}


def columns(happened: Sequence[Event], *, is_wide: bool, start: datetime, end: datetime) -> Events:
    """Those of the events from `start` up to `end` as an engine has them."""
    told = sorted((one for one in happened if start <= one.at < end), key=lambda one: one.at)
    codes = dict(zip(NAMES, CODES if is_wide else [3, 1, 200, 7], strict=True))
    passes = np.array([one.passes for one in told], dtype=bool)
    name = np.array([codes[one.name] for one in told], dtype=np.int32 if is_wide else np.int16)
    names = {code: name for name, code in codes.items()}
    return Events(
        who=np.array([one.who for one in told], dtype=np.int32),
        name=name,
        t=np.array([microseconds(one.at) for one in told], dtype=np.int64),
        people=PEOPLE,
        names=names,
        passes={key_of(filters()): passes},
        said={
            "k": Said(np.array([one.value for one in told], dtype=np.int32), ['"x"', '"y"', "null"]),
            NAME: of_names(name, names),
        },
    )


def by_moment(events: Events) -> EventChunks:
    """The events a moment at a time, each where the one before was, and nothing that is not needed of them; of an hour
    within which no instant lies only how often each name is there."""

    def said_in(part: Any) -> dict[Property, Said]:
        return {"k": Said(events.said["k"].places[part], events.said["k"].values)}

    def read(needs: Needs) -> Iterator[Events]:
        who, name, t = events.who * needs.who, events.name * events.name.dtype.type(needs.name), events.t
        if needs.instants is not None:
            instants = np.array([0, *sorted(needs.instants)])
            t = instants[np.searchsorted(instants, t, side="right") - 1]
        buffers = [who.copy(), name.copy(), t.copy()]
        first = 0
        for end in [*(np.flatnonzero(np.diff(events.t)) + 1).tolist(), len(events.t)]:
            part = slice(first, end)
            for buffer, column in zip(buffers, (who, name, t), strict=True):
                buffer[: end - first] = column[part]
            passes = {key: flags[part] for key, flags in events.passes.items()}
            of = dict(zip(("who", "name", "t"), (each[: end - first] for each in buffers), strict=True))
            yield replace(events, **of, passes=passes, said=said_in(part))
            first = end

    def parted(instants: Sequence[int]) -> tuple[Sequence[DayCounts], EventChunks]:
        hours = events.t // HOUR_US
        torn = [each // HOUR_US for each in instants if each % HOUR_US]
        whole, counts = ~np.isin(hours, torn), []
        for hour in np.unique(hours[whole]).tolist():
            codes, times = np.unique(events.name[hours == hour], return_counts=True)
            counts.append(DayCounts(hour * HOUR_US, dict(zip(codes.tolist(), times.tolist(), strict=True))))
        passes = {key: flags[~whole] for key, flags in events.passes.items()}
        who, name, t = events.who[~whole], events.name[~whole], events.t[~whole]
        said = said_in(~whole)
        return counts, by_moment(replace(events, who=who, name=name, t=t, passes=passes, said=said))

    values: dict[Property, Sequence[str]] = {"k": events.said["k"].values}
    return EventChunks(events.people, events.names, read, parted, values)


def filters() -> Any:
    """KEY as a question has it."""
    report = next(each for each in REPORTS if each.name == "sessions")
    return report.question.model_validate({**SPAN, "interval": "day", "filters": KEY}).filters


def answers(name: str, words: dict[str, Any], happened: Sequence[Event], *, is_wide: bool) -> tuple[Any, Any]:
    """What the question is answered with the kernel, and by numpy alone."""
    report = next(each for each in REPORTS if each.name == name)
    question = report.question.model_validate({**SPAN, **words})
    wanted = KERNELS[name].wants(question, SCOPE)
    [span] = apart(wanted.spans)
    of_engine = columns(happened, is_wide=is_wide, start=span.start, end=span.end)
    assert library() is not None
    compiled = report.tally(question, SCOPE, KERNELS[name].gather(question, SCOPE, of_engine))
    if (stream := KERNELS[name].stream) is not None:
        streamed = stream(question, SCOPE, by_moment(of_engine))
        assert streamed is None or report.tally(question, SCOPE, streamed) == compiled
    with numpy_alone():
        assert library() is None
        return compiled, report.tally(question, SCOPE, KERNELS[name].gather(question, SCOPE, of_engine))
