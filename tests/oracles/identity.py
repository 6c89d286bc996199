"""Who is one visitor, by the letter of docs/identity.md: all that was said lies on the table at once, and each rule is
a sentence about all of it.

Nothing arrives here, so nothing can arrive late; it shares nothing with ingest, with the tables or with reports.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

Pair = tuple[str, str]
Visitors = set[frozenset[str]]


@dataclass(frozen=True)
class Said:
    """What one event says of ids, all of them somebody's.

    `user` is said to be a known user's. `plain` is what PostHog's servers say: it counts as the user's, but may be
    anybody's. `alias` says that two ids are one.
    """

    event: str
    at: int
    anonymous: str | None = None
    user: str | None = None
    plain: str | None = None
    alias: Pair | None = None

    @property
    def counts_for(self) -> str | None:
        """Rule 1: the user's id, else the anonymous one."""
        return self.user or self.plain or self.anonymous

    @property
    def ids(self) -> set[str]:
        """All that it names."""
        return {one for one in (self.anonymous, self.user, self.plain, *(self.alias or ())) if one}


@dataclass(frozen=True)
class Claim:
    """A user says that an anonymous id is theirs."""

    at: int
    user: str
    anonymous: str


@dataclass(frozen=True)
class App:
    """What the app accepts, and which known users its owner has made one."""

    accept_claims: bool = True
    accept_merges: bool = False
    merges: Sequence[Pair] = ()


def known(said: Iterable[Said]) -> set[str]:
    """Rule 3: what was ever said to be a known user's, before or after."""
    return {one.user for one in said if one.user}


def claims(said: Sequence[Said]) -> list[Claim]:
    """Rule 2: said together, or an alias of which one is known. No claim moves a known id."""
    users = known(said)
    made = [Claim(one.at, one.user, one.anonymous) for one in said if one.user and one.anonymous]
    for one in said:
        if one.alias:
            left, right = one.alias
            if left in users:
                made.append(Claim(one.at, left, right))
            if right in users:
                made.append(Claim(one.at, right, left))
    return [claim for claim in made if claim.anonymous not in users]


def joined(pairs: Iterable[Pair], alone: Iterable[str]) -> Visitors:
    """What is one when the two of each pair are one."""
    groups = {frozenset([one]) for one in alone}
    for left, right in pairs:
        both = [group for group in groups if left in group or right in group]
        groups = groups - set(both) | {frozenset().union(*both, [left, right])}
    return groups


def owner(group: frozenset[str], made: Iterable[Claim]) -> str | None:
    """Rule 2: the user of the earliest claim of any id of the group; of claims at one time, the smaller user."""
    first = min(((claim.at, claim.user) for claim in made if claim.anonymous in group), default=None)
    return first[1] if first else None


def visitors(said: Sequence[Said], app: App = App()) -> Visitors:
    """All ids, parted into visitors."""
    users = known(said)
    others = {one for each in said for one in each.ids} - users
    aliases = [one.alias for one in said if one.alias]
    unknown = [pair for pair in aliases if users.isdisjoint(pair)]
    merges = [*app.merges, *(pair for pair in aliases if app.accept_merges and users.issuperset(pair))]
    made = claims(said) if app.accept_claims else []
    groups = joined(unknown if app.accept_claims else [], others)
    claimed = [(user, one) for group in groups if (user := owner(group, made)) for one in group]
    people = joined(merges, users)  # rule 4
    return joined([*claimed, *(pair for each in (*groups, *people) for pair in chain(each))], users | others)


def chain(group: frozenset[str]) -> list[Pair]:
    """The group as pairs."""
    one, *rest = sorted(group)
    return [(one, other) for other in rest]


def of(event_id: str | None, found: Visitors) -> frozenset[str] | None:
    """The visitor whom an id belongs to; nobody where there is no id."""
    return next((visitor for visitor in found if event_id in visitor), None)


def events_of(visitor: frozenset[str], said: Iterable[Said]) -> set[str]:
    """What a visitor did, by whichever id."""
    return {one.event for one in said if one.counts_for in visitor}


def seen(said: Iterable[Said], found: Visitors) -> Visitors:
    """The visitors of whom there is an event: those whom reports count."""
    who = {of(one.counts_for, found) for one in said}
    return {visitor for visitor in who if visitor}
