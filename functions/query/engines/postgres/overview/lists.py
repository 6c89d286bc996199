"""Lists: the values of a property with the most visitors or events."""

from collections.abc import Mapping
from functools import cached_property
from typing import Any

from sqlalchemy import (
    CTE,
    BigInteger,
    ColumnElement,
    FromClause,
    Integer,
    Select,
    Text,
    and_,
    any_,
    cast,
    func,
    literal,
    null,
    select,
    union_all,
)
from sqlalchemy.dialects.postgresql import ARRAY, JSONB, TIMESTAMP

from query.engines.postgres.expressions.breakdown import in_order, key, shown, value
from query.engines.postgres.expressions.properties import as_json
from query.engines.postgres.overview.lines import row
from query.engines.postgres.overview.scan import OverviewScan
from query.engines.postgres.overview.visits import Visits
from query.reports.breakdown import OTHER, Breakdown
from spoor.schema import events

_ENDS = {"session": "started", "sessionEnd": "ended"}
_MISSING = "null"

Held = FromClause
"""How much is held of what: `visitor`, `key` and `events`, one row for each visitor and key."""


class Lists:
    """The lists of a question. `visits` are those of all events, whatever passes the filters."""

    def __init__(self, chosen: OverviewScan, visits: Visits) -> None:
        self._chosen = chosen
        self._question = chosen.question
        self._visits = visits

    def rows(self) -> list[Select[Any]]:
        """The rows of the statement, for each list one a value that is told apart, and one for all others."""
        held = {**self._of_events(), **self._of_ends()}
        return [row for at in range(len(self._question.lists)) for row in self._ranked(at, held[at])]

    def _of_events(self) -> dict[int, Held]:
        """What is told apart by values on events: `visitor`, `key` and `events`, one row for each visitor and key.

        Events are read for each property anew: to keep them for the next one costs more, and the index alone has names.
        """
        who = self._chosen.scope.subject.who.collate("C").label("visitor")
        held: dict[str, Held] = {}
        for at in self._question.lists_of("event"):
            asked = self._question.lists[at]
            key = _key(asked)
            columns = [who, key.label("key"), cast(func.count(), Integer).label("events")]
            told = self._chosen.counted(columns).group_by(who, key)
            held.setdefault(asked.property, told.cte(f"held_{at}"))
        return {at: held[self._question.lists[at].property] for at in self._question.lists_of("event")}

    def _of_ends(self) -> dict[int, Held]:
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
        found: dict[int, Held] = {}
        for of, (who, end) in told.items():
            found |= self._valued(of, who, end, ends)
        return found

    def _visitors(self) -> CTE:
        """`visitor` and their `number`, when their `first` event was, and how many of theirs are `counted`."""
        pieces = self._visits.pieces
        return (
            select(
                pieces.c.visitor,
                func.row_number().over().label("number"),
                func.min(pieces.c.first).label("first"),
                cast(func.sum(pieces.c.counted), Integer).label("counted"),
            )
            .where(pieces.c.visitor.is_not(None))
            .group_by(pieces.c.visitor)
            .cte("whole_visitors")
        )

    def _ends(self, told: Mapping[str, tuple[CTE, str]]) -> CTE:
        """The few events that may stand at an end, with the texts of their values.

        They are picked by their time alone: the index finds them, and no other event has to be read.
        """
        who = self._chosen.scope.subject.who.collate("C").label("visitor")
        each = (select(whose.c[end].label("at")).where(whose.c.counted > 0) for whose, end in told.values())
        times = select(func.array_agg(union_all(*each).subquery("times").c.at)).scalar_subquery()
        is_one = events.c.occurred_at == any_(cast(times, ARRAY(TIMESTAMP(timezone=True))))
        asked = {at: self._question.lists[at] for at in self._question.lists_of(*told)}
        texts = {each.property: _text(each).label(f"text_{at}") for at, each in reversed(asked.items())}
        return (
            self._chosen.around([who, events.c.occurred_at, *texts.values()], linked=True, of_all=True)
            .where(self._chosen.scope.subject.id.is_not(None), is_one)
            .cte("ends")
            .prefix_with("MATERIALIZED")
        )

    def _valued(self, of: str, told: CTE, end: str, ends: CTE) -> dict[int, Held]:
        """What is `told` of visitors, by the values on their events at the `end`.

        Of several events of a visitor at that moment the first by the text of the value counts, one that has a value
        before one that has none.
        """
        found: dict[int, Held] = {}
        asked = self._question.lists_of(of)
        texts = (func.coalesce(func.min(self._text(ends, at)), _MISSING).label(f"text_{at}") for at in asked)
        valued = (
            select(func.min(told.c.visitor).label("visitor"), func.min(told.c.counted).label("counted"), *texts)
            .select_from(told.join(ends, and_(ends.c.visitor == told.c.visitor, ends.c.occurred_at == told.c[end])))
            .where(told.c.counted > 0)
            .group_by(told.c.number)
            .cte(f"valued_of_{of}")
        )
        for at in asked:
            key = cast(valued.c[f"text_{at}"], JSONB)
            number = cast(func.sum(valued.c.counted), Integer).label("events")
            somebodys = select(valued.c.visitor, key.label("key"), number).group_by(valued.c.visitor, key)
            found[at] = union_all(somebodys, select(self._nobodys)).cte(f"held_{at}")
        return found

    def _text(self, ends: CTE, at: int) -> ColumnElement[str]:
        """The text of a list's value; lists of one property share it."""
        name = self._question.lists[at].property
        first = next(of for of, each in enumerate(self._question.lists) if each.property == name and each.of != "event")
        return ends.c[f"text_{first}"]

    @cached_property
    def _nobodys(self) -> CTE:
        """The events of nobody, if there are any: they are in no session, and tell nothing."""
        pieces = self._visits.pieces
        return (
            select(
                cast(null(), Text).label("visitor"),
                as_json(None).label("key"),
                cast(func.sum(pieces.c.counted), Integer).label("events"),
            )
            .where(pieces.c.visitor.is_(None))
            .having(func.sum(pieces.c.counted) > 0)
            .cte("nobodys")
        )

    def _ranked(self, at: int, held: Held) -> list[Select[Any]]:
        asked = self._question.lists[at]
        summed = (
            select(
                held.c.key,
                func.count(held.c.visitor).label("visitors"),
                cast(func.sum(held.c.events), BigInteger).label("events"),
            )
            .group_by(held.c.key)
            .subquery(f"summed_{at}")
        )
        given = func.to_jsonb(summed.c.key) if asked.property == "$name" and asked.of == "event" else summed.c.key
        is_other = given == as_json(OTHER)
        order = [is_other, summed.c[asked.measure].desc(), *in_order(given)]
        place = cast(func.row_number().over(order_by=order), Integer)
        shown_as = [given.label("value"), place.label("place"), is_other.label("is_other")]
        ranks = select(summed, *shown_as).cte(f"ranks_{at}")
        is_kept = and_(ranks.c.place <= literal(asked.limit, Integer), ranks.c.is_other.is_(False))
        number = literal(at, Integer)
        named = {"list": number, "place": ranks.c.place, "value": shown(ranks.c.value)}
        told = row({**named, "visitors": ranks.c.visitors, "events": ranks.c.events}).where(is_kept)
        left = select(ranks.c.key).where(~is_kept).cte(f"left_{at}")
        others = (
            select(held.c.visitor, func.sum(held.c.events).label("events"))
            .select_from(held.join(left, held.c.key == left.c.key))
            .group_by(held.c.visitor)
            .subquery(f"others_{at}")
        )
        counts = {"visitors": func.count(others.c.visitor), "events": cast(func.sum(others.c.events), BigInteger)}
        rest = row({"list": number, "place": literal(0, Integer), **counts}).having(func.count() > 0)
        return [told, rest]


def _key(asked: Breakdown) -> ColumnElement[Any]:
    """What events are grouped by, never SQL's null: `jsonb`, or a name as it is."""
    return key(asked) if asked.property == "$name" else value(asked, key(asked))


def _text(asked: Breakdown) -> ColumnElement[Any]:
    """The JSON of an event's value, null where it is missing."""
    return func.nullif(cast(value(asked, key(asked)), Text), _MISSING).collate("C")
