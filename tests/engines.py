"""Every engine in turn: what is tested with it must come out the same on each."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from os import environ
from pathlib import Path
from typing import Any
from uuid import UUID
from zlib import crc32

import psycopg
import pytest
from hypothesis import is_hypothesis_test
from psycopg.rows import DictRow

from dev.database import pooler
from query.engines import lake, postgres
from query.engines.choose import Engine, EngineChoice
from query.engines.lake import plan
from query.engines.lake.words import reason_against
from query.engines.reasons import Elsewhere, Reason
from query.inquiry import Inquiry
from query.scope import Scope
from spoor import database as layer
from spoor import settings
from spoor.lake.folder import Folder
from spoor.postgres import database_url

WAYS = ("postgres", "lake", "mixed")
"""All from the table; all that is sealed from files; some days from files, others marked, others never sealed."""

FEW_WAYS = ("postgres", "mixed")

FROM_FILES = "files"
"""One of the two ways with files, by the name of the test: each case in one of them, each way for half the cases."""

EVERY_WAY = WAYS if environ.get("SPOOR_EVERY_WAY") else ("postgres", FROM_FILES)
"""Of a corpus: to seal what a case stores takes far longer than to ask for it."""

_FINGERPRINTS = """
SELECT (occurred_at AT TIME ZONE 'UTC')::date AS day, md5(string_agg(md5(event::text), '' ORDER BY id)) AS events
FROM public.events AS event WHERE app_id = %s AND occurred_at >= '1970-01-01' GROUP BY 1
"""


ONE_OF = 5
"""Of the questions of a property: to seal takes far longer than to ask. tests/query/engines/lake asks more of fewer."""

MOST_DAYS = 20
"""Sealed for one question, within whose time it is done."""

COUNTED: Counter[str] = Counter()
"""How the questions of a run were answered."""


class Sealing:
    """Seals the days of an app as they are now, before each question: in a mixed way, some of them, and marks some."""

    def __init__(self, direct: psycopg.Connection[DictRow], store: Folder, rollup_url: str, mixed: bool) -> None:
        self._direct, self._store, self._rollup_url, self._mixed = direct, store, rollup_url, mixed
        self._sealed: dict[tuple[UUID, date], str] = {}

    def up_to_date(self, app_id: UUID, as_rollup: Callable[[], Any]) -> None:
        """Seal what changed."""
        now = {row["day"]: row["events"] for row in self._direct.execute(_FINGERPRINTS, [app_id]).fetchall()}
        known = {
            row["day"] for row in self._direct.execute("SELECT day FROM spoor.lake_days WHERE app_id = %s", [app_id])
        }
        for day in known - set(now):
            self._direct.execute("DELETE FROM spoor.lake_days WHERE app_id = %s AND day = %s", [app_id, day])
        changed = [day for day, events in now.items() if day not in known or self._sealed.get((app_id, day)) != events]
        wanted = [day for day in changed if not self._mixed or day.toordinal() % 3]
        for day in set(wanted[MOST_DAYS:]) & known:
            self._direct.execute("DELETE FROM spoor.lake_days WHERE app_id = %s AND day = %s", [app_id, day])
        wanted = wanted[:MOST_DAYS]
        if wanted:
            with as_rollup():
                from rollup.lake.sealing import seal

                for day in wanted:
                    assert seal(app_id, day, self._store).what == "sealed"
                    self._sealed[app_id, day] = now[day]
        if self._mixed:
            marked = [day for day in now if day.toordinal() % 3 == 2 and day.toordinal() % 2]
            self._direct.execute("SELECT spoor.mark_days(%s, %s)", [app_id, marked])


class AsTested:
    """The lake, with all that can be sealed sealed; what it does not know Postgres answers, as it does for people."""

    def __init__(self, sealing: Sealing, as_rollup: Callable[[], Any], seldom: bool) -> None:
        self._sealing, self._as_rollup, self._seldom = sealing, as_rollup, seldom

    @contextmanager
    def gathered(self, inquiry: Inquiry[Any, Any, Any], question: Any, scope: Scope) -> Iterator[Any]:
        """As an engine's."""
        if self._seldom and crc32(repr(question).encode()) % ONE_OF:
            with postgres.gathered(inquiry, question, scope) as found:
                yield found
            return
        self._sealing.up_to_date(scope.app_id, self._as_rollup)
        reason = reason_against(inquiry.name, question)
        if reason is None:
            try:
                with lake.gathered(inquiry, question, scope) as found:
                    COUNTED[Reason.SEALED] += 1
                    yield found
                    return
            except Elsewhere as error:
                reason = error.reason
        assert reason is not Reason.BROKEN_FILES
        COUNTED[reason] += 1
        with postgres.gathered(inquiry, question, scope) as found:
            yield found


def take_ways(metafunc: pytest.Metafunc, ways: Sequence[str] = FEW_WAYS) -> None:
    """Have each test of a folder that stores anything run once a way. A property runs once: of its questions
    ONE_OF is answered in the mixed way, the others by Postgres."""
    chosen = any("engine" in mark.args[0] for mark in metafunc.definition.iter_markers("parametrize"))
    if "database" in metafunc.fixturenames and not chosen:
        metafunc.parametrize("engine", ["mixed"] if is_hypothesis_test(metafunc.function) else ways, indirect=True)


@pytest.fixture(autouse=True)
def engine(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """The way in which every question of the test is answered."""
    used: Engine = postgres
    way = str(getattr(request, "param", "postgres"))
    if way == FROM_FILES:
        way = WAYS[1:][crc32(request.node.name.encode()) % 2]
    if way != "postgres":
        bouncer: pooler.Pooler = request.getfixturevalue("bouncer")
        folder: Path = request.getfixturevalue("tmp_path")
        store = Folder(folder / "lake")
        monkeypatch.setenv("LAKE_URL", f"file://{folder}/lake")
        monkeypatch.setenv("LAKE_CACHE", f"{folder}/cache")
        monkeypatch.setattr(plan, "LEAST_EVENTS", 0)
        url = bouncer.url("rollup")
        sealing = Sealing(request.getfixturevalue("direct"), store, url, mixed=way == "mixed")
        used = AsTested(sealing, lambda: as_rollup(url), seldom=is_hypothesis_test(request.function))
        forget_lake()
    monkeypatch.setattr(EngineChoice, "engine", used)
    return way


@contextmanager
def as_rollup(url: str) -> Iterator[None]:
    """Another connection, of rollup's login, while the block runs."""
    with pytest.MonkeyPatch.context() as patch:
        kept, used_at = layer._connection, layer._used_at
        layer._connection = None
        patch.setattr("spoor.database._params", lambda: database_url.read(url, "DATABASE_URL").params)
        try:
            yield
        finally:
            layer.close()
            layer._connection, layer._used_at = kept, used_at


def forget_lake() -> None:
    """Have the lake looked for anew."""
    from query.engines.lake.cache import files

    files.cache_clear()
    settings.setting.cache_clear()
