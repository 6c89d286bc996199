"""Whatever an export is wrapped in and in whatever order it lies, the same records are the same events, once; what is
no export is told with what to do about it."""

import bz2
import fcntl
import gzip
import io
import json
import lzma
import random
import tarfile
import zipfile
from collections import Counter
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import pytest

from importing.__main__ import main
from tests.importing.conftest import Import
from tests.people import Direct, stored, track

AT = datetime(2026, 9, 1, tzinfo=UTC)
ODD = ("tab\there", "line\nbreak\r\n", "back\\slash \\N \\.", "quote\"s '", "ü \U0001f600 \u2028 \x7f", "\\", " x ")
"""Texts that something on the way may take for its own signs."""


def record(at: int) -> dict[str, Any]:
    """An event of PostHog's, of one of seven browsers, four of which log in."""
    odd, who = ODD[at % len(ODD)], at % 7
    said: dict[str, Any] = {"$is_identified": False, odd: odd, "n": 2**60 + at, "list": [None, {"a": None}]}
    one = {
        "uuid": f"00000000-0000-4000-8000-{at:012}",
        "event": f"{odd} {at % 3}",
        "distinct_id": f"browser {who} {odd}",
    }
    if at % 10 == 0 and who > 2:
        one |= {"event": "$identify", "distinct_id": f"user {who}"}
        said |= {"$is_identified": True, "$anon_distinct_id": f"browser {who}"}
    return {**one, "properties": said, "timestamp": (AT + timedelta(minutes=at, microseconds=at)).isoformat()}


def lines(records: list[dict[str, Any]], end: str = "\n") -> bytes:
    """JSON lines."""
    return "".join(json.dumps(one, ensure_ascii=False) + end for one in records).encode()


def zipped(**files: bytes) -> bytes:
    """A zip as a Mac makes it."""
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("export/", b"")
        for name, data in files.items():
            archive.writestr(f"export/{name}.jsonl", data)
        archive.writestr("__MACOSX/export/._a.jsonl", b"\0\x05\x16\x07")
        archive.writestr("export/.DS_Store", b"\0\0\0\1Bud1")
    return inside.getvalue()


def claims(database: Direct, app_id: str) -> set[tuple[Any, ...]]:
    """Of whose ids it is known whose they are, and since when."""
    held = database.execute("SELECT anonymous_id, user_id, claimed_at FROM spoor.claims WHERE app_id = %s", [app_id])
    return {tuple(one.values()) for one in held.fetchall()}


def test_the_same_records_are_the_same_events_in_any_wrapping_and_order(
    database: Direct, shop: str, run: Import, tmp_path: Path
) -> None:
    records = [record(at) for at in range(300)]
    middle = len(records) // 2
    repeated = [*records, *records[:7]]
    members = b"".join(gzip.compress(lines([one])) for one in records)
    folder = tmp_path / "folder"
    (folder / "deep").mkdir(parents=True)
    (folder / "deep" / "a.jsonl.gz").write_bytes(gzip.compress(lines(records[:middle])))
    (folder / "b").write_bytes(lines(records[middle:]))
    (folder / ".hidden").write_bytes(b"nothing")
    files = {
        "plain": lines(repeated), "crlf": lines(records, "\r\n"), "bom": b"\xef\xbb\xbf" + lines(records, "\n\n"),
        "list.json": json.dumps(records, indent=1).encode(), "answer.json": json.dumps({"results": records}).encode(),
        "members.jsonl.gz": members, "zip": zipped(b=lines(records[middle:]), a=gzip.compress(lines(records[:middle]))),
        "no end": lines(records)[:-1], "overlap": lines([record(at) for at in range(200, 320)]),
    }  # fmt: skip
    outcomes = {}
    for name, data in files.items():
        (tmp_path / name).write_bytes(data)
        outcomes[name] = run("posthog", tmp_path / name, options=("--batch", "64")).outcome
    assert outcomes.pop("plain") == (300, 7, 0, 0)
    assert outcomes.pop("overlap") == (20, 100, 0, 0)
    assert set(outcomes.values()) == {(0, 300, 0, 0)}, outcomes
    assert run("posthog", folder).outcome == (0, 300, 0, 0)
    rows = stored(database, shop)
    assert len(rows) == 320
    held = {row["occurred_at"]: row for row in rows}
    for one in map(record, range(320)):
        row = held[datetime.fromisoformat(one["timestamp"])]
        assert (row["name"], row["anonymous_id"]) == (one["event"], one["distinct_id"])
        said = one["properties"]
        assert {key: row["properties"][key] for key in said} == said
    other = track(database, database.execute('SELECT id FROM public."user"').fetchall()[0]["id"], "spk_other")
    shuffled = [record(at) for at in range(320)]
    random.Random(5).shuffle(shuffled)
    (tmp_path / "shuffled").write_bytes(lines(shuffled))
    assert main(["posthog", str(tmp_path / "shuffled"), "--app", other, "--state", str(tmp_path / "s")]) == 0
    assert [(row["name"], row["properties"]) for row in stored(database, other)] == [
        (row["name"], row["properties"]) for row in rows
    ]
    assert claims(database, other) == claims(database, shop)
    marked = database.execute(
        "SELECT code, sum(count)::int AS n FROM spoor.outcomes WHERE app_id = %s GROUP BY 1", [shop]
    )
    assert {one["code"]: one["n"] for one in marked.fetchall()} == {"ACCEPTED": 320, "DUPLICATE": 7 + 8 * 300 + 100}


def packed_by_tar(data: bytes) -> bytes:
    """A tar of one file."""
    inside = io.BytesIO()
    with tarfile.open(fileobj=inside, mode="w") as archive:
        about = tarfile.TarInfo("a.jsonl")
        about.size = len(data)
        archive.addfile(about, io.BytesIO(data))
    return inside.getvalue()


def test_what_cannot_be_read_is_told_with_what_to_do_and_what_came_before_is_stored(
    database: Direct, shop: str, run: Import, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    data = lines([record(at) for at in range(200)])
    tar, packed = packed_by_tar(data), zipped(a=data)
    wrong = {
        "a.jsonl.zst": (b"\x28\xb5\x2f\xfd" + data, "zstd: unpack it first"),
        "a.jsonl.br": (b"\x8b\x03\x80" + data, "Brotli"), "a.xz": (lzma.compress(data), "xz"),
        "a.bz2": (bz2.compress(data), "bzip2"), "a.tar": (tar, "tar"), "a.tgz": (gzip.compress(tar), "tar"),
        "a.dump": (b"PGDMP\x01\x0e\0" + data, "--format=plain"), "a.json": (data.decode().encode("utf-16"), "UTF-8"),
        "a.zip": (packed[:-30], "cut off"), "b.zip": (packed[:40], "cut off"), "a.parquet": (b"PAR1PAR1", "damaged"),
        "a.jsonl.gz": (gzip.compress(data)[:-9], "cut off"),
    }  # fmt: skip
    for name, (content, advice) in wrong.items():
        (tmp_path / name).write_bytes(content)
        assert main(["posthog", str(tmp_path / name), "--app", shop, "--state", str(tmp_path / "state")]) == 1, name
        assert advice in capsys.readouterr().err, name
    assert 100 < len(stored(database, shop)) <= 200  # of the last, whose end alone is missing
    state = tmp_path / "state"
    for name, content in {"empty": b"", "blank": b"\n \r\n", "empty.zip": b"PK\x05\x06" + b"\0" * 18}.items():
        (tmp_path / name).write_bytes(content)
        assert run("posthog", tmp_path / name).outcome[0] == 0, name
    with (state / "report.jsonl").open() as held:
        fcntl.flock(held, fcntl.LOCK_EX)
        assert main(["posthog", str(tmp_path / "empty"), "--app", shop, "--state", str(state)]) == 1
    assert "under way" in capsys.readouterr().err


def test_a_record_without_an_id_or_with_a_time_that_cannot_be_is_refused_and_all_others_keep_their_moment(
    database: Direct, shop: str, run: Import, tmp_path: Path
) -> None:
    times: dict[Any, str | None] = {
        "2026-09-01T10:00:00.000001+05:30": "2026-09-01T04:30:00.000001+00:00",
        "2026-09-01 10:00:00.123456Z": "2026-09-01T10:00:00.123456+00:00",
        "2000-01-01T00:00:00Z": "2000-01-01T00:00:00+00:00",
        "2024-02-29T23:59:59.9-12:00": "2024-03-01T11:59:59.9+00:00", "1969-12-31T23:59:59Z": None, -1: None,
        "2026-02-29T00:00:00Z": None, "0001-01-01T00:00:00+14:00": None, "9999-12-31T23:59:59-14:00": None,
        "2999-01-01T00:00:00Z": None, 1e300: None, "soon": None, "": None, None: None,
    }  # fmt: skip
    records = [{**record(at), "timestamp": time} for at, time in enumerate(times)]
    ids: list[Any] = [None, "", "  ", "A", "a", 7, "7"]
    records += [{**record(500 + at), "uuid": one} for at, one in enumerate(ids)]
    many = lines([{**record(600), "properties": {"list": [0] * 1_000_001}}])
    long = lines([{**record(601), "properties": {"text": "x" * (16 << 20)}}])
    (tmp_path / "a").write_bytes(lines(records) + many + long + lines([record(602)]))
    first, again = (run("posthog", tmp_path / "a") for _ in range(2))
    codes = Counter({"INVALID_ID": 3, "TIME_OUT_OF_RANGE": 4, "INVALID_TIME": 4, "TIME_MISSING": 2, "LINE_TOO_LONG": 2})
    assert Counter(first.counts["refused"]) == codes
    assert again.outcome == (0, first.outcome[0], first.outcome[2], 0)
    kept = {datetime.fromisoformat(each) for each in times.values() if each}
    assert {row["occurred_at"] for row in stored(database, shop)} >= kept
    assert len(stored(database, shop)) == len(kept) + 5
