"""What the database says of an app's lake, by one statement."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, date, timedelta

from query.engines.postgres.scope import PostgresScope
from query.questions.comparison import Span
from spoor import database
from spoor.time import day_bounds

_INSTANT = timedelta(microseconds=1)


@dataclass(frozen=True, slots=True)
class ListedDay:
    """A day that the manifest has: how many `rows`, a hash of all that is `said` of it, and whether it is right as far
    as anybody knows."""

    day: date
    rows: int
    said: str
    is_right: bool


@dataclass(frozen=True, slots=True)
class LakeState:
    """`days` are those of some spans, in order. No file that counts has a visitor's code beyond `last_code`; files may
    still have the `erased` ones. `names` are by their codes. `people` is another text as soon as any id stands for
    somebody else, or has another code; None where nobody asked."""

    days: Sequence[ListedDay]
    last_code: int
    erased: Sequence[int]
    names: Mapping[int, str]
    people: str | None


def read(spans: Sequence[Span], scope: PostgresScope, *, who: bool) -> LakeState:
    """The state, for some spans in order; where it matters `who` did something.

    Raises TooManyReports, TooSlow.
    """
    params = {
        "app_id": scope.app_id,
        "who": who,
        "first": spans[0].start.astimezone(UTC).date() if spans else None,
        "last": (spans[-1].end - _INSTANT).astimezone(UTC).date() if spans else None,
        "horizon": None if scope.horizon is None else scope.horizon.date(),
    }
    [row] = scope.rows(database.sql("query.engines.lake", "get_lake"), params)
    days = [ListedDay(date.fromisoformat(day), *others) for day, *others in row["days"] or ()]
    return LakeState(
        days=[each for each in days if any(meet(each.day, span) for span in spans)],
        last_code=row["last_code"],
        erased=row["erased"],
        names={int(code): name for code, name in (row["names"] or {}).items()},
        people=f"{row['last_code']} {row['erasures']} {row['links']}" if who else None,
    )


def meet(day: date, span: Span) -> bool:
    """Whether a day has anything of the span."""
    begin, end = day_bounds(day)
    return span.start < end and begin < span.end
