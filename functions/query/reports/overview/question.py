"""What an overview can be asked."""

from typing import Annotated, Literal, Self

from pydantic import Field, model_validator

from query.questions.comparison import Comparing, of_compared
from query.reports.breakdown import Breakdown
from query.reports.intervals import Intervalled, check_buckets

MOST_LISTS = 12
_WEIGHTS = {"event": 18, "session": 12, "sessionEnd": 12, "visitor": 20}
_OF_TOTALS = 20

ListMeasure = Literal["visitors", "events"]
"""By what the rows of a list are ranked."""


class AskedList(Breakdown):
    """The values of a property, those with the largest `measure` first."""

    measure: ListMeasure = "visitors"


class OverviewQuestion(Intervalled, Comparing):
    """`POST /api/apps/{appId}/reports/overview`."""

    lists: Annotated[list[AskedList], Field(max_length=MOST_LISTS)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _check_previous(self) -> Self:
        if self.compared_with:
            with of_compared():
                check_buckets(*self.compared_with, self.interval)
        return self

    @property
    def before(self) -> Self | None:
        """The question about what the range is compared with, if it is: without lists."""
        if self.compared_with is None:
            return None
        return self.over(self.compared_with).model_copy(update={"lists": []})

    def weights(self) -> dict[str, int]:
        """Besides, what each list asks of an event."""
        found = super().weights()
        asked = sum(_WEIGHTS[each.of] for each in self.lists)
        return {**found, "lists": found.get("lists", 0) + asked + _OF_TOTALS}

    def lists_of(self, *kinds: str) -> list[int]:
        """The places of the lists that are told apart so."""
        return [at for at, each in enumerate(self.lists) if each.of in kinds]
