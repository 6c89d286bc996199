"""An import that is cut off goes on where it was: nothing is lost, nothing is there twice, all is told once."""

import gzip
import json
import os
import subprocess
import sys
import time
import zipfile
from datetime import date, timedelta
from pathlib import Path
from typing import Any
from uuid import uuid4

import pytest

from dev.database import pooler
from importing.__main__ import main
from spoor import database as layer_database
from tests.conftest import forget_settings
from tests.importing.conftest import Import
from tests.people import Direct, stored

ENTRY = "all"
ROOT = Path(__file__).parents[2]
ROWS, TENTHS = 4000, 10


def write(path: Path, rows: int = ROWS) -> int:
    """A PostHog export with a gzip member for each fifty lines, and a line that is no JSON among every hundred; gives
    how many of those."""
    members = []
    broken = 0
    for at in range(rows):
        if at % 100 == 57:
            line, broken = "{cut off", broken + 1
        else:
            said = {"uuid": str(uuid4()), "event": f"event {at}", "distinct_id": f"browser-{at % 7}"}
            said["timestamp"] = f"2026-10-{1 + at % 28:02}T12:00:00.{at:06}+00:00"
            line = json.dumps({**said, "properties": {"$is_identified": False, "n": at}})
        members.append(line.encode() + b"\n")
    path.write_bytes(b"".join(gzip.compress(b"".join(members[at : at + 50]), 1) for at in range(0, rows, 50)))
    return broken


def records(state: Path) -> int:
    """How many records a run says are done."""
    try:
        return int(json.loads((state / "resume.json").read_text())["counts"]["records"])
    except (FileNotFoundError, ValueError):
        return 0


def cut_off_often(said: list[str], state: Path, rows: int, times: int, bouncer: pooler.Pooler) -> None:
    """Run an import of so many rows, which is killed so many times, and once more."""
    path = os.pathsep.join(str(ROOT / folder) for folder in ("functions", "layers/common", "."))
    environ = {**os.environ, "PYTHONPATH": path, "DATABASE_URL": bouncer.url("ingest")}  # with ingest's rights alone
    words = [sys.executable, "-m", "importing", *said]
    kills = 0
    for part in range(1, times + 1):
        with subprocess.Popen([*words, "--batch", "20"], env=environ, stdout=subprocess.PIPE, cwd=state.parent) as run:
            while run.poll() is None and records(state) < rows * part // times:
                time.sleep(0.002)
            kills += run.poll() is None
            run.kill()
    ended = subprocess.run(words, env=environ, capture_output=True, text=True, check=False, cwd=state.parent)
    assert ended.returncode == 0, ended.stderr
    assert kills >= times // 2


def test_killed_at_each_tenth_nothing_is_lost_or_doubled_and_each_refused_line_is_told_once(
    database: Direct, shop: str, bouncer: pooler.Pooler, tmp_path: Path
) -> None:
    file, state = tmp_path / "events.jsonl.gz", tmp_path / "state"
    broken = write(file)
    cut_off_often(["posthog", str(file), "--app", shop, "--state", str(state)], state, ROWS, TENTHS, bouncer)
    rows = stored(database, shop)
    assert len(rows) == len({row["name"] for row in rows}) == ROWS - broken
    said = json.loads((state / "resume.json").read_text())
    assert said["ended"]
    assert said["counts"]["records"] == ROWS
    report = [json.loads(line) for line in (state / "report.jsonl").read_text().splitlines()]
    assert [line["line"] for line in report] == [at + 1 for at in range(ROWS) if at % 100 == 57]
    assert {line["refused"] for line in report} == {"INVALID_JSON"}


def test_plausibles_days_are_kept_once_however_often_their_import_is_killed(
    database: Direct, shop: str, bouncer: pooler.Pooler, tmp_path: Path
) -> None:
    file, state = tmp_path / "site.zip", tmp_path / "state"
    days = [(date(2024, 1, 1) + timedelta(days=at)).isoformat() for at in range(600)]
    visitors = [f"{day},{at},{at * 3}" for at, day in enumerate(days)]
    browsers = [f"{day},Safari,{at % 17},{at},{at}" for at, day in enumerate(days)]
    wrong = [f"{days[5]},-1,1", "2024-02-30,1,1"]
    with zipfile.ZipFile(file, "w") as archive:
        archive.writestr("imported_visitors_20240101_20250822.csv", "\n".join(
            ["date,visitors,pageviews", *visitors, *wrong]
        ))  # fmt: skip
        archive.writestr("imported_browsers_20240101_20250822.csv", "\n".join(
            ["date,browser,browser_version,visitors,visits", *browsers]
        ))  # fmt: skip
    cut_off_often(["plausible", str(file), "--app", shop, "--state", str(state)], state, 2 * len(days), 4, bouncer)
    held = database.execute(
        "SELECT dimension, count(*) AS days, sum(visitors) AS visitors FROM spoor.imported_days GROUP BY 1 ORDER BY 1"
    ).fetchall()
    sum_of_all = sum(range(len(days)))
    assert [tuple(one.values()) for one in held] == [("", 600, sum_of_all), ("browser", 600, sum_of_all)]
    counts = json.loads((state / "resume.json").read_text())["counts"]
    assert (counts["records"], counts["refused"]) == (1202, {"INVALID_NUMBER": 1, "INVALID_TIME": 1})
    assert len((state / "report.jsonl").read_text().splitlines()) == 2


def test_what_cannot_be_read_is_told_and_not_taken_for_the_end(
    database: Direct, shop: str, run: Import, tmp_path: Path, capsys: Any, monkeypatch: pytest.MonkeyPatch
) -> None:
    def fails(*words: str) -> str:
        assert main([*words, "--state", str(tmp_path / "state")]) == 1
        return str(capsys.readouterr().err)

    file = tmp_path / "events.jsonl.gz"
    broken = write(file, 1000)
    whole = file.read_bytes()
    file.write_bytes(whole[: len(whole) - 40])
    assert "was cut off" in fails("posthog", str(file), "--app", shop)
    file.write_bytes(whole)
    assert run("posthog", file).outcome[2:] == (broken, 0)
    assert len(stored(database, shop)) == 1000 - broken
    assert "--website" in fails("umami", str(file), "--app", shop)
    assert "cannot be read" in fails("posthog", str(tmp_path / "nothing.jsonl"), "--app", shop)
    assert "no such app" in fails("posthog", str(file), "--app", "spk_nobodys")
    mapping = tmp_path / "mapping.json"
    mapping.write_text('{"constant": "sold", "occurredAt": "at", "colour": 1}')
    assert "colour" in fails("csv", str(file), "--app", shop, "--mapping", str(mapping))
    monkeypatch.setenv("DATABASE_URL", "postgresql://nobody@127.0.0.1:1/nothing")
    forget_settings()
    layer_database.close()
    assert "Call it again" in fails("posthog", str(file), "--app", shop)


def test_without_an_id_two_equal_rows_are_two_events_and_a_second_run_adds_none(
    database: Direct, shop: str, run: Import, tmp_path: Path
) -> None:
    file, mapping = tmp_path / "sales.csv", tmp_path / "mapping.json"
    file.write_text(
        "at,amount,who\r\n" + "2026-10-01T10:00:00Z,007,ann\r\n" * 2 + '2026-10-01T11:00:00Z,1.5,"b\nb"\r\n'
    )
    mapping.write_text('{"constant": "sold", "occurredAt": "at", "userId": "who"}')
    outcomes = [run("csv", file, options=("--mapping", str(mapping), "--batch", "2")).outcome for _ in range(2)]
    assert outcomes == [(3, 0, 0, 0), (0, 3, 0, 0)]
    assert [(row["anonymous_id"], row["properties"]["amount"]) for row in stored(database, shop)] == [
        ("ann", "007"), ("ann", "007"), ("b\nb", 1.5),
    ]  # fmt: skip


def test_a_row_in_another_encoding_is_refused_and_not_stored_as_something_else(
    database: Direct, shop: str, run: Import, tmp_path: Path, capsys: Any
) -> None:
    file, mapping = tmp_path / "SALES.CSV.GZ", tmp_path / "mapping.json"
    head, row = "id,at,what\n", "{},2026-10-01T10:00:00Z,{}\n"
    rows = head + row.format(1, "böse") + row.format(2, "plain") + row.format(3, "\U0001f600")
    said = {"constant": "sold", "occurredAt": "at", "id": "id"}
    mapping.write_text(json.dumps(said))
    latin = rows.replace("\U0001f600", "ÿ").encode("latin-1")
    file.write_bytes(gzip.compress(latin))
    told = run("csv", file, options=("--mapping", str(mapping)))
    assert (told.outcome, [one["line"] for one in told.report]) == ((1, 0, 2, 0), [1, 3])
    for encoding, data in {
        "latin-1": latin,
        "utf-16": rows.encode("utf-16"),
        "utf-8-sig": rows.encode("utf-8-sig"),
    }.items():
        mapping.write_text(json.dumps({**said, "encoding": encoding}))
        file.write_bytes(gzip.compress(data))
        assert run("csv", file, options=("--mapping", str(mapping))).outcome[2:] == (0, 0), encoding
    assert {row["properties"]["what"] for row in stored(database, shop)} == {"böse", "plain", "ÿ"}
    file.write_bytes(head.replace("what", "Größe").encode("latin-1"))
    words = ["csv", str(file), "--app", shop, "--state", str(tmp_path / "state"), "--mapping", str(mapping)]
    assert main(words) == 1
    assert "not written in" in capsys.readouterr().err


def test_umamis_properties_are_there_whatever_order_its_files_are_named_in(
    database: Direct, shop: str, run: Import, tmp_path: Path
) -> None:
    exports = ROOT / "tests/data/exports/umami"
    with zipfile.ZipFile(exports / "cloud.zip") as archive:
        archive.extractall(tmp_path / "cloud")
    files = sorted((tmp_path / "cloud").rglob("*.csv"), reverse=True)
    website = ("--website", "2828c034-f1fe-4f26-9807-8cfe87875bd7")
    parts = run("umami", *files, *files, options=website)
    rows = stored(database, shop)
    database.execute("DELETE FROM public.events")
    whole = run("umami", exports / "cloud.zip", options=website)
    assert whole.outcome == parts.outcome
    assert stored(database, shop) == rows


def test_mixpanels_wall_clock_of_old_projects_becomes_the_true_time(database: Direct, shop: str, run: Import) -> None:
    folder = ROOT / "tests/data/exports/mixpanel"
    expected = json.loads((folder / "expected.json").read_text())["beforeTwentyThree"]["events"]
    run("mixpanel", folder / "export-before-2023.jsonl", options=("--timezone", "Europe/Berlin"))
    times = [row["occurred_at"].strftime("%Y-%m-%dT%H:%M:%S.%fZ") for row in stored(database, shop)]
    assert times == sorted(one["occurredAt"] for one in expected)
