"""Which ids an event says are one visitor's."""

from collections.abc import Iterable

Link = tuple[str, str]
"""An `anonymous_id` and the visitor it belongs to."""

_NOBODY = frozenset(
    """
    0|-1|anon|anonymous|distinct_id|distinctid|email|false|guest|id|n/a|nan|nil|none|not_authenticated|null|
    [object object]|true|undefined|unknown|user|visitor
    """.strip()
    .replace("\n    ", "")
    .split("|")
)
Said = Iterable[tuple[str | None, str | None]]


def link_ids(anonymous_id: str | None, user_id: str | None, said: Said) -> list[Link]:
    """The links of an event: what its tracker `said` by an alias or the like, and the two ids it carries itself.

    Ids seen together are one visitor's from then on. What a broken page sends for everybody, such as `undefined`, links
    nobody: it would make one visitor of all.
    """
    pairs = [*said, (anonymous_id, user_id)]
    return [(left, right) for left, right in pairs if left and right and left != right and _names_one(left, right)]


def _names_one(*ids: str) -> bool:
    return all(one.strip().lower() not in _NOBODY for one in ids)


def join(links: Iterable[Link]) -> list[dict[str, list[str]]]:
    """The groups of ids that `links` join, each with those of its ids that were named as a visitor; all in order.

    What one batch says is joined here, so that the database joins a group at a time and not a link.
    """
    leader: dict[str, str] = {}

    def find(one: str) -> str:
        while (above := leader.setdefault(one, one)) != one:
            leader[one] = leader[above]  # the way there is halved for the next who asks
            one = above
        return one

    visitors = set()
    for left, right in links:
        visitors.add(right)
        low, high = sorted((find(left), find(right)))
        leader[high] = low
    groups: dict[str, list[str]] = {}
    for one in sorted(leader):
        groups.setdefault(find(one), []).append(one)
    return [{"ids": ids, "visitors": [one for one in ids if one in visitors]} for _, ids in sorted(groups.items())]
