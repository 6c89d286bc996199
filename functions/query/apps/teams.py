"""The team that an app is shared with: one at the most, of which the app's owner is a member."""

from uuid import UUID

from query.apps.tracked_apps import AppTeam
from spoor import database
from spoor.errors import NotFound, Unprocessable


class NoTeams(NotFound):
    """Nothing can be shared."""

    code = "NO_TEAMS"
    message = "There are no teams here: whoever runs this server switches them on by AuthPlugins."


def share(owner_id: str, app_id: UUID, team_id: str) -> AppTeam:
    """Share an app of the owner's with a team of theirs, in the place of the one that it was shared with.

    Raises Unprocessable where they are not in such a team, or only look on in it.
    """
    params = {"owner_id": owner_id, "app_id": app_id, "team_id": team_id}
    rows = database.run(database.sql("query.apps", "share_app"), params, repeatable=True) if "\0" not in team_id else []
    if not rows:
        raise Unprocessable([{"path": "teamId", "message": "must be a team in which you are more than a viewer"}])
    return AppTeam(rows[0]["id"], rows[0]["name"])


def take_back(app_id: UUID, team_id: str) -> None:
    """Let an app be its owner's alone again, if it is still shared with the team."""
    params = {"app_id": app_id, "team_id": team_id}
    database.change(database.sql("query.apps", "take_app_back"), params, repeatable=True)
