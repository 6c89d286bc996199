"""Events as those of the accounts of a type, in the place of visitors."""

import json
from collections.abc import Sequence
from dataclasses import replace

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.events import Events, OfGroup, Said, microseconds
from query.questions.comparison import Span
from query.questions.words import EARLIEST
from query.reports.groups import CALLS, MEMBER_FOR, NEARLY

Places = NDArray[np.int64]


def spans_of_members(spans: Sequence[Span]) -> list[Span]:
    """Where what visitors said of their accounts is looked for, so that it is known in these spans."""
    if not spans:
        return []
    return [Span(min(each.start for each in spans) - MEMBER_FOR - NEARLY, max(each.end for each in spans))]


def told_by_accounts(group: str, events: Events) -> Events:
    """The events once for each account that they name or, where they name none, that their visitor belongs to then.
    Those of no account are not there."""
    said = events.said[OfGroup(group)]
    named = [_accounts(text) for text in said.values]
    codes = {account: at for at, account in enumerate(sorted({one for each in named for one in each}), start=1)}
    lists = [[codes[one] for one in each] for each in named] + [[]]
    places = _with_members(events, said, named)
    counts = np.array([len(each) for each in lists], dtype=np.int64)
    flat = np.array([code for each in lists for code in each], dtype=np.int32)
    rows = np.repeat(np.arange(len(places)), counts[places])
    first_of_row = np.cumsum(counts[places]) - counts[places]
    within = np.arange(len(rows)) - first_of_row[rows]
    first_of_list = np.cumsum(counts) - counts
    return replace(
        events,
        who=flat[first_of_list[places[rows]] + within],
        name=events.name[rows],
        t=events.t[rows],
        people=len(codes) + 1,
        new_ids=list(codes),
        passes={key: each[rows] for key, each in events.passes.items()},
        said={name: Said(each.places[rows], each.values) for name, each in events.said.items()},
    )


def _accounts(text: str) -> Sequence[str]:
    """The accounts that are said, each once, in order."""
    return sorted({one for one in json.loads(text) or () if isinstance(one, str) and one})


def _with_members(events: Events, said: Said, named: Sequence[Sequence[str]]) -> Places:
    """Which of the said values counts of each event: its own, or what its visitor said last in a call that is for it;
    one more than there are where there is none."""
    is_some = np.array([bool(each) for each in named], dtype=bool)
    own: NDArray[np.bool_] = is_some[said.places] if len(named) else np.zeros(len(events.t), dtype=bool)
    found = np.where(own, said.places, len(named)).astype(np.int64)
    calls = np.flatnonzero(own & (events.who > 0) & np.isin(events.name, [events.code(name) for name in CALLS]))
    others = np.flatnonzero(~own & (events.who > 0))
    if not len(calls) or not len(others):
        return found
    order = sorted(range(len(named)), key=lambda at: json.dumps(named[at], ensure_ascii=False))
    rank = np.empty(len(named), dtype=np.int64)
    rank[order] = np.arange(len(named))
    moments = np.searchsorted(events.t, events.t[calls])  # the first event of that instant: all of it are told
    keys = (events.who[calls].astype(np.int64) << 32) | moments
    sorted_ = np.lexsort((rank[said.places[calls]], keys))
    calls, keys = calls[sorted_], keys[sorted_]
    last = np.searchsorted(keys, (events.who[others].astype(np.int64) << 32) | others, side="right") - 1
    told = calls[np.maximum(last, 0)]
    longest = microseconds(EARLIEST + MEMBER_FOR)
    holds = (last >= 0) & (events.who[told] == events.who[others]) & (events.t[others] - events.t[told] < longest)
    found[others[holds]] = said.places[told[holds]]
    return found
