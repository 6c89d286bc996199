"""/api/apps."""

from dataclasses import dataclass, field, replace
from typing import Annotated, Any

from fastapi import Response

from query.access.door import AppToDelete, AppToManage, AppToRead, anywhere, find_access
from query.access.permissions import Permission
from query.answers import LEFT_OUT
from query.api.caller import Caller
from query.api.room import Room
from query.apps import tracked_apps as apps
from query.apps.tracked_apps import KIND, AppTeam, TrackedApp
from query.questions.words import Name, Words
from query.routes.answers import gives
from query.routes.form import CSV, Wanted
from query.routes.words import in_words, table_of
from spoor.errors import Forbidden

router = Room()

ABOUT = f"Tracked apps, each with its public ingest key; {KIND.most} a user at the most."


class LimitedToApps(Forbidden):
    """The token was made for some apps, and a new one would not be among them."""

    code = "LIMITED_TO_APPS"
    message = "This token is limited to some apps and makes no others. Make one without `appIds` for this."


class AppWords(Words):
    """What can be said of an app."""

    name: Name


@dataclass(frozen=True, slots=True)
class Apps:
    """`closedTeams` ask for a second factor, which the caller does not have: apps of theirs are not listed."""

    apps: list[TrackedApp]
    closed_teams: list[AppTeam] | None = field(default=None, metadata=LEFT_OUT)


@router.post("/apps", status_code=201, responses=gives(TrackedApp, "The app, with its ingest key.", 201))
def create_app(words: AppWords, caller: Annotated[Caller, anywhere(Permission.APP_MANAGE)]) -> Any:
    """Register an app."""
    if caller.app_ids is not None:
        raise LimitedToApps
    return in_words(apps.create(caller.user_id, words.name))


@router.get("/apps", responses=gives(Apps, "The apps.", content=CSV))
def list_apps(caller: Annotated[Caller, anywhere(Permission.APP_READ)], form: Wanted) -> Any:
    """The caller's own apps and those of their teams, newest first; of them those that a token is limited to."""
    access = find_access(caller)
    apps = [found.app for found in access.apps]
    return form.of_answer(Apps(apps, access.closed or None), table_of(TrackedApp, apps), "apps")


@router.get("/apps/{app_id}", responses=gives(TrackedApp, "The app."))
def get_app(app: AppToRead) -> Any:
    """One of the caller's apps, or of their teams'."""
    return in_words(app.app)


@router.patch("/apps/{app_id}", responses=gives(TrackedApp, "The app, renamed."))
def rename_app(app: AppToManage, words: AppWords) -> Any:
    """Give an app another name."""
    return in_words(replace(apps.rename(app.id, words.name), team=app.app.team))


@router.delete("/apps/{app_id}", status_code=204)
def delete_app(app: AppToDelete) -> Response:
    """Delete an app and everything of it."""
    apps.delete(app.user_id, app.id)
    return Response(status_code=204)


@router.post("/apps/{app_id}/rotate-key", responses=gives(TrackedApp, "The app, with its new key."))
def rotate_key(app: AppToManage) -> Any:
    """Replace an app's ingest key."""
    return in_words(replace(apps.rotate_key(app.id), team=app.app.team))
