"""What makes a visitor belong to a cohort, with all that its definition names looked up."""

from dataclasses import dataclass

from query.cohorts.words import Did
from query.reports.funnel.question import FunnelQuestion, Outcome


@dataclass(frozen=True, slots=True)
class OfFunnel:
    """Those of a funnel's visitors whose `outcome` at `step`, counted from 1, it was."""

    question: FunnelQuestion
    step: int
    outcome: Outcome


Membership = Did | OfFunnel
