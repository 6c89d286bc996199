"""What can be asked about sessions."""

from typing import Literal, Self

from pydantic import model_validator

from query.questions.comparison import Comparing, of_compared
from query.reports.breakdown import Breakdown
from query.reports.intervals import Intervalled, check_buckets

MAX_VALUES = 200_000
"""How many numbers an answer may hold at most, as in trends."""


class SessionBreakdown(Breakdown):
    """By which property of the first or the last event of a session, and how many of its values are told apart."""

    of: Literal["session", "sessionEnd"] = "session"


class SessionsQuestion(Intervalled, Comparing):
    """`POST /api/apps/{appId}/reports/sessions`."""

    breakdown: SessionBreakdown | None = None

    @model_validator(mode="after")
    def _check_values(self) -> Self:
        other = self.compared_with
        if other:
            with of_compared():
                check_buckets(*other, self.interval)
        buckets = len(self.calendar.starts) + (len(self.over(other).calendar.starts) if other else 0)
        values = 2 * buckets * (self.breakdown.limit + 2 if self.breakdown else 1)
        if values > MAX_VALUES:
            raise ValueError(
                f"the answer could have {values} values, and {MAX_VALUES} is the most; ask for a lower `limit` of the "
                "breakdown, a longer interval or a shorter range"
            )
        return self

    def weights(self) -> dict[str, int]:
        """Besides, a breakdown, for which events are put in order one by one."""
        found = super().weights()
        return {**found, "breakdown": self.breakdown.weight()} if self.breakdown else found
