"""Ranges of tools: given, or the last so many days, so that an answer's address shows the same."""

from datetime import datetime
from typing import Any

from pydantic import Field

from query.questions.recent import last_days
from query.questions.words import From, Ranged, To, Words, Zone
from spoor.time import zone_called


class InRange(Words):
    """A range that may be left out."""

    timezone: Zone = Field("UTC", description="IANA name; default UTC.")
    from_: From | None = Field(None, alias="from", description="Date or ISO time; default `days` before today.")
    to: To | None = Field(None, description="Exclusive. Default: the end of today.")

    def ranged(self, days: int, now: datetime) -> dict[str, Any]:
        """`from`, `to` and `timezone`, as a question says them: what is not given is of the last `days` days."""
        usual = last_days(days, now, zone_called(self.timezone))
        said = {"from": self.from_ or usual["from"], "to": self.to or usual["to"]}
        return {**said, "timezone": self.timezone}


def read(said: dict[str, Any]) -> Ranged:
    """The range, read. Raises pydantic's ValidationError where it ends before it begins."""
    return Ranged.model_validate({word: said[word] for word in ("timezone", "from", "to") if word in said})
