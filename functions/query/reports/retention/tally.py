"""From who was active when to the cohorts."""

from query.reports.activity import Activity
from query.reports.both import Both
from query.reports.breakdown import folded_both, read
from query.reports.retention.answer import RetentionAnswer, RetentionCohort, RetentionPeriod, ValueCohorts
from query.reports.retention.question import RetentionQuestion
from query.scope import Scope

Gathered = Activity | Both[Activity]


def tally(question: RetentionQuestion, scope: Scope, found: Gathered) -> RetentionAnswer:
    """The answer: who is marked in the cohort's period and in that of the return; of both ranges, and of each value."""
    if not isinstance(found, Both):
        now = _Told(question, scope, found)
        return RetentionAnswer(now.cohorts(), now.by_value(now, None))
    if question.compared_with is None:
        raise ValueError("what was gathered of two ranges is no answer about one")
    now = _Told(question, scope, found.now)
    before = _Told(question.over(question.compared_with), scope, found.before)
    previous = RetentionPeriod(before.cohorts(), before.by_value(now, before))
    return RetentionAnswer(now.cohorts(), now.by_value(now, before), previous)


class _Told:
    """One range: its cohorts, and those of some of the groups of visitors who are alike."""

    def __init__(self, question: RetentionQuestion, scope: Scope, seen: Activity) -> None:
        self._question, self._now, self._seen, self._deadline = question, scope.now, seen, scope.deadline
        self._started = self._starts()
        self._returned = seen.by_period(question.returns)

    def _starts(self) -> list[int]:
        """The groups that started in each period. With a breakdown they are of those who did so with their value."""
        seen, first = self._seen, self._question.cohort == "first"
        started = seen.first_by_period("started") if first else seen.by_period("started")
        if self._question.breakdown is None:
            return started
        return [those & told for those, told in zip(started, seen.by_period("told"), strict=True)]

    def cohorts(self, groups: int = -1) -> list[RetentionCohort]:
        """All cohorts, of those groups."""
        question, calendar = self._question, self._question.calendar
        made = []
        for place in question.cohorts:
            self._deadline.check()
            started = self._started[place] & groups
            size = self._seen.visitors(started)
            values: list[int | None] = [size, *([None] * question.periods)]
            over = sum(end <= self._now for end in calendar.ends[place + 1 : place + 1 + question.periods])
            there = 0
            for later in range(over, 0, -1):
                there = self._returned[place + later] | (there if question.counting == "onOrAfter" else 0)
                values[later] = self._seen.visitors(started & there)
            made.append(RetentionCohort(calendar.starts[place], size, values))
        return made

    def by_value(self, now: "_Told", before: "_Told | None") -> list[ValueCohorts] | None:
        """The cohorts of each value that `now` tells apart, ranked by all who are in them; all others are one."""
        breakdown, told = self._question.breakdown, self._seen.told
        if breakdown is None or told is None:
            return None
        called, order = folded_both(now.sizes(), before.sizes() if before else {}, breakdown.limit)
        groups = told.groups(called, order)
        return [ValueCohorts(read(said), self.cohorts(groups[said])) for said in order]

    def sizes(self) -> dict[str, int]:
        """How many are in the cohorts with each value."""
        told = self._seen.told
        return {} if told is None else told.totals(self._started[place] for place in self._question.cohorts)
