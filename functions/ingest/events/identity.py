"""What events say of whose ids are whose: it becomes edges in the database, and docs/identity.md says what follows."""

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from ingest.events.warnings import MERGE_REFUSED, TOO_MANY_IDS

MOST_ALIASES = 500
"""Aliases of a batch that one statement takes: each may join two groups, while the app's lock is held."""

_CODES = {code: code for code in (MERGE_REFUSED, TOO_MANY_IDS)}  # of the database, which has no others

Pair = tuple[str, str]
Refusal = tuple[str, str, int]
"""A code, the kind of link (`claims` or `aliases`), and which of them."""


@dataclass(slots=True)
class _Said:
    """When a pair was said first, and by which events of the batch."""

    at: datetime
    by: list[int] = field(default_factory=list)


@dataclass(slots=True)
class Links:
    """What a batch says: users that are `known`; `claims`, an anonymous id and the user whose it is; `aliases`, two ids
    of one visitor, the lesser first."""

    known: set[str] = field(default_factory=set)
    claims: dict[Pair, _Said] = field(default_factory=dict)
    aliases: dict[Pair, _Said] = field(default_factory=dict)

    def __bool__(self) -> bool:
        return bool(self.known or self.claims or self.aliases)

    def know(self, user_id: str) -> None:
        """A tracker said this id as a user's, and in a way that tells user ids from others."""
        self.known.add(user_id)

    def claim(self, anonymous_id: str, user_id: str, at: datetime, position: int) -> None:
        """The event at `position` says an anonymous id together with a user's."""
        self.known.add(user_id)
        _note(self.claims, (anonymous_id, user_id), at, position)

    def alias(self, one: str, other: str, at: datetime, position: int) -> None:
        """The event at `position` says that two ids are one visitor's."""
        _note(self.aliases, (one, other) if one < other else (other, one), at, position)

    def add(self, later: "Links", offset: int) -> None:
        """What further events of the batch say, the first of which has the place `offset`."""
        self.known |= later.known
        for pairs, more in ((self.claims, later.claims), (self.aliases, later.aliases)):
            for pair, said in more.items():
                for position in said.by:
                    _note(pairs, pair, said.at, offset + position)

    def of_one_user(self, claims: bool) -> tuple[str, str | None, datetime | None] | None:
        """All that is said, where it is one user and at most one claim of theirs: the user, the claimed id, and when.
        Without `claims` who is known."""
        if len(self.known) != 1 or (claims and (len(self.claims) > 1 or self.aliases)):
            return None
        [user_id] = self.known
        if not (claims and self.claims):
            return user_id, None, None
        [((anonymous_id, _), said)] = self.claims.items()
        return user_id, anonymous_id, said.at

    def words(self, claims: bool) -> Iterator[dict[str, Any]]:
        """All of it as the database function takes it, a statement's worth at a time; without `claims` who is known."""
        said: dict[str, Any] = {"known": sorted(self.known)}
        if not claims:
            yield said
            return
        aliases = _rows(self.aliases)
        yield {**said, "claims": _rows(self.claims), "aliases": aliases[:MOST_ALIASES]}
        for at in range(MOST_ALIASES, len(aliases), MOST_ALIASES):
            yield {"aliases": aliases[at : at + MOST_ALIASES]}

    def warnings(self, refusals: list[Refusal], statement: int) -> Iterator[tuple[int, str]]:
        """The events whose links the database refused when it was told the words of the nth statement."""
        claims, aliases = (sorted(pairs.items(), key=_pair_of) for pairs in (self.claims, self.aliases))
        for code, kind, place in refusals:
            _, said = claims[place] if kind == "claims" else aliases[statement * MOST_ALIASES + place]
            for position in said.by:
                yield position, _CODES[code]


def _note(pairs: dict[Pair, _Said], pair: Pair, at: datetime, position: int) -> None:
    if pair[0] == pair[1]:
        return
    said = pairs.get(pair)
    if said is None:
        said = pairs[pair] = _Said(at)
    elif at < said.at:
        said.at = at
    said.by.append(position)


def _rows(pairs: dict[Pair, _Said]) -> list[list[str]]:
    return [[*pair, said.at.isoformat()] for pair, said in sorted(pairs.items(), key=_pair_of)]


def _pair_of(item: tuple[Pair, _Said]) -> Pair:
    return item[0]
