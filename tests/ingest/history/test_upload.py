"""A file that is sent is stored as `make import` stores it, once, with each refused record told; a hostile one costs no
more than what may be read of it."""

import gzip
import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import urlencode

import pytest
from psycopg.types.json import Jsonb

from ingest.app import handler
from ingest.history import upload
from tests.gateway import Reply, call
from tests.people import Direct, stored

AT = datetime(2026, 9, 1, tzinfo=UTC)
MAPPING = {"name": "what", "anonymousId": "who", "occurredAt": "when"}


def begin(database: Direct, app_id: str, format_: str = "posthog", **wishes: Any) -> str:
    """An import that was begun; its id."""
    [row] = database.execute(
        "INSERT INTO spoor.imports (app_id, format, wishes) VALUES (%s, %s, %s) RETURNING id::text AS id",
        [app_id, format_, Jsonb(wishes)],
    ).fetchall()
    return str(row["id"])


def put(import_id: str, data: bytes, name: str = "events.jsonl", **query: Any) -> Reply:
    """Send a file."""
    headers = {"authorization": f"Bearer {import_id}", "content-type": "application/octet-stream"}
    words = urlencode({"file": name, **query})
    return call(handler, "POST", "/v1/imports", data, headers=headers, query=words)


def record(at: int, **other: Any) -> dict[str, Any]:
    """A record of PostHog's."""
    said = {"uuid": f"00000000-0000-4000-8000-{at:012}", "event": f"event {at % 3}", "distinct_id": f"d{at % 5}"}
    return {**said, "timestamp": (AT + timedelta(minutes=at)).isoformat(), "properties": {"n": at}, **other}


def lines(*records: Any) -> bytes:
    """JSON lines."""
    return b"".join(json.dumps(each).encode() + b"\n" for each in records)


def test_a_file_is_stored_once_and_each_refused_record_is_told(database: Direct, shop: str) -> None:
    import_id = begin(database, shop)
    bad = [record(7, timestamp=None), "no object", record(8, event="")]
    data = lines(*(record(at) for at in range(5)), *bad) + b"{broken\n"
    told = put(import_id, gzip.compress(data), "../../folder\\events.jsonl.gz").json
    assert (told["counts"]["records"], told["counts"]["new"], told["more"]) == (9, 5, False)
    assert told["end"] == {"part": "events.jsonl.gz", "place": 9}
    assert sorted(each["line"] for each in told["notStored"]) == [6, 7, 8, 9]
    assert all(each["file"] == "events.jsonl.gz" and each["reason"] for each in told["notStored"])
    again = put(import_id, data).json
    assert (again["counts"]["new"], again["counts"]["duplicates"]) == (0, 5)
    assert [row["properties"]["n"] for row in stored(database)] == [*range(5)]
    assert {row["name"] for row in stored(database)} == {"event 0", "event 1", "event 2"}


def test_what_there_was_no_time_for_goes_on_from_there_and_a_piece_may_come_twice(
    database: Direct, shop: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(upload, "WORKING_S", 0.0)
    monkeypatch.setattr(upload, "BATCH", 40)
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w") as archive:
        archive.writestr("a.jsonl.gz", gzip.compress(lines(*map(record, range(70)))))
        archive.writestr("b.jsonl", lines(*map(record, range(70, 100))))
    import_id, query, sums = begin(database, shop), {}, [0, 0]
    for _ in range(9):
        told = put(import_id, inside.getvalue(), "export.zip", **query).json
        sums = [sums[0] + told["counts"]["records"], sums[1] + told["counts"]["new"]]
        put(import_id, inside.getvalue(), "export.zip", **query)
        if not told["more"]:
            break
        query = told["end"]
    assert sums == [100, 100]
    assert len(stored(database)) == 100
    rows = "what,who,when\n" + f"open,d,{AT.isoformat()}\n" * 90  # true twins, which a cut must not make one
    import_id, query = begin(database, shop, "csv", mapping=MAPPING), {}
    for _ in range(9):
        told = put(import_id, rows.encode(), "rows.txt", **query).json
        if not told["more"]:
            break
        query = told["end"]
    assert len(stored(database)) == 190


def test_only_who_was_given_an_import_may_send_and_only_until_it_ends(database: Direct, shop: str) -> None:
    import_id = begin(database, shop)
    good = lines(record(1))
    for wrong in ("spk_shop", "", "0" * 32, import_id[:-1]):
        reply = put(wrong, good)
        assert (reply.status, reply.json["code"]) == (401, "UNKNOWN_IMPORT")
    assert call(handler, "GET", "/v1/imports").status == 405
    assert put(import_id, b"").json["code"] == "UNREADABLE_EXPORT"
    assert put(import_id, good, place="-1").status == 400
    database.execute("UPDATE public.tracked_apps SET api_key = 'spk_new'")
    assert put(import_id, good).json["counts"]["new"] == 1
    database.execute("UPDATE spoor.imports SET ends_at = now() - interval '1 second'")
    assert put(import_id, good).json["code"] == "UNKNOWN_IMPORT"


def bomb(size: int) -> bytes:
    """A zip that opens to so many bytes without a line's end."""
    inside = io.BytesIO()
    with zipfile.ZipFile(inside, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.jsonl", lines(record(1)))
        with archive.open("b.jsonl.gz", "w") as packed, gzip.GzipFile(fileobj=packed, mode="wb") as opened:
            for _ in range(size >> 20):
                opened.write(b" " * (1 << 20))
    return inside.getvalue()


def test_a_hostile_file_is_refused_or_its_records_are(database: Direct, shop: str) -> None:
    posthog = begin(database, shop)
    mapped = begin(database, shop, "csv", mapping=MAPPING)
    reply = put(posthog, bomb(80 << 20), "bomb.zip")
    assert (reply.status, reply.json["counts"]["new"], reply.json["more"]) == (200, 1, False)
    assert "make import" in reply.json["problem"]
    assert [row["properties"]["n"] for row in stored(database)] == [1]  # what could be read before
    wide = b'{"event": "a", "properties": {"list": [' + b"0," * 500_000 + b"0]}}\n"
    long = b'{"event": "' + b"x" * (3 << 20) + b'"}\n'
    told = put(posthog, gzip.compress(wide + long + lines(record(2)))).json
    assert (told["counts"]["new"], told["counts"]["refused"]) == (1, {"LINE_TOO_LONG": 2})
    told = put(posthog, gzip.compress(b"[" + b"[]," * 3_000_000 + b"0]")).json
    assert told["counts"]["refused"] == {"DOCUMENT_TOO_LARGE": 1}
    row = f"open,d,{AT.isoformat()}\n"
    endless = f'what,who,when\n{row}"' + "x\n" * (3 << 20) + '"\n'
    told = put(mapped, gzip.compress(endless.encode()), "a.csv.gz").json
    assert told["counts"]["new"] == 1
    assert set(told["counts"]["refused"]) <= {"INVALID_CSV", "ROW_TOO_SHORT"}
    utf_16 = begin(database, shop, "csv", mapping={**MAPPING, "encoding": "utf-16"})
    other = f"what,who,when\nböses,d,{AT.isoformat()}\n"
    assert put(utf_16, other.encode("utf-16")).json["counts"]["new"] == 1
    assert put(utf_16, other.encode()[:-1]).json["code"] == "UNREADABLE_EXPORT"
    whole = bomb(1 << 20)
    for cut in range(0, len(whole), 97):
        assert put(posthog, whole[:cut] + b"\xff" + whole[cut + 1 :], "broken.zip").status in (200, 400), cut
    for broken in (b"PK\x03\x04 no zip", b"\x1f\x8b no gzip", b"PAR1", b"\xff\xfe\x00", b"\0" * 1000, b"]" * 1000):
        assert put(posthog, broken).status in (200, 400), broken
    for name in ("", ".", "..", "/", "a" * 5000, "\0", "ä.csv", "%2e%2e%2fx"):
        assert put(posthog, lines(record(3)), name).status == 200, name
