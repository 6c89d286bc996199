"""/api/apps."""

from typing import Any

from fastapi import APIRouter, Response

from query import apps
from query.apps import TrackedApp
from query.caller import Asking, UserId
from query.questions.words import Name, Words
from query.routes.answers import gives, many
from query.routes.words import in_words

router = APIRouter()


class AppWords(Words):
    """What can be said of an app."""

    name: Name


@router.post("/apps", status_code=201, responses=gives(TrackedApp, "The app, with its ingest key.", 201))
def create_app(words: AppWords, user_id: UserId) -> Any:
    """Register an app."""
    return in_words(apps.create(user_id, words.name))


@router.get("/apps", responses=gives(many("apps", TrackedApp), "The apps."))
def list_apps(asking: Asking) -> Any:
    """The caller's own apps, newest first; those of them that a token is limited to."""
    return {"apps": in_words([app for app in apps.list_own(asking.user_id) if asking.reaches(app.id)])}


@router.get("/apps/{app_id}", responses=gives(TrackedApp, "The app."))
def get_app(app_id: str, user_id: UserId) -> Any:
    """One of the caller's apps."""
    return in_words(apps.get(user_id, app_id))


@router.patch("/apps/{app_id}", responses=gives(TrackedApp, "The app, renamed."))
def rename_app(app_id: str, words: AppWords, user_id: UserId) -> Any:
    """Give an app another name."""
    return in_words(apps.rename(user_id, app_id, words.name))


@router.delete("/apps/{app_id}", status_code=204)
def delete_app(app_id: str, user_id: UserId) -> Response:
    """Delete an app and everything of it."""
    apps.delete(user_id, app_id)
    return Response(status_code=204)


@router.post("/apps/{app_id}/rotate-key", responses=gives(TrackedApp, "The app, with its new key."))
def rotate_key(app_id: str, user_id: UserId) -> Any:
    """Replace an app's ingest key."""
    return in_words(apps.rotate_key(user_id, app_id))
