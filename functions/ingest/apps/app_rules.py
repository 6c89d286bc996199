"""A tracked app as ingest sees it: its id, and its own rules for what comes in."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from ingest.apps.plan import PlanRules


@dataclass(frozen=True, slots=True)
class AppRules:
    """An app and its settings (`/api/apps/{appId}/settings`).

    No `allowed_origins` means that every origin may send, None for `allowed_event_names` that every name is taken;
    `rate_limit_per_minute` is in events, None where the function's own default holds. Without `accept_claims` trackers
    link no ids, with `accept_merges` they may make one visitor of two known users. Without a `plan` the app expects
    nothing of its events.
    """

    id: str
    keep_bots: bool = False
    allowed_origins: tuple[str, ...] = ()
    allowed_event_names: frozenset[str] | None = None
    rate_limit_per_minute: int | None = None
    accept_claims: bool = True
    accept_merges: bool = False
    plan: PlanRules | None = None

    @classmethod
    def from_row(cls, row: Mapping[str, Any]) -> "AppRules":
        """The app of a row of find_app."""
        names = row["allowed_event_names"]
        return cls(
            row["id"],
            row["keep_bots"],
            tuple(row["allowed_origins"]),
            None if names is None else frozenset(names),
            row["rate_limit_per_minute"],
            row["accept_claims"],
            row["accept_merges"],
            PlanRules.from_words(row["plan"]),
        )
