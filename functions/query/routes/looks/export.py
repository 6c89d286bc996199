"""/api/apps/{appId}/export."""

from typing import Annotated
from urllib.parse import quote

from fastapi import Header, Query, Response

from query.access.door import AppToAsk
from query.api.room import Room
from query.conductor import answer_of
from query.looks.export import EXPORT, ExportAsked, ExportQuestion
from spoor.http.accept import accepts_gzip

router = Room()

ABOUT = "Events as files."

_TYPES = {"jsonl": "application/x-ndjson; charset=utf-8", "csv": "text/csv; charset=utf-8"}


@router.get(
    "/apps/{app_id}/export",
    response_class=Response,
    responses={
        200: {
            "description": "Events, a line each; a header `Link` leads to the rest.",
            "content": {kind.partition(";")[0]: {"schema": {"type": "string"}} for kind in _TYPES.values()},
        }
    },
)
def export_events(
    app: AppToAsk, question: Annotated[ExportQuestion, Query()], accept_encoding: Annotated[str, Header()] = ""
) -> Response:
    """An app's events of one day, or all of one visitor's, as JSON lines or CSV, oldest first.

    A header `Link: <…>; rel="next"` says where the rest is, where not all of them fit.
    """
    gzip = accepts_gzip(accept_encoding)
    found = answer_of(EXPORT, ExportAsked(question, gzip), app.scope())
    name = f"events-{question.day}" if question.day else "visitor"
    headers = {"content-disposition": f'attachment; filename="{name}.{question.format}"', "vary": "accept-encoding"}
    headers["cache-control"] = "no-store"  # people by their ids and all that they did are left in no cache
    if gzip:
        headers["content-encoding"] = "gzip"
    if found.next_cursor:
        asked = {**question.model_dump(by_alias=True, exclude_unset=True), "cursor": found.next_cursor}
        query = "&".join(f"{key}={quote(str(value), safe='')}" for key, value in asked.items())
        headers["link"] = f'<?{query}>; rel="next"'
    return Response(found.content, headers=headers, media_type=_TYPES[question.format])
