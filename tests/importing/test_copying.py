"""What COPY stores leaves behind all that ingest's own statement would have, or nothing at all."""

import json
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from dev.database import pooler
from importing.__main__ import main
from importing.copying import Copier
from ingest.apps import keys
from ingest.apps.keys import UnknownKey
from ingest.events.identity import Links
from ingest.storage import outcomes, sightings, store
from tests.importing.conftest import KEY, Import
from tests.importing.test_wrappings import lines, record
from tests.people import Direct, stored, track

ROOT = Path(__file__).parents[2]
DAYS = ("2026-08-31", "2026-09-01", "2026-09-02")
LEFT = {
    "events": "SELECT name, anonymous_id, properties, occurred_at FROM public.events WHERE app_id = %s ORDER BY id",
    "outcomes": "SELECT sender, code, sum(count) AS count, bool_or(sample IS NOT NULL) AS sampled FROM spoor.outcomes"
    " WHERE app_id = %s GROUP BY 1, 2 ORDER BY 1, 2",
    "marks": "SELECT day FROM spoor.lake_marks WHERE app_id = %s ORDER BY 1",
    "names": "SELECT name, last_seen_at FROM spoor.event_names WHERE app_id = %s ORDER BY 1",
    "claims": "SELECT anonymous_id, user_id, claimed_at FROM spoor.claims WHERE app_id = %s ORDER BY 1",
}  # fmt: skip
"""Where an event leaves something."""


def left(database: Direct, app_id: str) -> dict[str, Any]:
    """What is there of an app."""
    return {name: database.execute(text, [app_id]).fetchall() for name, text in LEFT.items()}  # type: ignore[arg-type]  # the texts are those above


def test_copy_leaves_what_the_statement_of_ingest_leaves(
    database: Direct, shop: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    other = track(database, database.execute('SELECT id FROM public."user"').fetchall()[0]["id"], "spk_other")
    database.execute(
        "INSERT INTO spoor.lake_days (app_id, day, attempt) SELECT app, day::date, gen_random_uuid()"
        " FROM unnest(%s::uuid[]) AS app, unnest(%s::text[]) AS day",
        [[shop, other], list(DAYS)],
    )
    records = [record(at) for at in range(400)]
    bad = [
        {**records[0], "uuid": f"bad {at}", "timestamp": time} for at, time in enumerate((None, "soon", "1999-01-01"))
    ]
    file = tmp_path / "events.jsonl"
    file.write_bytes(lines([*records[:300], *bad, *records[:5], *records[300:]]))
    for app_id, put in ((shop, Copier.insert), (other, lambda _, *rest: store.insert(*rest))):
        sightings._stored.clear()
        monkeypatch.setattr(Copier, "insert", put)
        words = ["posthog", str(file), "--app", app_id, "--state", str(tmp_path / app_id), "--batch", "150"]
        assert main(words) == 0
    ours, usual = left(database, shop), left(database, other)
    assert ours == usual
    assert [str(one["day"]) for one in ours["marks"]] == ["2026-09-01"]
    assert ours["claims"]
    assert ours["names"]


def test_nothing_is_stored_under_a_key_that_was_rotated_and_a_row_that_is_refused_costs_no_other(
    database: Direct, shop: str, run: Import, tmp_path: Path
) -> None:
    app = keys.find_app(KEY)
    row = ("0" * 32, "open", "d", {"n": 1}, datetime(2026, 9, 1, tzinfo=UTC))
    database.execute("UPDATE public.tracked_apps SET api_key = 'spk_new'")
    with pytest.raises(UnknownKey):
        store.save(app, KEY, [row], Links(), outcomes.tally(app.id, datetime.now(UTC), "x"), Copier().insert)
    assert stored(database) == []
    database.execute("UPDATE public.tracked_apps SET api_key = %s", [KEY])
    database.execute(
        "ALTER TABLE public.events ADD CONSTRAINT no_thirteen CHECK (properties ->> 'n' <> '1152921504606846989')"
    )
    try:
        (tmp_path / "a").write_bytes(lines([record(at) for at in range(40)]))
        told = run("posthog", tmp_path / "a")
    finally:
        database.execute("ALTER TABLE public.events DROP CONSTRAINT no_thirteen")
    assert (told.outcome, told.counts["refused"]) == ((39, 0, 1, 0), {"REFUSED_BY_DATABASE": 1})
    assert [one["line"] for one in told.report] == [14]


def test_runs_at_once_store_each_event_once_and_count_it_once(
    database: Direct, shop: str, bouncer: pooler.Pooler, tmp_path: Path
) -> None:
    records = [{**record(at), "uuid": str(uuid4())} for at in range(2000)]
    orders = (records, records[::-1], records[1000:] + records[:1000])
    path = os.pathsep.join(str(ROOT / folder) for folder in ("functions", "layers/common", "."))
    environ = {**os.environ, "PYTHONPATH": path, "DATABASE_URL": bouncer.url("ingest")}
    running = []
    for at, order in enumerate(orders):
        (tmp_path / f"{at}.jsonl").write_bytes(lines(order))
        words = [
            "posthog",
            str(tmp_path / f"{at}.jsonl"),
            "--app",
            shop,
            "--state",
            str(tmp_path / str(at)),
            "--batch",
            "100",
        ]
        running.append(subprocess.Popen([sys.executable, "-m", "importing", *words], env=environ, cwd=tmp_path))
    assert [one.wait() for one in running] == [0, 0, 0]
    states = [json.loads((tmp_path / str(at) / "resume.json").read_text())["counts"] for at in range(3)]
    assert sum(one["new"] for one in states) == len(stored(database, shop)) == len(records)
    assert sum(one["duplicates"] for one in states) == 2 * len(records)
