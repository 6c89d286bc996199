"""Whatever may become of the events of an app: an app with a lake, and a twin to which the same happens, and which has
nothing in the lake."""

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from hashlib import blake2b
from typing import Any
from uuid import UUID, uuid4

from hypothesis import strategies as st
from psycopg import sql

from dev.database import pooler
from query.scope import Scope
from rollup.lake import compaction, rows
from rollup.lake.sealing import seal
from rollup.lake.work import LakePatience, due, work
from spoor.lake.folder import Folder
from tests.engines import as_rollup
from tests.people import Direct, claim, track

FIRST = datetime(2026, 10, 30, tzinfo=UTC)
DAYS = [date(2026, 10, 30) + timedelta(days=n) for n in range(4)]
ASKED = datetime(2026, 11, 20, tzinfo=UTC)
LATER = datetime.now(UTC) + timedelta(days=400)
AT_ONCE = LakePatience(rested=timedelta())
NOW = LakePatience(rested=timedelta(), left=timedelta(), reading=timedelta(), counted=timedelta(days=1000))
IDS = ["d1", "d2", "ann", "bob", "", None]
NAMES = ["open", "open", "buy", "buy", "leave", "$group"]
VALUES = ["a", "B", "", "10", 10, 10.0, 9.5, 1e20, True, False, None, "ä😀", '"', {"deep": 1}, [1.0], "$other"]
OF_COMPANIES: list[dict[str, Any]] = [
    *({}, {}, {"$groups": {"company": "acme"}}, {"$groups": {"company": ["globex", "acme"]}}, {"company": "acme"}),
    *({"$groups": {"company": 10.0}}, {"$groups": {"team": "red"}}, {"$groups": "acme"}),
]
ZONES = st.sampled_from(["UTC", "Asia/Kathmandu", "America/St_Johns", "Africa/Monrovia"])

properties = st.builds(
    lambda said, of_companies: {**said, **of_companies},
    st.dictionaries(st.sampled_from(["k", "m", "a.b"]), st.sampled_from(VALUES), max_size=2),
    st.sampled_from(OF_COMPANIES),
)


def several(least: int, most: int, days: int = len(DAYS)) -> Any:
    """So many events within some days."""
    quarters = st.integers(0, days * 96 - 1).map(lambda quarter: FIRST + timedelta(minutes=15 * quarter))
    instants = st.integers(0, days * 86_400_000_000 - 1).map(lambda us: FIRST + timedelta(microseconds=us))
    at = st.one_of(quarters, quarters, instants)
    event = st.tuples(st.sampled_from(NAMES), st.sampled_from(IDS), at, properties)
    return st.lists(event, min_size=least, max_size=most)


events = several(1, 12)
EACH = [
    st.tuples(st.just("events"), events),
    st.tuples(st.just("seal"), st.sampled_from(DAYS)),
    st.tuples(st.just("claim"), st.tuples(st.sampled_from(["d1", "d2"]), st.sampled_from(["ann", "bob"]))),
    st.tuples(st.just("merge"), st.just(("ann", "bob"))),
    st.tuples(st.just("erase"), st.sampled_from(["d1", "ann"])),
    st.tuples(st.just("compact"), st.sampled_from([date(2026, 10, 1), date(2026, 11, 1)])),
    st.tuples(st.just("let go"), st.sampled_from(DAYS)),
]
"""What may be done, each by its name."""

steps = st.one_of(EACH[1], *EACH)
"""Days are sealed most often."""

each_once = st.tuples(*EACH).flatmap(st.permutations)
"""All of it, in any order."""

_TABLES = (
    *("spoor.lake_held", "spoor.lake_horizons", "spoor.lake_erasures", "spoor.cohorts", "public.events"),
    *("spoor.identities", "spoor.claims", "spoor.known_ids", "spoor.merges", "spoor.lake_days", "spoor.lake_marks"),
)


@dataclass(frozen=True, slots=True)
class Split:
    """An app with a `store`, and its twin. Ids of events have the same order in both."""

    database: Direct
    bouncer: pooler.Pooler
    store: Folder
    shop: str
    twin: str

    @classmethod
    def of(cls, database: Direct, bouncer: pooler.Pooler, store: Folder, shop: str) -> "Split":
        """With nothing in it."""
        for table in _TABLES:
            database.execute(sql.SQL("TRUNCATE {} CASCADE").format(sql.Identifier(*table.split("."))))
        return cls(database, bouncer, store, shop, track(database, "ann", f"spk_{uuid4()}"))

    def happen(self, done: Iterable[tuple[str, Any]]) -> None:
        """Do all of it to both. What comes for days before the horizon counts once it is sealed, and so is."""
        came_late = False
        for what, given in done:
            came_late |= what == "events" and _is_before(self.horizon, given)
            self._do(what, given)
            self._do_in_table(self.twin, what, given)
        if came_late:
            with as_rollup(self.bouncer.url("rollup")):
                for each in due(LATER, UUID(self.shop), AT_ONCE):
                    if datetime.combine(each.day, time(), UTC) < (self.horizon or FIRST):
                        assert seal(UUID(self.shop), each.day, self.store).what in ("sealed", "empty", "unchanged")

    def look_after(self) -> None:
        """All that the seal function does; no more rows leave the table."""
        self.database.execute("UPDATE spoor.app_settings SET retention_days = NULL")
        with as_rollup(self.bouncer.url("rollup")):
            work(self.store, LATER, UUID(self.shop), NOW)

    @property
    def horizon(self) -> datetime | None:
        """From when on the table is whole."""
        row = self.database.execute("SELECT horizon FROM spoor.settings WHERE app_id = %s", [self.shop]).fetchone()
        return None if row is None or row["horizon"] is None else datetime.combine(row["horizon"], time(), UTC)

    @property
    def scope(self) -> Scope:
        """Of the app with the lake."""
        return Scope(UUID(self.shop), timedelta(minutes=30), ASKED, horizon=self.horizon)

    def scope_of_twin(self, scope: Scope) -> Scope:
        """The same of the twin."""
        return Scope(UUID(self.twin), scope.session_gap, scope.now, cohorts=scope.cohorts)

    def _do(self, what: str, given: Any) -> None:
        match what:
            case "seal":
                with as_rollup(self.bouncer.url("rollup")):
                    assert seal(UUID(self.shop), given, self.store).what in ("sealed", "empty", "unchanged")
            case "compact":
                for day in DAYS:
                    if day.month == given.month:
                        self._do("seal", day)
                with as_rollup(self.bouncer.url("rollup")):
                    if (UUID(self.shop), given) in list(compaction.months(LATER, LATER, UUID(self.shop))):
                        assert compaction.compact(UUID(self.shop), given, self.store) == "compacted"
            case "let go":
                for day in DAYS[: DAYS.index(given) + 1]:
                    self._do("seal", day)
                until = (ASKED.date() - given).days - 1
                self.database.execute(
                    "INSERT INTO spoor.app_settings (app_id, retention_days) VALUES (%s, %s)"
                    " ON CONFLICT (app_id) DO UPDATE SET retention_days = excluded.retention_days",
                    [self.shop, until],
                )
                with as_rollup(self.bouncer.url("rollup")):
                    list(rows.move_horizons(self.store, ASKED, UUID(self.shop), lambda: False))
                    list(rows.empty_days(self.store, ASKED, LATER, UUID(self.shop), lambda: False))
            case _:
                self._do_in_table(self.shop, what, given)

    def _do_in_table(self, shop: str, what: str, given: Any) -> None:
        match what:
            case "events":
                [key] = self.database.execute("SELECT api_key FROM public.tracked_apps WHERE id = %s", [shop])
                own = int(shop == self.twin)
                said_ = [
                    [str(event_id(own, name, who, at, said)), name, who, said, at.isoformat()]
                    for name, who, at, said in given
                ]
                statement = "SELECT spoor.store_events(%s, %s, %s, now(), 'test', 0::smallint, NULL)"
                self.database.execute(statement, [shop, key["api_key"], json.dumps(said_)])
            case "claim":
                claim(self.database, shop, given)
            case "merge":
                self.database.execute("SELECT spoor.merge(%s, %s, %s)", [shop, *given])
            case "erase":
                self.database.execute("SELECT spoor.erase_visitor(%s, %s)", [shop, given])


def _is_before(horizon: datetime | None, given: Any) -> bool:
    """Whether any of the events lies before it."""
    return horizon is not None and any(at < horizon for _, _, at, _ in given)


def event_id(own: int, *told: Any) -> UUID:
    """An id of what is told of an event: the same in every run, so that a case that fails can be had again."""
    return UUID(int=2 * int.from_bytes(blake2b(repr(told).encode(), digest_size=8).digest()) + own)


def spans(begin: int, length: int, zone: str) -> dict[str, str]:
    """The words of a range, so many minutes from the first day on."""
    start = FIRST + timedelta(minutes=begin)
    return {"from": start.isoformat(), "to": (start + timedelta(minutes=length)).isoformat(), "timezone": zone}
