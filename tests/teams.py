"""Teams of the tests, straight into the tables."""

from tests.people import Direct, sign_up


def gather(database: Direct, team_id: str, **roles: str) -> str:
    """A team of users with their roles; who is not there yet signs up. Gives its id."""
    database.execute(
        "INSERT INTO spoor.organization (id, name, slug, created_at) VALUES (%(id)s, 'Growth', %(id)s, now())",
        {"id": team_id},
    )
    for user_id, role in roles.items():
        join(database, team_id, user_id, role)
    return team_id


def join(database: Direct, team_id: str, user_id: str, role: str = "member") -> str:
    """Make a user a member, who signs up if they are not there yet. Gives the id of the membership."""
    if not database.execute('SELECT FROM public."user" WHERE id = %s', [user_id]).fetchall():
        sign_up(database, user_id)
    database.execute(
        "INSERT INTO spoor.member (id, organization_id, user_id, role, created_at) VALUES (%s, %s, %s, %s, now())",
        [f"{team_id}-{user_id}", team_id, user_id, role],
    )
    return f"{team_id}-{user_id}"


def share(database: Direct, app_id: str, team_id: str) -> str:
    """Share an app with a team of its owner's. Gives the app's id."""
    database.execute(
        "INSERT INTO spoor.app_teams (app_id, organization_id, owner_id)"
        " SELECT id, %s, owner_id FROM public.tracked_apps WHERE id = %s",
        [team_id, app_id],
    )
    return app_id


def leave(database: Direct, team_id: str, user_id: str) -> None:
    """End a membership."""
    database.execute("DELETE FROM spoor.member WHERE organization_id = %s AND user_id = %s", [team_id, user_id])
