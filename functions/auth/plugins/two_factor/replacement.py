"""A new session in the place of the one that somebody has: what they may do has changed."""

from auth.http.call import Call
from auth.session import sessions
from auth.session.sessions import Presented
from auth.users.records import Session
from spoor.database import sql
from spoor.postgres.connection import Connection


def replace_session(live: Connection, call: Call, presented: Presented) -> Session:
    """The new one, about the same team; the old one is dead."""
    session = sessions.new(call, presented.user.id, remember=presented.remembered)
    live.execute(sql("auth.session", "add_session"), {**sessions.to_add(call, session), "replaced": None})
    params = {"old": presented.session.id, "new": session.id}
    live.execute(sql("auth.plugins.two_factor", "follow_session"), params)
    call.witness.sees(presented.user.id, session.id)
    return session
