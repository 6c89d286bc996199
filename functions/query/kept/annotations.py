"""Annotations: what happened outside of the events, at a time, for whoever reads a chart."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from query.kept.bounds import Kind
from query.kept.table import KeptTable, said
from spoor import database
from spoor.errors import NotFound
from spoor.schema import annotations

KIND = Kind("annotations", 500, annotations.c.app_id)


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note at a time."""

    id: UUID
    at: datetime
    text: str
    created_at: datetime


class NoSuchAnnotation(NotFound):
    """Unknown, or of another app."""

    code = "ANNOTATION_NOT_FOUND"
    message = "There is no such annotation in this app."


def _read(row: database.Row) -> Annotation:
    return Annotation(row["id"], row["at"], row["text"], row["created_at"])


TABLE = KeptTable(KIND, annotations, _read, NoSuchAnnotation, order=(annotations.c.at, annotations.c.id))
delete = TABLE.delete


def create(app_id: UUID, at: datetime, text: str) -> Annotation:
    """Keep a note.

    Raises TooManyKept.
    """
    return TABLE.create(app_id, {"at": at, "text": text})


def list_of(app_id: UUID, start: datetime, end: datetime) -> list[Annotation]:
    """The app's annotations of `[start, end)` in order of time."""
    return TABLE.list_of(app_id, annotations.c.at >= start, annotations.c.at < end)


def change(app_id: UUID, annotation_id: str, at: datetime | None, text: str | None) -> Annotation:
    """Put it to another time, or say something else; None leaves what is.

    Raises NoSuchAnnotation.
    """
    return TABLE.change(app_id, annotation_id, said(at=at, text=text))
