"""What becomes known, while a request is answered, of what happens and to whom: for the security log."""

from dataclasses import dataclass, field

from spoor.activity import Event


@dataclass
class Witness:
    """Filled in on the way, since it is an endpoint that learns whom a request is about.

    `event` is None where nothing happens that is worth a line. `reason` is a code where something was refused by an
    answer that does not say so by its status, as redirects do. `more` is what happened as well.
    """

    event: Event | None = None
    user_id: str | None = None
    session_id: str | None = None
    reason: str | None = None
    more: list[Event] = field(default_factory=list)

    def sees(self, user_id: str | None, session_id: str | None = None) -> None:
        """It is about this user, in this session."""
        self.user_id = user_id
        self.session_id = session_id
