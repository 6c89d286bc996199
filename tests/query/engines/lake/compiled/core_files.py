"""Core files as sealing writes them, without a database."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, date, datetime
from pathlib import Path
from typing import Any
from uuid import UUID

from rollup.lake.files import write_core
from rollup.lake.staging import Staged
from spoor.lake.manifest import FORMAT, SealedDay

BEGIN_US = int(datetime(2026, 11, 1, tzinfo=UTC).timestamp()) * 1_000_000

Row = tuple[int | None, int, int]
"""The code of a visitor, that of a name, and microseconds of the day."""


@dataclass(frozen=True)
class CoreFile:
    """A file, and what the manifest says of it."""

    path: Path
    day: SealedDay


def core_file(rows: Sequence[Row], folder: Path) -> CoreFile:
    """A file of these rows, in order of time."""
    path = folder / "core.parquet"
    staged = Staged(folder)
    try:
        told = sorted(rows, key=lambda row: row[2])
        given: dict[str, Any] = {
            "times": [BEGIN_US + t for _, _, t in told],
            "names": [str(name) for _, name, _ in told],
            "visitors": [None if who is None else str(who) for who, _, _ in told],
        }
        staged.run(
            "INSERT INTO day SELECT '', unnest($times)::BIGINT, unnest($names), unnest($visitors::VARCHAR[]), '{}'",
            given,
        )
        for kind in ("visitor", "name"):
            staged.run(f"CREATE TABLE {kind}_codes (text VARCHAR, code INTEGER)")
            staged.run(f"INSERT INTO {kind}_codes SELECT DISTINCT {kind}, {kind}::INTEGER FROM day WHERE {kind} <> ''")
        chunks = write_core(staged, path)
    finally:
        staged.close()
    whole_ms = all(t % 1000 == 0 for _, _, t in rows)
    day = SealedDay(
        app_id=UUID(int=1), day=date(2026, 11, 1), format=FORMAT, postgres_major=18, rows=len(rows), visitors=0,
        whole_ms=whole_ms, names={}, keys={}, quarters=[], chunks=chunks, core="", core_bytes=0, core_sha256="",
        properties="", properties_bytes=0, properties_sha256="",
    )  # fmt: skip
    return CoreFile(path, day)
