"""Which visitors did what in which periods: a bit for each stretch of time."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property, reduce
from typing import Self

from pydantic import model_validator

from query.reports.periods import Periods
from query.reports.planes import weigh
from query.reports.report import ReportQuestion
from query.reports.told_groups import ToldGroups


class ActivityQuestion(ReportQuestion):
    """A question about what visitors did in which stretches of time."""

    @model_validator(mode="after")
    def _check_periods(self) -> Self:
        _ = self.calendar  # which says so where the range has too many
        return self

    @cached_property
    def calendar(self) -> Periods:
        """The periods that are told apart."""
        raise NotImplementedError  # each report has its own

    @property
    def edges(self) -> Sequence[datetime]:
        """Where one stretch ends and the next begins, from the beginning of the first to the end of the last."""
        return self.calendar.edges


@dataclass(frozen=True, slots=True)
class Activity:
    """Visitors in groups of those who are alike. `marks[name][j]` has a bit for each group that is marked in stretch
    j of the periods, `sizes` are the planes of the groups' sizes. With a breakdown `told` has the value of each group;
    a visitor is in one group for each of their values then, and marked as `told` where it is the one."""

    periods: Periods
    marks: Mapping[str, list[int]]
    sizes: list[int]
    told: ToldGroups | None = None

    @property
    def everybody(self) -> int:
        """All groups."""
        return reduce(int.__or__, self.sizes, 0)

    def visitors(self, groups: int) -> int:
        """How many visitors there are in the groups whose bits are set."""
        return weigh(groups, self.sizes)

    def by_period(self, name: str) -> list[int]:
        """The groups that are marked in each period."""
        return self._gathered(self.marks[name])

    def first_by_period(self, name: str) -> list[int]:
        """The groups whose first mark of all is in each period."""
        firsts, earlier = [], 0
        for marked in self.marks[name]:
            firsts.append(marked & ~earlier)
            earlier |= marked
        return self._gathered(firsts)

    def _gathered(self, stretches: Sequence[int]) -> list[int]:
        found = [0] * len(self.periods.starts)
        for place, groups in zip(self.periods.places, stretches, strict=True):
            if place is not None:
                found[place] |= groups
        return found
