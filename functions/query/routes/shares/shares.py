"""/api/apps/{appId}/shares."""

from dataclasses import fields, replace
from datetime import datetime, timedelta
from functools import cache
from typing import Annotated, Any, Self, cast
from uuid import UUID

from fastapi import Request, Response
from pydantic import AfterValidator, AwareDatetime, Field, model_validator

from query.access.door import AppToRead, AppToShare
from query.access.link import app_shown_by
from query.api.room import Room
from query.api.same_origin import own_origin
from query.questions.words import Text, Words
from query.routes.answers import gives
from query.routes.form import Wanted, lists
from query.routes.words import in_words
from query.shares import links
from query.shares.links import NewShare, Share, ShareToMake
from spoor.errors import Unprocessable
from spoor.http.origins import origin_of

router = Room()

ABOUT = (
    f"Links: whoever has one sees a board or a saved report without signing in. {links.KIND.most} an app at the most."
)

MOST_SITES = 20
LONGEST = timedelta(days=3660)


def _site(said: str) -> str:
    """An origin as browsers write it, which alone a frame is told from."""
    origin = origin_of(said)
    if origin is None or origin.scheme not in ("http", "https") or said.count("/") != 2 or "?" in said or "#" in said:
        raise ValueError("must be the origin of a site, such as https://example.com")
    return str(origin)


Site = Annotated[
    str,
    Field(max_length=255, description="The origin of a site, such as `https://example.com`."),
    AfterValidator(_site),
]


class ShareWords(Words):
    """What can be said of a new link: what it shows, until when, with which password, and on pages of which sites it
    may stand in a frame. Where nothing is said of it, it has no end and no password, and stands in no frame."""

    dashboard_id: Annotated[UUID, Field(strict=False)] | None = None
    saved_report_id: Annotated[UUID, Field(strict=False)] | None = None
    expires_at: Annotated[AwareDatetime, Field(strict=False)] | None = None
    password: Annotated[Text, Field(min_length=8, max_length=128)] | None = None
    embed_on: Annotated[list[Site], Field(max_length=MOST_SITES)] = Field(default_factory=list)

    @model_validator(mode="after")
    def _check_shown(self) -> Self:
        if (self.dashboard_id is None) == (self.saved_report_id is None):
            raise ValueError("give either `dashboardId` or `savedReportId`")
        return self


@router.post("/apps/{app_id}/shares", status_code=201, responses=gives(NewShare, "The link, with its address.", 201))
def create_share(app: AppToShare, words: ShareWords, request: Request) -> Any:
    """Show a board or a saved report to whoever has a link. Its address is in this answer and never shown again."""
    _check_end(words.expires_at, app.now)
    said = ShareToMake(
        words.dashboard_id, words.saved_report_id, words.expires_at, words.password, list(dict.fromkeys(words.embed_on))
    )
    made, token = links.create(app.id, app.user_id, said)
    url = f"{own_origin(cast(dict[str, Any], request.scope.get('aws.event') or {}))}/shared/{token}"
    return in_words(NewShare(**{each.name: getattr(made, each.name) for each in fields(made)}, url=url))


@router.get("/apps/{app_id}/shares", responses=lists("shares", Share, "The links."))
def list_shares(app: AppToRead, form: Wanted) -> Any:
    """An app's links, newest first, and how often each was viewed."""
    shown_by = cache(lambda maker_id: app_shown_by(maker_id, app.id) is not None)
    found = [
        replace(each.share, is_open=each.share.is_open and shown_by(each.maker_id)) for each in links.list_of(app.id)
    ]
    return form.of_list("shares", found, Share)


@router.delete("/apps/{app_id}/shares/{share_id}", status_code=204)
def end_share(app: AppToShare, share_id: str) -> Response:
    """End a link at once."""
    links.delete(app.id, share_id)
    return Response(status_code=204)


def _check_end(end: datetime | None, now: datetime) -> None:
    """Raise Unprocessable where a link would end before it begins, or never in anybody's time."""
    if end is not None and not now < end <= now + LONGEST:
        message = f"It must lie in the future, within {LONGEST.days} days"
        raise Unprocessable([{"path": "expiresAt", "message": message}])
