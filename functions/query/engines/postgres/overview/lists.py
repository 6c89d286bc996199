"""Lists: the values of a property with the most visitors or events."""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    Integer,
    Select,
    Text,
    and_,
    case,
    cast,
    func,
    literal,
    null,
    select,
    tuple_,
    union_all,
)
from sqlalchemy.dialects.postgresql import JSONB

from query.engines.postgres.expressions.breakdown import in_order, shown, value
from query.engines.postgres.expressions.properties import as_json
from query.engines.postgres.overview.lines import row
from query.engines.postgres.overview.scan import OverviewScan
from query.engines.postgres.overview.visits import Visits
from query.reports.breakdown import OTHER

_ENDS = {"session": "started", "sessionEnd": "ended"}


class Lists:
    """The lists of a question. `visits` are those of all events, whatever passes the filters."""

    def __init__(self, chosen: OverviewScan, visits: Visits) -> None:
        self._chosen = chosen
        self._question = chosen.question
        self._visits = visits

    def rows(self) -> list[Select[Any]]:
        """The rows of the statement, for each list one a value that is told apart, and one for all others."""
        found: list[Select[Any]] = []
        ends = self._of_ends()
        for at in range(len(self._question.lists)):
            held = ends[at] if at in ends else self._of_events(at)
            found += self._ranked(at, held.cte(f"held_{at}"))
        return found

    def _of_events(self, at: int) -> Select[Any]:
        """`visitor`, `value` and `events`, one row for each visitor and value of events."""
        rows, key = self._chosen.rows, self._chosen.key(at)
        by = (
            select(rows.c.visitor, key.label("key"), cast(func.count(), Integer).label("events"))
            .where(self._chosen.counted)
            .group_by(rows.c.visitor, key)
            .subquery(f"by_{at}")
        )
        return select(by.c.visitor, value(self._question.lists[at], by.c.key).label("value"), by.c.events)

    def _of_ends(self) -> dict[int, Select[Any]]:
        """The same for values on the first or last events of sessions, or the first ones of visitors."""
        told: dict[str, tuple[CTE, str]] = {}
        for of, end in _ENDS.items():
            if self._question.lists_of(of):
                told[of] = self._visits.sessions, end
        if self._question.lists_of("visitor"):
            told["visitor"] = self._visitors(), "first"
        if not told:
            return {}
        ends = self._ends(told)
        found: dict[int, Select[Any]] = {}
        for of, (who, end) in told.items():
            found |= self._valued(of, who, end, ends)
        return found

    def _visitors(self) -> CTE:
        """`visitor`, when their `first` event was, and how many of theirs are `counted`."""
        pieces = self._visits.pieces
        return (
            select(
                pieces.c.visitor,
                func.min(pieces.c.first).label("first"),
                cast(func.sum(pieces.c.counted), Integer).label("counted"),
            )
            .where(pieces.c.visitor.is_not(None))
            .group_by(pieces.c.visitor)
            .cte("whole_visitors")
        )

    def _ends(self, told: Mapping[str, tuple[CTE, str]]) -> CTE:
        """The few events that stand at an end, with the texts of their values.

        They are picked before they are joined, by a table of hashes of all ends: the planner would make one of all
        events.
        """
        rows = self._chosen.rows
        wanted = union_all(*(select(who.c.visitor, who.c[end]).where(who.c.counted > 0) for who, end in told.values()))
        texts = [self._text(at).label(f"text_{at}") for at in self._question.lists_of(*told)]
        return (
            select(rows.c.visitor, rows.c.occurred_at, *texts)
            .where(tuple_(rows.c.visitor, rows.c.occurred_at).in_(wanted).is_(True))
            .cte("ends")
            .prefix_with("MATERIALIZED")
        )

    def _valued(self, of: str, told: CTE, end: str, ends: CTE) -> dict[int, Select[Any]]:
        """What is `told` of visitors, by the values on their events at the `end`.

        Of several events at that moment the first by the text of the value counts, one that has a value before one that
        has none.
        """
        asked = self._question.lists_of(of)
        texts = [ends.c[f"text_{at}"] for at in asked]
        valued = (
            select(told.c.visitor, told.c.counted, *(func.min(text).label(text.name) for text in texts))
            .select_from(told.join(ends, and_(ends.c.visitor == told.c.visitor, ends.c.occurred_at == told.c[end])))
            .where(told.c.counted > 0)
            .group_by(told.c.visitor, told.c[end], told.c.counted)
            .cte(f"valued_of_{of}")
        )
        return {at: self._together(valued, valued.c[f"text_{at}"]) for at in asked}

    def _text(self, at: int) -> ColumnElement[Any]:
        """The JSON of a list's value, null where it is missing."""
        given = value(self._question.lists[at], self._chosen.key(at))
        return case((given != as_json(None), cast(given, Text).collate("C")))

    def _together(self, valued: CTE, text: ColumnElement[Any]) -> Select[Any]:
        given = func.coalesce(cast(text, JSONB), as_json(None)).label("value")
        events = cast(func.sum(valued.c.counted), Integer).label("events")
        somebodys = select(valued.c.visitor, given, events).group_by(valued.c.visitor, given)
        pieces = self._visits.pieces
        nobodys = (
            select(
                cast(null(), Text).label("visitor"),
                as_json(None).label("value"),
                cast(func.sum(pieces.c.counted), Integer).label("events"),
            )
            .where(pieces.c.visitor.is_(None))
            .having(func.sum(pieces.c.counted) > 0)
        )
        both = union_all(somebodys, nobodys).subquery("both")
        return select(both)

    def _ranked(self, at: int, held: CTE) -> list[Select[Any]]:
        asked = self._question.lists[at]
        summed = (
            select(
                held.c.value,
                func.count(held.c.visitor).label("visitors"),
                cast(func.sum(held.c.events), BigInteger).label("events"),
            )
            .group_by(held.c.value)
            .subquery(f"summed_{at}")
        )
        is_other = summed.c.value == as_json(OTHER)
        order = [is_other, summed.c[asked.measure].desc(), *in_order(summed.c.value)]
        place = cast(func.row_number().over(order_by=order), Integer)
        ranks = select(summed, place.label("place"), is_other.label("is_other")).cte(f"ranks_{at}")
        kept = (
            select(ranks)
            .where(ranks.c.place <= literal(asked.limit, Integer), ranks.c.is_other.is_(False))
            .cte(f"kept_{at}")
        )
        number = literal(at, Integer)
        named = {"list": number, "place": kept.c.place, "value": shown(kept.c.value)}
        told = row({**named, "visitors": kept.c.visitors, "events": kept.c.events})
        left = select(ranks.c.value).where(~ranks.c.value.in_(select(kept.c.value))).cte(f"left_{at}")
        others = (
            select(held.c.visitor, func.sum(held.c.events).label("events"))
            .select_from(held.join(left, held.c.value == left.c.value))
            .group_by(held.c.visitor)
            .subquery(f"others_{at}")
        )
        counts = {"visitors": func.count(others.c.visitor), "events": cast(func.sum(others.c.events), BigInteger)}
        rest = row({"list": number, "place": literal(0, Integer), **counts}).having(func.count() > 0)
        return [told, rest]
