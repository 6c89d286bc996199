"""Whom ids stand for, in codes: asked of the database, and known from question to question while nothing changed."""

from collections.abc import Collection
from dataclasses import dataclass, field
from uuid import UUID

import numpy as np
from numpy.typing import NDArray

from query.engines.lake.table.state import LakeState
from query.engines.postgres.scope import PostgresScope
from spoor import database

NOBODY = b"\xff"
"""What no id is, since each is a text."""

_MOST_KNOWN = 300_000
_known: dict[UUID, "People"] = {}
"""Of the apps that were asked about, the latest one last."""


@dataclass(slots=True)
class People:
    """As of a `version`: `linked` are codes in files that stand for somebody `else_`, `codes` those of whom some ids
    stand for. Who has no code in files has one beyond the last that files have, as long as the version is the same."""

    version: str
    last_code: int
    linked: NDArray[np.int32]
    else_: NDArray[np.int32]
    codes: dict[bytes, int]
    fresh: dict[bytes, int] = field(default_factory=dict)

    @property
    def count(self) -> int:
        """One more than the highest code of anybody."""
        return self.last_code + 1 + len(self.fresh)

    @property
    def size(self) -> int:
        """How many things are kept."""
        return len(self.linked) + len(self.codes) + len(self.fresh)

    def code(self, visitor: bytes) -> int:
        """The code of a visitor who has none in files."""
        return self.fresh.setdefault(visitor, self.count)

    def find(self, ids: Collection[bytes], scope: PostgresScope) -> None:
        """Ask whom these ids stand for, as far as that is not known. Raises TooManyReports, TooSlow."""
        unknown = sorted(set(ids) - self.codes.keys())
        if not unknown:
            return
        params = {"app_id": scope.app_id, "ids": [each.decode() for each in unknown]}
        [row] = scope.rows(database.sql("query.engines.lake", "find_people"), params)
        fresh = iter(texts(row["fresh"]))
        for each, code in zip(unknown, np.frombuffer(row["codes"], dtype=">i4").tolist(), strict=True):
            self.codes[each] = self.code(next(fresh)) if code < 0 else code


def people(state: LakeState, scope: PostgresScope) -> People:
    """Those of an app as of now. Raises TooManyReports, TooSlow."""
    none = np.zeros(0, dtype=np.int32)
    if state.people is None:
        return People("", state.last_code, none, none, {})
    found = _known.pop(scope.app_id, None)
    if found is None or found.version != state.people:
        found = People(state.people, state.last_code, none, none, {NOBODY: 0})
        params = {"app_id": scope.app_id}
        [row] = scope.rows(database.sql("query.engines.lake", "list_links"), params, may_loop=False)
        fresh = [found.code(each) for each in texts(row["fresh"])]
        whose = np.frombuffer(row["whose"] or b"", dtype=">i4").astype(np.int32)
        found.else_ = np.where(whose < 0, np.array([0, *fresh], dtype=np.int32)[np.maximum(-whose, 0)], whose)
        found.linked = np.frombuffer(row["linked"] or b"", dtype=">i4").astype(np.int32)
    _known[scope.app_id] = found
    while len(_known) > 1 and sum(each.size for each in _known.values()) > _MOST_KNOWN:
        del _known[next(iter(_known))]
    if found.size > _MOST_KNOWN:
        del _known[scope.app_id]
    return found


def texts(packed: bytes | None) -> list[bytes]:
    """Texts that are put together with a zero between, which none of them holds."""
    return [] if packed is None else packed.split(b"\0")
