"""Whether somebody has the first account already, where sign-up closes after it."""

from auth.features import Feature, is_on
from spoor.database import run, sql
from spoor.postgres.connection import Connection


def has_closed_sign_up() -> bool:
    """Whether nobody may sign up any more: told before a password is hashed, and to be asked again in the transaction
    that adds the user."""
    if not is_on(Feature.CLOSE_SIGN_UP_AFTER_FIRST):
        return False
    return bool(run(sql("auth.users", "find_any_user"), repeatable=True))


def is_taken(live: Connection) -> bool:
    """Whether there is a user, with the turn of adding the first one held until the transaction ends: of several
    sign-ups at once the others wait here, and then see who won."""
    live.execute(sql("auth.users", "take_first_turn"))
    return live.execute(sql("auth.users", "find_any_user")).fetchone() is not None
