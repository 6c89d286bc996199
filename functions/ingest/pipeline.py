"""From a tracker's event to a row, in named steps: each takes what it needs and gives the next one its value."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from math import isfinite
from typing import Any

from ingest.event import UNWANTED, Refused, Row, TrackedEvent
from ingest.identity import Link, link_ids
from ingest.limits import MAX_LINKS, MAX_TEXT
from ingest.moment import Moment, place, without_skew, written
from ingest.properties import check_properties, clean_properties
from spoor.ids import event_id, time_of_uuid7

_UNSTORABLE = str.maketrans(dict.fromkeys([0, *range(0xD800, 0xE000)]))


@dataclass(slots=True)
class Prepared:
    """The outcome of a batch before it is stored. Rows keep their place (`positions`) for the receipt."""

    rows: list[Row] = field(default_factory=list)
    positions: list[int] = field(default_factory=list)
    links: set[Link] = field(default_factory=set)
    refusals: list[tuple[int, Refused]] = field(default_factory=list)
    unwanted: list[tuple[int, Refused]] = field(default_factory=list)
    warnings: list[tuple[int, str]] = field(default_factory=list)


def prepare(events: Sequence[TrackedEvent | Refused], app_id: str, moment: Moment, clean: bool) -> Prepared:
    """Run every event through the steps; one that is refused leaves its neighbours alone.

    `clean` is the document's promise about its characters: it spares a well-behaved batch the costlier checks.
    """
    prepared = Prepared()
    for position, event in enumerate(events):
        if isinstance(event, Refused):
            (prepared.unwanted if event.code in UNWANTED else prepared.refusals).append((position, event))
            continue
        try:
            row = _row_of(event, app_id, moment, clean, position, prepared)
        except Refused as refused:
            prepared.refusals.append((position, refused.caught()))
        else:
            prepared.rows.append(row)
            prepared.positions.append(position)
    return prepared


def _row_of(event: TrackedEvent, app_id: str, moment: Moment, clean: bool, position: int, prepared: Prepared) -> Row:
    name = check_name(event.name, clean)
    client_id = check_id(event.client_id, "id", clean)
    anonymous_id = check_id(event.anonymous_id, "anonymousId", clean)
    user_id = check_id(event.user_id, "userId", clean)
    said = check_links(event.links, clean) if event.links else ()
    when = moment if event.clock_is_right is None else without_skew(moment)
    sent_ms, occurred_at, corrected = place(event.time, event.age_ms, when)
    properties = check_properties(event.properties)
    if event.context:
        properties = {**event.context, **properties}
    if not clean:
        properties, replaced = clean_properties(properties)
        if replaced:
            prepared.warnings.append((position, "CHARACTERS_REPLACED"))
    if corrected:
        properties = {**properties, "$sent_occurred_at": str(event.time)}
        prepared.warnings.append((position, "TIME_CORRECTED"))
    if said or (user_id and anonymous_id):
        prepared.links.update(link_ids(anonymous_id, user_id, said))
    if user_id and anonymous_id and user_id != anonymous_id:
        properties = {**properties, "$user_id": user_id}
    made = put_id(app_id, client_id, sent_ms, occurred_at)
    return made, name, anonymous_id or user_id, properties, written(occurred_at, event.time, corrected)


def check_name(name: Any, clean: bool) -> str:
    """The name, as it was given.

    Raises Refused when it is not text, blank, too long, or holds what Postgres cannot store.
    """
    if type(name) is not str or not name or name.isspace():
        raise Refused("INVALID_NAME", "`name` must be text that is not blank.")
    if len(name) > MAX_TEXT:
        raise Refused("INVALID_NAME", f"`name` has at most {MAX_TEXT} characters.")
    if not clean and name.translate(_UNSTORABLE) != name:
        raise Refused("INVALID_NAME", "`name` holds NUL or half a character.")
    return name


def check_id(value: Any, called: str, clean: bool) -> str | None:
    """An id as text; finite numbers become text (12.0 is "12"), empty ones count as none.

    Raises Refused.
    """
    if value is None or value == "":
        return None
    text: str = value if type(value) is str else _number_as_text(value, called)
    if len(text) > MAX_TEXT:
        raise Refused("INVALID_ID", f"`{called}` has at most {MAX_TEXT} characters.")
    if not clean and text.translate(_UNSTORABLE) != text:
        raise Refused("INVALID_ID", f"`{called}` holds NUL or half a character.")
    return text


def _number_as_text(value: Any, called: str) -> str:
    """A number as its sender wrote it, whether or not its language tells 12 from 12.0.

    Raises Refused.
    """
    if type(value) is float and isfinite(value):
        return str(int(value)) if value.is_integer() else repr(value)
    if type(value) is int:
        return str(value)
    raise Refused("INVALID_ID", f"`{called}` must be text.")


def check_links(links: Iterable[tuple[Any, Any]], clean: bool) -> list[tuple[str | None, str | None]]:
    """The two ends of every link as ids.

    Raises Refused.
    """
    links = list(links)
    if len(links) > MAX_LINKS:
        raise Refused("TOO_MANY_LINKS", f"An event joins at most {MAX_LINKS} ids.")
    return [(check_id(left, "alias", clean), check_id(right, "distinct_id", clean)) for left, right in links]


def put_id(app_id: str, client_id: str | None, sent_ms: int | None, occurred_at: datetime) -> str:
    """The event's id; its time is what every retry repeats: the time as sent, else a version 7 id's own, else nothing.

    Without a client's id nothing can be repeated, and the time is when it occurred.
    """
    if client_id is None:
        return event_id(app_id, None, int(occurred_at.timestamp() * 1000))
    if sent_ms is None:
        sent_ms = time_of_uuid7(client_id) or 0
    return event_id(app_id, client_id, sent_ms)
