"""/api/apps/{appId}/annotations."""

from datetime import datetime
from typing import Annotated, Any

from fastapi import Query, Response
from pydantic import AfterValidator, Field

from query.access.door import AppToKeep, AppToRead
from query.api.room import Room
from query.kept import annotations
from query.kept.annotations import Annotation
from query.questions.form import Format
from query.questions.words import EARLIEST, LATEST, OpenRange, Text, Words, instant, not_blank
from query.routes.answers import gives
from query.routes.form import WantedToo, lists
from query.routes.words import in_words
from spoor.time import zone_called

router = Room()

ABOUT = f"What happened when; {annotations.KIND.most} notes an app at the most."


def _instant(text: str) -> str:
    instant(text, zone_called("UTC"))
    return text


Instant = Annotated[str, Field(max_length=64), AfterValidator(_instant)]
Note = Annotated[Text, Field(min_length=1, max_length=1000), AfterValidator(not_blank)]


class AnnotationWords(Words):
    """A note to keep; a time without an offset is in UTC, and a date alone is midnight there."""

    at: Instant
    text: Note


class AnnotationChange(Words):
    """What to change of a note."""

    at: Instant | None = None
    text: Note | None = None


class AnnotationsQuestion(OpenRange):
    """`GET /api/apps/{appId}/annotations`: those of a range, or all."""

    format: Format = "json"


@router.post("/apps/{app_id}/annotations", status_code=201, responses=gives(Annotation, "The note.", 201))
def create_annotation(app: AppToKeep, words: AnnotationWords) -> Any:
    """Note what happened at a time."""
    return in_words(annotations.create(app.id, _read(words.at), words.text))


@router.get("/apps/{app_id}/annotations", responses=lists("annotations", Annotation, "The notes."))
def list_annotations(app: AppToRead, question: Annotated[AnnotationsQuestion, Query()], form: WantedToo) -> Any:
    """An app's annotations, in order of time."""
    start, end = question.start or EARLIEST, question.end or LATEST
    return form.of_list("annotations", annotations.list_of(app.id, start, end), Annotation)


@router.patch("/apps/{app_id}/annotations/{annotation_id}", responses=gives(Annotation, "The note, changed."))
def change_annotation(app: AppToKeep, annotation_id: str, words: AnnotationChange) -> Any:
    """Change a note, or its time."""
    at = None if words.at is None else _read(words.at)
    return in_words(annotations.change(app.id, annotation_id, at, words.text))


@router.delete("/apps/{app_id}/annotations/{annotation_id}", status_code=204)
def delete_annotation(app: AppToKeep, annotation_id: str) -> Response:
    """Forget a note."""
    annotations.delete(app.id, annotation_id)
    return Response(status_code=204)


def _read(text: str) -> datetime:
    return instant(text, zone_called("UTC"))
