"""What is said of an alert: when it is made, and when it is changed."""

from typing import Annotated, Any, Self, cast

from pydantic import Field, model_validator

from query.alerts.rules import Rule, Schedule, When
from query.questions.recent import LastDays
from query.questions.words import Name, Since, Words, Zone
from query.routes.kept.destinations import To
from query.routes.kept.saved_reports import Address

Number = Annotated[str, Field(max_length=50, description="Which number of the report; its first where it is not said.")]
Wakes = Annotated[bool, Field(description="Whether the database may be woken for it where it sleeps.")]


class AlertWords(Words):
    """An alert: a saved report, or a question of `report` without `from`, `to` and `compare`; and `when` it is told, by
    a bound, or by which `schedule`. It is asked about the last whole period in `timezone`, or about the `lastDays` that
    end with it."""

    name: Name
    report: Annotated[str, Field(max_length=50)] | None = None
    question: dict[str, Any] | None = None
    saved_report_id: Annotated[str, Field(max_length=64)] | None = None
    last_days: LastDays | None = None
    address: Address | None = None
    number: Number | None = None
    when: When | None = None
    schedule: Schedule | None = None
    timezone: Zone = "UTC"
    to: To
    wakes_database: Wakes = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.when is None) == (self.schedule is None):
            raise ValueError("give either `when` or `schedule`")
        if (self.report is None) == (self.saved_report_id is None) or (self.report is None) != (self.question is None):
            raise ValueError("give either `report` and `question`, or `savedReportId`")
        if {"from", "to", "compare", "timezone"} & (self.question or {}).keys():
            raise ValueError("leave `from`, `to`, `compare` and `timezone` out of `question`: the alert says them")
        return self

    def rule(self) -> Rule:
        """The one of the two that was said."""
        return cast(Rule, self.when or self.schedule)


class AlertChange(Words):
    """What is said of an alert anew; what is left out stays. Who says `to` takes the alert over: from then on it asks
    as them. `snoozedUntil` of null ends a snooze."""

    name: Name | None = None
    number: Number | None = None
    when: When | None = None
    schedule: Schedule | None = None
    timezone: Zone | None = None
    to: To | None = None
    wakes_database: Wakes | None = None
    muted: bool | None = None
    snoozed_until: Since | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.when is not None and self.schedule is not None:
            raise ValueError("give either `when` or `schedule`")
        return self
