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


def link_ids(
    anonymous_id: str | None, user_id: str | None, said: Iterable[tuple[str | None, str | None]]
) -> list[Link]:
    """The links of an event: what its tracker `said` by an alias or the like, and the two ids it carries itself.

    Ids seen together are one visitor's from then on. What a broken page sends for everybody, such as `undefined`, links
    nobody: it would make one visitor of all.
    """
    pairs = [*said, (anonymous_id, user_id)]
    return [(left, right) for left, right in pairs if left and right and left != right and _names_one(left, right)]


def _names_one(*ids: str) -> bool:
    return all(one.strip().lower() not in _NOBODY for one in ids)
