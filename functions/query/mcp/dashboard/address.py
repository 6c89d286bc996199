"""The address of a view with a question in it."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from urllib.parse import urlencode
from zoneinfo import ZoneInfo

from query.mcp.dashboard.filters import NotInAnAddress, filter_words
from query.questions.words import instant

Words = Sequence[tuple[str, str]]


def address(origin: str, app_id: str, view: str, words: Words = ()) -> str:
    """Where a view of an app shows what the words say."""
    path = f"/dashboard/{app_id}{'' if view == 'overview' else f'/{view}'}"
    return f"{origin}{path}{f'?{urlencode(words)}' if words else ''}"


@dataclass(frozen=True, slots=True)
class DashboardLink:
    """An address of the dashboard; where there is none, why."""

    address: str | None
    why_none: str | None = None


def link(origin: str, app_id: str, place: Callable[[], tuple[str, Words]]) -> DashboardLink:
    """Where the view and the words of `place` are shown, or why they are nowhere."""
    try:
        return DashboardLink(address(origin, app_id, *place()))
    except NotInAnAddress as error:
        return DashboardLink(None, str(error))


def shared_words(question: Mapping[str, object], start: datetime, end: datetime, zone: ZoneInfo) -> Words:
    """The range, the zone, the comparison, the filters and whom to count, which every view reads.

    Raises NotInAnAddress.
    """
    compare = question.get("compare") or "none"
    if not isinstance(compare, str):
        raise NotInAnAddress("The pages compare with the period, month or year before, not with any range.")
    if question.get("weekStart", "monday") != "monday":
        raise NotInAnAddress("The pages begin weeks on Monday.")
    return [
        *range_words(start, end, zone),
        ("compare", compare),
        *(("filter", each) for each in filter_words(question.get("filters") or [])),
        *((("group", str(question["group"])),) if question.get("group") is not None else ()),
    ]


def range_words(start: datetime, end: datetime, zone: ZoneInfo) -> list[tuple[str, str]]:
    """A range of whole days, the last of which an address includes.

    Raises NotInAnAddress.
    """
    first, after = start.astimezone(zone).date(), end.astimezone(zone).date()
    whole = instant(first.isoformat(), zone) == start and instant(after.isoformat(), zone) == end
    if not whole or after <= first:
        raise NotInAnAddress("The pages show whole days; ask from one date to another to get a link.")
    last = after - timedelta(days=1)
    return [("from", first.isoformat()), ("to", last.isoformat()), ("timezone", zone.key)]
