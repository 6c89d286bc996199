"""Who belongs to a cohort: by the same pass over the same events as the question that names it."""

import numpy as np

from query.cohorts.memberships import Membership, OfFunnel
from query.engines.lake.events import Events, Flags, Wants
from query.engines.lake.kernels import funnel
from query.questions.comparison import Span
from query.reports.choice import EventChoice
from query.reports.funnel.question import FunnelQuestion
from query.reports.funnel.visitors import outcomes
from query.scope import Scope
from spoor.errors import TooLarge

MOST_LISTED = 100_000
"""As many visitors of a funnel as Postgres is handed: the answer is the same whichever engine gives it."""


def wants(membership: Membership, scope: Scope) -> Wants:
    """What it takes to tell."""
    if isinstance(membership, OfFunnel):
        return funnel.wants(_bare(membership), scope)
    return Wants([Span(*membership.range(scope.now))], [membership.filters])


def members(membership: Membership, scope: Scope, events: Events) -> Flags:
    """Which of the people belong to it; nobody does not.

    Raises TooLarge, TooSlow.
    """
    found = np.zeros(events.people, dtype=bool)
    if isinstance(membership, OfFunnel):
        parcels = funnel.gather_parcels(_bare(membership), scope, events)
        attempts = outcomes(membership.question, scope, parcels, membership.step, membership.outcome)
        if len(attempts) > MOST_LISTED:
            raise TooLarge(
                f"More than {MOST_LISTED:,} visitors of the funnel are in this cohort. Choose a shorter range."
            )
        found[[int(attempt.visitor) for attempt in attempts]] = True
        return found
    own = events.within(*membership.range(scope.now))
    met = own.met(EventChoice(event=membership.event, filters=membership.filters), [])
    times = np.bincount(own.who[met], minlength=events.people)
    found[:] = times >= membership.at_least
    if membership.at_most is not None:
        found &= times <= membership.at_most
    found[0] = False
    return found


def size(membership: Membership, scope: Scope, events: Events) -> int:
    """How many visitors belong to it.

    Raises TooLarge, TooSlow.
    """
    return int(np.count_nonzero(members(membership, scope, events)))


def _bare(membership: OfFunnel) -> FunnelQuestion:
    """The funnel without what says nothing about whom to list."""
    return membership.question.model_copy(update={"breakdown": None, "interval": None, "compare": None})
