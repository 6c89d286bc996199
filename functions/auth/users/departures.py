"""What a user leaves behind who is deleted: their teams go on, with what they shared."""

from auth.http.refusals import Refused, only_owner_of
from spoor.database import sql
from spoor.postgres.connection import Connection


def delete(connection: Connection, user_id: str) -> None:
    """Delete a user with all that is theirs alone; what they share with a team is handed over to its longest owner.

    Raises Refused where a team with others in it would have no owner.
    """
    row = connection.execute(sql("auth.users", "leave_teams"), {"id": user_id}).fetchone()
    if row and row["ownerless"] is not None:
        raise Refused(only_owner_of(row["ownerless"]))
    connection.execute(sql("auth.users", "delete_user"), {"id": user_id})
