"""What can be asked about a change: a question of another report, and what its answer is compared with."""

from datetime import datetime
from functools import cached_property
from typing import Annotated, Any, Literal, Self

from pydantic import Discriminator, Field, Tag, model_validator

from query.questions.comparison import Compare, Comparing, Span, of_compared
from query.questions.filters import EventProperty
from query.questions.words import Words
from query.reports.funnel.question import FunnelQuestion
from query.reports.intervals import check_buckets
from query.reports.trends.question import TrendsQuestion

MOST_PROPERTIES = 16
_WEIGHT = 3


def _kind(given: Any) -> str:
    """Which report a question is of. The tags stand in brackets, which keeps them out of the paths of errors."""
    if isinstance(given, dict):
        return "(trends)" if "series" in given else "(funnel)"
    return "(trends)" if isinstance(given, TrendsQuestion) else "(funnel)"


Asked = Annotated[
    Annotated[FunnelQuestion, Tag("(funnel)")] | Annotated[TrendsQuestion, Tag("(trends)")], Discriminator(_kind)
]


class ChangesQuestion(Words):
    """`POST /api/apps/{appId}/reports/changes`: what moved the number that `question` asks for. `report` says of which
    report it is, for whoever reads it; it may be left out."""

    report: Literal["trends", "funnel"] | None = None
    question: Asked
    compare: Compare = "previous"
    properties: Annotated[list[EventProperty], Field(min_length=1, max_length=MOST_PROPERTIES)] | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        kind = "trends" if isinstance(self.question, TrendsQuestion) else "funnel"
        if self.report not in (None, kind):
            raise ValueError(f"`question` is one of {kind}, and `report` says {self.report}")
        if self.question.compare is not None:
            raise ValueError("say `compare` beside `question`, and not in it")
        if isinstance(self.question, TrendsQuestion):
            if len(self.question.series) != 1 or self.question.formulas:
                raise ValueError("only one number can be explained: give one series, and no formula")
            if self.question.series[0].measure not in ("total", "visitors"):
                raise ValueError("what can be explained is a `total` or `visitors`; choose one of these measures")
        check_buckets(*self.now, "day")
        with of_compared():
            check_buckets(*self.before, "day")
        return self

    @property
    def group(self) -> str | None:
        """Whom the question counts."""
        return self.question.group

    @cached_property
    def now(self) -> Span:
        """The range of the question."""
        return Span(self.question.start, self.question.end)

    @cached_property
    def before(self) -> Span:
        """What it is compared with."""
        asked = self.question
        words = {"timezone": asked.timezone, "from": asked.from_, "to": asked.to}
        said = self.compare if isinstance(self.compare, str) else self.compare.model_dump(by_alias=True)
        compared = Comparing.model_validate({**words, "compare": said}).compared_with
        return compared or self.now

    def over(self, span: Span) -> FunnelQuestion | TrendsQuestion:
        """The question about a period, bare of what does not matter to its number."""
        asked = self.question
        said: dict[str, Any] = {"from_": span.start.isoformat(), "to": span.end.isoformat()}
        interval = "day" if isinstance(asked, TrendsQuestion) else None
        bare: dict[str, Any] = {"breakdown": None, "compare": None, "interval": interval}
        bare |= {"time_to_convert": False, "formulas": []}
        fields = type(asked).model_fields
        said |= {name: value for name, value in bare.items() if name in fields}
        given = {name: getattr(asked, name) for name in fields} | said
        made = type(asked).model_construct(**given)
        made.__dict__.update(start=span.start, end=span.end)  # as they are: texts may not say any that is too early
        return made

    def about(self, properties: list[str]) -> Self:
        """The same question about these properties."""
        return self.model_copy(update={"properties": properties})

    def of_period(self, span: Span) -> Self:
        """The same question about one of its periods, compared with nothing."""
        made = self.model_copy(update={"question": self.over(span)})
        made.__dict__["now"] = span
        return made

    def weights(self) -> dict[str, int]:
        """What the question about which it is weighs, and what events are asked to tell."""
        found = self.question.weights()
        return {**found, "properties": _WEIGHT * len(self.properties or range(MOST_PROPERTIES))}

    @property
    def start(self) -> datetime:
        """The first instant of both periods."""
        return min(self.now.start, self.before.start)

    @property
    def end(self) -> datetime:
        """The first instant after both."""
        return max(self.now.end, self.before.end)
