"""Which properties are looked at where a question names none."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from query.questions.filters import COHORT, LONGEST_PROPERTY

MOST = 12
MOST_SEEN = 3_000
"""Events that are looked at to know what they tell."""
MOST_KINDS = 40
"""Different values of a property: one with more is no kind of visitor or event, but an id, a text or an address."""

FIRST = (
    "$device_type",
    "$os",
    "$browser",
    "$country",
    "$channel",
    "$source",
    "$utm_campaign",
    "$app_version",
    "$browser_language",
    "$pathname",
)
"""What ingest and trackers tell of everybody. What an app says itself comes behind it, the most often said first."""

NEVER = {
    *("$current_url", "$host", "$title", "$referrer", "$referring_domain", "$initial_referrer"),
    *("$lib", "$lib_version", "$browser_version", "$os_version", "$session_id", "$anonymous_id", "$timezone"),
    *("$name", "$anonymousId", COHORT),
}
"""What only repeats the others more finely, or says nothing of visitors; and what no question can ask an event's
properties for, since the word means something else."""


@dataclass(frozen=True, slots=True)
class SeenProperty:
    """A property, how many events have it, and how many different values."""

    name: str
    events: int
    kinds: int


def looked_at(seen: Iterable[SeenProperty]) -> Sequence[str]:
    """The properties that tell kinds of events apart: of several values, each of which stands on many events."""
    able = {
        each.name: each.events
        for each in seen
        if 2 <= each.kinds <= min(MOST_KINDS, max(2, each.events // 5)) and len(each.name) <= LONGEST_PROPERTY
    }
    own = sorted(
        (name for name in able if name not in FIRST and name not in NEVER and "." not in name),
        key=lambda name: (-able[name], name),
    )
    return [*(name for name in FIRST if name in able), *own][:MOST]
