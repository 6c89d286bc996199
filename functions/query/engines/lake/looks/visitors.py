"""Who the visitors are that a funnel or a cohort has: by their ids, which files have no more than codes of."""

from collections.abc import Collection, Iterator, Mapping
from dataclasses import replace
from heapq import nlargest

import numpy as np
from numpy.typing import NDArray

from query.engines.lake import cohorts
from query.engines.lake.events import Events, Wants
from query.engines.lake.kernels import funnel
from query.engines.reasons import Elsewhere, Reason
from query.looks.cohort_visitors import CohortVisitorsQuestion
from query.reports.funnel.attempts import Attempt
from query.reports.funnel.parcels import Parcels, Part
from query.reports.funnel.visitors import FunnelVisitorsQuestion, entered_at_most, outcomes
from query.scope import Scope
from spoor import database


def of_funnel_wants(question: FunnelVisitorsQuestion, scope: Scope) -> Wants:
    """What it takes to tell who got how far."""
    return replace(funnel.wants(question, scope), ids=True)


def of_funnel(question: FunnelVisitorsQuestion, scope: Scope, events: Events) -> Parcels:
    """The events of all who can be on the page, by their ids; those of whom the page has no room for are left out.

    Raises Elsewhere, TooSlow, DatabaseAway.
    """
    parcels = funnel.gather_parcels(question, scope, events)
    listed = _listed(question, outcomes(question, scope, parcels, question.step, question.outcome))
    codes = np.array(sorted({int(attempt.visitor) for attempt in listed}), dtype=np.int32)
    theirs = np.isin(events.who, codes)
    own = replace(
        events, who=events.who[theirs], name=events.name[theirs], t=events.t[theirs],
        passes={key: flags[theirs] for key, flags in events.passes.items()}, said={},
    )  # fmt: skip
    return _called(funnel.gather_parcels(question, scope, own), ids_of(codes, events, scope))


def _listed(question: FunnelVisitorsQuestion, found: list[Attempt]) -> list[Attempt]:
    """Those of whom the page and one more are: who entered at one moment is told apart by their ids, and so are all of
    these."""
    latest = entered_at_most(question)
    following = [each for each in found if latest is None or each.entered <= latest]
    later = (each.entered for each in following if latest is None or each.entered < latest)
    first = nlargest(question.limit + 1, later)
    return [each for each in following if len(first) <= question.limit or each.entered >= first[-1]]


def _called(parcels: Parcels, ids: Mapping[int, str]) -> Iterator[list[Part]]:
    """The same with ids in the place of codes."""
    for parts in parcels:
        yield [replace(part, visitors=[ids[int(code)].encode() for code in part.visitors]) for part in parts]


def of_cohort_wants(question: CohortVisitorsQuestion, scope: Scope) -> Wants:
    """What it takes to tell who belongs to it."""
    return replace(cohorts.wants(question.membership, scope), ids=True)


def of_cohort(question: CohortVisitorsQuestion, scope: Scope, events: Events) -> list[str]:
    """The ids of a page of visitors and one more, where there is one.

    Raises Elsewhere, TooLarge, TooSlow, DatabaseAway.
    """
    codes = np.flatnonzero(cohorts.members(question.membership, scope, events))
    after = question.after.encode()
    following = (each for each in ids_of(codes, events, scope).values() if each.encode() > after)
    return sorted(following, key=str.encode)[: question.limit + 1]


def ids_of(codes: NDArray[np.integer], events: Events, scope: Scope) -> dict[int, str]:
    """What people are called, by their codes, which mean the same for ever. Raises Elsewhere, DatabaseAway."""
    first_new = events.people - len(events.new_ids)
    found = {code: events.new_ids[code - first_new] for code in codes[codes >= first_new].tolist()}
    known: Collection[int] = codes[codes < first_new].tolist()
    if known:
        params = {"app_id": scope.app_id, "codes": known}
        rows = database.run(database.sql("query.engines.lake", "ids_of_codes"), params, repeatable=True)
        found |= {row["code"]: row["anonymous_id"] for row in rows}
    if len(found) < len(codes):
        raise Elsewhere(Reason.BROKEN_FILES)  # nobody is left out without a word
    return found
