"""/api/apps/{appId}/team."""

from dataclasses import replace
from typing import Annotated, Any

from fastapi import Response
from pydantic import Field

from query.access.door import AppToShare
from query.api.room import Room
from query.apps import teams
from query.apps.teams import NoTeams
from query.apps.tracked_apps import TrackedApp
from query.questions.words import Words
from query.routes.answers import gives
from query.routes.words import in_words
from spoor.accounts import plugins
from spoor.accounts.plugins import Plugin
from spoor.errors import Forbidden

router = Room()

ABOUT = "The team that an app is shared with; its members see the app, and do what their role includes."


class NotYours(Forbidden):
    """An app is shared by its owner alone."""

    code = "NOT_THE_OWNER"
    message = "Only the app's own owner can share it with another team."


class TeamWords(Words):
    """Which team."""

    team_id: Annotated[str, Field(min_length=1, max_length=255)]


@router.put("/apps/{app_id}/team", responses=gives(TrackedApp, "The app, with its team."))
def share_app(app: AppToShare, words: TeamWords) -> Any:
    """Share an app with a team of its owner's, in the place of the one that it was shared with."""
    if not plugins.is_on(Plugin.ORGANIZATION):
        raise NoTeams
    if not app.is_own:
        raise NotYours
    return in_words(replace(app.app, team=teams.share(app.user_id, app.id, words.team_id)))


@router.delete("/apps/{app_id}/team", status_code=204)
def take_app_back(app: AppToShare) -> Response:
    """Let an app be its owner's alone again; no member of the team sees it any more."""
    if app.app.team:
        teams.take_back(app.id, app.app.team.id)
    return Response(status_code=204)
