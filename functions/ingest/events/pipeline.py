"""From a tracker's event to a row, in named steps: each takes what it needs and gives the next one its value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ingest.events.breach import Breach
from ingest.events.event import UNWANTED, EventRow, RefusedEvent, TrackedEvent
from ingest.events.groups import GROUPS, with_groups
from ingest.events.identity import Links, Pair
from ingest.events.moment import Moment, place, without_skew
from ingest.events.moment import said as time_as_said
from ingest.events.nobody import usable
from ingest.events.properties import clean_properties, read_properties
from ingest.events.texts import read_id, read_long_id, read_name
from ingest.events.warnings import CHARACTERS_REPLACED
from ingest.limits import MAX_LINKS
from spoor.ids import event_id, time_of_uuid7


@dataclass(slots=True)
class Prepared:
    """The outcome of a batch before it is stored. Rows keep their place (`positions`) for the receipt."""

    rows: list[EventRow] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    links: Links = field(default_factory=Links)
    refusals: list[tuple[int, RefusedEvent]] = field(default_factory=list)
    unwanted: list[tuple[int, RefusedEvent]] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)
    breaches: list[tuple[int, Breach]] = field(default_factory=list)

    def add(self, later: "Prepared", offset: int) -> None:
        """The outcome of further events of the batch, the first of which has the place `offset`."""
        self.rows += later.rows
        self.positions += [offset + position for position in later.positions]
        self.links.add(later.links, offset)
        self.refusals += [(offset + position, refused) for position, refused in later.refusals]
        self.unwanted += [(offset + position, refused) for position, refused in later.unwanted]
        self.warnings += [(offset + position, code) for position, code in later.warnings]
        self.breaches += [(offset + position, breach) for position, breach in later.breaches]


def prepare(events: Sequence[TrackedEvent | RefusedEvent], app_id: str, moment: Moment, clean: bool) -> Prepared:
    """Run every event through the steps; one that is refused leaves its neighbours alone.

    `clean` is the document's promise about its characters: it spares a well-behaved batch the costlier checks.
    """
    prepared = Prepared()
    for position, event in enumerate(events):
        if isinstance(event, RefusedEvent):
            (prepared.unwanted if event.code in UNWANTED else prepared.refusals).append((position, event))
            continue
        try:
            row = _row_of(event, app_id, moment, clean, position, prepared)
        except RefusedEvent as refused:
            prepared.refusals.append((position, refused.caught()))
        else:
            prepared.rows.append(row)
            prepared.positions.append(position)
    return prepared


def _row_of(
    event: TrackedEvent, app_id: str, moment: Moment, clean: bool, position: int, prepared: Prepared
) -> EventRow:
    warnings: list[str] = []
    name = read_name(event.name, clean, warnings)
    client_id = read_long_id(event.client_id, "id", clean, warnings)
    anonymous_id = usable(read_id(event.anonymous_id, "anonymousId", clean, warnings), of_device=True)
    user_id = usable(read_id(event.user_id, "userId", clean, warnings), of_device=False)
    aliases = check_aliases(event.aliases, clean, warnings) if event.aliases else ()
    when = moment if event.clock_is_right is None else without_skew(moment)
    sent_ms, occurred_at, written, changed = place(event.time, event.age_ms, when)
    properties, cut = read_properties(event.properties)
    if cut:
        warnings.extend(cut)
        event.properties = properties  # should it have to wait in the queue, it waits as it will be stored
    if event.context:
        properties = {**event.context, **properties}
    if not clean:
        properties, replaced = clean_properties(properties)
        if replaced:
            warnings.append(CHARACTERS_REPLACED)
    if GROUPS in properties:
        properties = with_groups(properties)
    if changed:
        warnings.append(changed)
        if (told := time_as_said(event.time)) is not None:
            properties = {**properties, "$sent_occurred_at": told}
    if user_id and anonymous_id and user_id != anonymous_id:
        properties = {**properties, "$anonymous_id": anonymous_id}
        prepared.links.claim(anonymous_id, user_id, occurred_at, position)
    elif user_id and not event.may_be_anonymous:
        prepared.links.know(user_id)
    for one, other in aliases:
        prepared.links.alias(one, other, occurred_at, position)
    if warnings:
        prepared.warnings.extend((position, code) for code in dict.fromkeys(warnings))
    made = put_id(app_id, client_id, sent_ms, occurred_at)
    return made, name, user_id or anonymous_id, properties, written


def check_aliases(aliases: Iterable[tuple[Any, Any]], clean: bool, warnings: list[str]) -> list[Pair]:
    """The two ends of every alias as ids; without those that have an end which is nobody's.

    Raises RefusedEvent.
    """
    aliases = list(aliases)
    if len(aliases) > MAX_LINKS:
        raise RefusedEvent("TOO_MANY_LINKS", f"An event joins at most {MAX_LINKS} ids.")
    found = []
    for left, right in aliases:
        one = usable(read_id(left, "alias", clean, warnings), of_device=False)
        other = usable(read_id(right, "distinct_id", clean, warnings), of_device=False)
        if one and other:
            found.append((one, other))
    return found


def put_id(app_id: str, client_id: str | None, sent_ms: int | None, occurred_at: datetime) -> str:
    """The event's id; its time is what every retry repeats: the time as sent, else a version 7 id's own, else nothing.

    Without a client's id nothing can be repeated, and the time is when it occurred.
    """
    if client_id is None:
        return event_id(app_id, None, int(occurred_at.timestamp() * 1000))
    if sent_ms is None:
        sent_ms = time_of_uuid7(client_id) or 0
    return event_id(app_id, client_id, sent_ms)
