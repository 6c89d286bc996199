"""Who is in a cohort, and how many they are."""

from collections.abc import Sequence
from dataclasses import dataclass

from query.cohorts.memberships import Membership
from query.inquiry import Inquiry
from query.scope import Scope


@dataclass(frozen=True, slots=True)
class CohortVisitorsQuestion:
    """Up to `limit` visitors of a cohort whose ids come after `after`."""

    membership: Membership
    limit: int
    after: str


@dataclass(frozen=True, slots=True)
class MembersPage:
    """Some of a cohort's visitors, in the order of their ids; `next_cursor` is the last one's, where more follow."""

    visitors: list[str]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class CohortSize:
    """How many visitors a cohort has."""

    visitors: int


def page(question: CohortVisitorsQuestion, _: Scope, found: Sequence[str]) -> MembersPage:
    """The page that the ids are, of which there is one more where another page follows."""
    limit = question.limit
    return MembersPage(list(found[:limit]), found[limit - 1] if len(found) > limit else None)


def size(_: Membership, __: Scope, found: int) -> CohortSize:
    """The number, as an answer."""
    return CohortSize(found)


COHORT_VISITORS = Inquiry(name="cohort_visitors", tally=page)
COHORT_SIZE = Inquiry(name="cohort_size", tally=size)
