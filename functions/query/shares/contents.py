"""What a link shows: its board, or its saved report, with the answers of now and nothing that tells more."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from urllib.parse import parse_qs
from uuid import UUID

from pydantic import ValidationError

from query.access.door import OpenApp
from query.answers import LEFT_OUT
from query.kept import dashboards, saved_reports
from query.kept.dashboards import Tile, Width
from query.kept.saved_reports import SavedReport
from query.questions.recent import with_range
from query.reports.catalogue import REPORTS
from query.several import Answered, Asked, answers_of
from query.shares.visits import FoundShare
from spoor.errors import SpoorError, Unprocessable
from spoor.schema import saved_reports as saved_table

_BY_NAME = {report.name: report for report in REPORTS}
_SERIES = ("event", "measure", "property", "label")
_DRAWN: Mapping[str, tuple[str, ...] | None] = {
    **dict.fromkeys(("from", "to", "timezone", "interval")),
    "breakdown": ("property", "of"),
    "lists": ("property", "of", "measure"),
    "series": _SERIES,
}
"""The words of a question without which its answer cannot be drawn, and of their parts; filters are not among them."""


@dataclass(frozen=True, slots=True)
class SharedTile:
    """A text, or a report: `question` is as much of it as says what the answer is about, `look` how it is drawn;
    `status` is 200 with the `answer`, or that of a refusal with its `code`."""

    width: Width
    text: str | None = field(default=None, metadata=LEFT_OUT)
    name: str | None = field(default=None, metadata=LEFT_OUT)
    report: str | None = field(default=None, metadata=LEFT_OUT)
    look: str | None = field(default=None, metadata=LEFT_OUT)
    question: dict[str, Any] | None = field(default=None, metadata=LEFT_OUT)
    status: int | None = field(default=None, metadata=LEFT_OUT)
    code: str | None = field(default=None, metadata=LEFT_OUT)
    answer: Any = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class SharedBoard:
    """What whoever has a link sees: nothing in it names the app, its owner, or another thing of theirs."""

    name: str
    answered_at: datetime
    tiles: list[SharedTile]


def answer(found: FoundShare, app: OpenApp) -> SharedBoard:
    """What the link answers now. A report that cannot be answered costs the others nothing.

    Raises NoSuchDashboard and NoSuchReport where it has gone meanwhile, DatabaseAway.
    """
    if found.dashboard_id is None:
        saved = saved_reports.get(app.id, str(found.report_id))
        name, tiles, reports = saved.name, [Tile("whole", saved_report_id=saved.id)], [saved]
    else:
        board = dashboards.get(app.id, str(found.dashboard_id))
        name, tiles = board.name, board.tiles
        reports = saved_reports.list_of(app.id, saved_table.c.id.in_(board.report_ids)) if board.report_ids else []
    kept = {each.id: each for each in reports}
    shown = [tile for tile in tiles if tile.text is not None or tile.saved_report_id in kept]
    answers = _answers([kept[tile.saved_report_id] for tile in shown if tile.saved_report_id], app)
    return SharedBoard(name, app.now, [_tile(tile, kept, answers) for tile in shown])


def _answers(saved: Sequence[SavedReport], app: OpenApp) -> dict[UUID, Answered | SpoorError]:
    """What becomes of each. Whoever has a link takes no turn of the owner's, but one of those of all links."""
    read = {each.id: _read(each, app.now) for each in saved}
    asked = {at: each for at, each in read.items() if isinstance(each, Asked)}
    scope = replace(app.scope(), user_id=f"links of {app.id}")
    return {at: each for at, each in read.items() if isinstance(each, SpoorError)} | dict(
        zip(asked, answers_of([*asked.values()], scope), strict=True)
    )


def _read(saved: SavedReport, now: datetime) -> Asked | SpoorError:
    """Its question as it is asked now; or that it cannot be, where it was saved by another version."""
    report = _BY_NAME.get(saved.report)
    if report is None:
        return Unprocessable()
    try:
        return Asked(report, report.question.model_validate(with_range(saved.question, saved.last_days, now)))
    except ValidationError:
        return Unprocessable()


def _tile(tile: Tile, kept: Mapping[UUID, SavedReport], answers: Mapping[UUID, Answered | SpoorError]) -> SharedTile:
    if tile.saved_report_id is None:
        return SharedTile(tile.width, text=tile.text)
    saved, became = kept[tile.saved_report_id], answers[tile.saved_report_id]
    said = SharedTile(tile.width, name=saved.name, report=saved.report, look=_look(saved.address))
    if isinstance(became, SpoorError):
        return replace(said, status=became.status, code=became.code)
    question = became.question.model_dump(mode="json", by_alias=True, exclude_none=True)
    return replace(said, question=drawn(question, _DRAWN), status=200, answer=became.answer)


def drawn(said: Mapping[str, Any], words: Mapping[str, tuple[str, ...] | None]) -> dict[str, Any]:
    """As much of a question as its answer is drawn by."""
    return {word: _part(said[word], parts) for word, parts in words.items() if word in said}


def _part(said: Any, words: tuple[str, ...] | None) -> Any:
    if isinstance(said, list):
        return [_part(each, words) for each in said]
    if isinstance(said, dict):
        return {word: said[word] for word in words or () if word in said}
    return said


def _look(address: str | None) -> str | None:
    """How the pages draw it: the one word of where they show it that is about that."""
    return parse_qs((address or "").partition("?")[2]).get("look", [None])[0]
