"""The one door to an app: a route names the permission it needs, and gets the app where its caller has it."""

from dataclasses import dataclass, replace
from datetime import datetime, timedelta
from time import monotonic
from typing import Annotated, Any
from uuid import UUID

from fastapi import Depends

from query import scope
from query.access.need import Need, NotForTokens
from query.access.permissions import Permission
from query.access.roles import permissions_of
from query.api.caller import Asking, Caller
from query.apps.tracked_apps import AppTeam, NoSuchApp, TrackedApp
from query.reports.deadline import Deadline
from query.row_ids import row_id
from query.scope import Scope
from spoor import database
from spoor.accounts import plugins
from spoor.accounts.plugins import Plugin
from spoor.errors import Forbidden
from spoor.time import day_bounds


class RoleTooSmall(Forbidden):
    """The caller sees the app, and may not do this with it."""

    code = "NOT_PERMITTED"

    @classmethod
    def of(cls, role: str, need: Need) -> "RoleTooSmall":
        """As it is said of a role."""
        return cls(f"Your role in this app is {role}, which does not include {need.permission}. Ask an owner of it.")


class SecondFactorRequired(Forbidden):
    """The app's team asks for a second factor, and the caller has none."""

    code = "SECOND_FACTOR_REQUIRED"

    @classmethod
    def by(cls, team: AppTeam) -> "SecondFactorRequired":
        """As it is said of a team."""
        return cls(
            f"The team {team.name} asks its members for a second factor."
            " Set one up in your account; then its apps open."
        )


@dataclass(frozen=True, slots=True)
class OpenApp:
    """An app that the caller may see: `session_gap` is the longest pause within a session, `now` the database's clock,
    `role` what the caller is in it, or several with commas between, `user_id` who they are, `is_own` whether it is
    theirs and not only shared with them. Of days before the `horizon` the table has not all events."""

    app: TrackedApp
    session_gap: timedelta
    now: datetime
    role: str
    user_id: str
    is_own: bool = True
    horizon: datetime | None = None

    @property
    def id(self) -> UUID:
        """The app's id."""
        return self.app.id

    def scope(self) -> Scope:
        """The app as the scope of a question, whose time runs from now on."""
        deadline = Deadline(monotonic() + scope.ANSWERED_WITHIN_S)
        return Scope(
            self.app.id, self.session_gap, self.now, deadline=deadline, user_id=self.user_id, horizon=self.horizon
        )


@dataclass(frozen=True, slots=True)
class Access:
    """The apps that the caller may see, newest first, and the teams whose apps they would see with a second factor."""

    apps: list[OpenApp]
    closed: list[AppTeam]


@dataclass(frozen=True, slots=True)
class _Opened:
    need: Need

    def __call__(self, app_id: str, asking: Asking) -> OpenApp:
        access = find_access(asking, row_id(app_id, NoSuchApp))
        if access.closed:
            raise SecondFactorRequired.by(access.closed[0])
        if not access.apps:
            raise NoSuchApp
        [found] = access.apps
        if self.need.permission not in permissions_of(found.role.split(",")):
            raise RoleTooSmall.of(found.role, self.need)
        return found


@dataclass(frozen=True, slots=True)
class _Anywhere:
    need: Need

    def __call__(self, asking: Asking) -> Caller:
        return asking


@dataclass(frozen=True, slots=True)
class _OwnAccount:
    need: Need

    def __call__(self, asking: Asking) -> str:
        if asking.is_program:
            raise NotForTokens
        return asking.user_id


def opened(permission: Permission) -> Any:
    """The `OpenApp` in a route's path, for a caller who has the permission.

    Raises NoSuchApp where they may not even see it, SecondFactorRequired, RoleTooSmall, DatabaseAway.
    """
    return Depends(_Opened(Need(permission)))


def anywhere(permission: Permission) -> Any:
    """The `Caller` of a route that is about no app in particular, and needs the permission of whatever it touches."""
    return Depends(_Anywhere(Need(permission)))


def own_account() -> Any:
    """The id of the signed-in user, for what is theirs alone.

    Raises NotForTokens.
    """
    return Depends(_OwnAccount(Need(None)))


AppToRead = Annotated[OpenApp, opened(Permission.APP_READ)]
AppToAsk = Annotated[OpenApp, opened(Permission.APP_ASK)]
AppToKeep = Annotated[OpenApp, opened(Permission.APP_KEEP)]
AppToManage = Annotated[OpenApp, opened(Permission.APP_MANAGE)]
AppToErase = Annotated[OpenApp, opened(Permission.APP_ERASE)]
AppToDelete = Annotated[OpenApp, opened(Permission.APP_DELETE)]
AppToShare = Annotated[OpenApp, opened(Permission.MEMBERS_MANAGE)]


def find_access(asking: Caller, app_id: UUID | None = None) -> Access:
    """What the caller may see; only of the app of `app_id`, where that is given.

    Raises DatabaseAway.
    """
    params = {
        "user_id": asking.user_id,
        "app_id": app_id,
        "teams": plugins.is_on(Plugin.ORGANIZATION),
        "second_factors": plugins.is_on(Plugin.TWO_FACTOR),
    }
    rows = database.run(database.sql("query.access", "find_access"), params, repeatable=True)
    reached = [row for row in rows if asking.reaches(row["id"])]
    closed = {row["team_id"]: team for row in reached if row["is_closed"] and (team := _team(row))}
    return Access(_open(asking, [row for row in reached if not row["is_closed"]]), [*closed.values()])


def find_apps(asking: Caller) -> list[OpenApp]:
    """The apps that the caller may see, newest first.

    Raises DatabaseAway.
    """
    return find_access(asking).apps


def _open(asking: Caller, rows: list[database.Row]) -> list[OpenApp]:
    return [
        OpenApp(
            replace(TrackedApp.from_row(row), team=_team(row)),
            timedelta(seconds=row["session_gap_seconds"]),
            row["now"],
            row["role"],
            asking.user_id,
            row["is_own"],
            None if row["horizon"] is None else day_bounds(row["horizon"])[0],
        )
        for row in rows
    ]


def _team(row: database.Row) -> AppTeam | None:
    return AppTeam(row["team_id"], row["team_name"], row["role"]) if row["team_id"] else None
