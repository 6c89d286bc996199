"""Annotations: what happened outside of the events, at a time, for whoever reads a chart."""

from dataclasses import dataclass
from datetime import datetime
from uuid import UUID

from query import kept
from query.row_ids import row_id
from spoor import database
from spoor.errors import NotFound


@dataclass(frozen=True, slots=True)
class Annotation:
    """A note at a time."""

    id: UUID
    at: datetime
    text: str
    created_at: datetime

    @classmethod
    def from_row(cls, row: database.Row) -> "Annotation":
        """The annotation of a row of `annotations`."""
        return cls(row["id"], row["at"], row["text"], row["created_at"])


class NoSuchAnnotation(NotFound):
    """Unknown, or of another app."""

    code = "ANNOTATION_NOT_FOUND"
    message = "There is no such annotation in this app."


def create(app_id: UUID, at: datetime, text: str) -> Annotation:
    """Keep a note.

    Raises TooManyKept.
    """
    params = {"app_id": app_id, "at": at, "text": text}
    with kept.room_for(kept.ANNOTATIONS, app_id) as connection:
        [row] = connection.execute(database.sql("query", "create_annotation"), params).fetchall()
    return Annotation.from_row(row)


def list_of(app_id: UUID, start: datetime, end: datetime) -> list[Annotation]:
    """The app's annotations of `[start, end)` in order of time."""
    params = {"app_id": app_id, "start": start, "end": end}
    rows = database.run(database.sql("query", "list_annotations"), params, repeatable=True)
    return [Annotation.from_row(row) for row in rows]


def change(app_id: UUID, annotation_id: str, at: datetime | None, text: str | None) -> Annotation:
    """Put it to another time, or say something else; None leaves what is.

    Raises NoSuchAnnotation.
    """
    params = {"app_id": app_id, "id": row_id(annotation_id, NoSuchAnnotation), "at": at, "text": text}
    rows = database.run(database.sql("query", "change_annotation"), params, repeatable=True)
    if not rows:
        raise NoSuchAnnotation
    return Annotation.from_row(rows[0])


def delete(app_id: UUID, annotation_id: str) -> None:
    """Forget it.

    Raises NoSuchAnnotation.
    """
    params = {"app_id": app_id, "id": row_id(annotation_id, NoSuchAnnotation)}
    if not database.change(database.sql("query", "delete_annotation"), params, repeatable=False):
        raise NoSuchAnnotation
