"""The kernel decodes what sealing writes, and takes nothing else for it."""

import os
import random
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import duckdb
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from query.engines.lake.arrow import NoNumbers, arrays
from query.engines.lake.compiled.decode import decoded
from tests.kernel import ROOT, numpy_alone
from tests.query.engines.lake.compiled.core_files import BEGIN_US, CoreFile, Row, core_file

DAY_US = 86_400_000_000
MOST_CODE = (1 << 31) - 1

_rows = st.lists(
    st.tuples(
        st.one_of(st.none(), st.integers(1, 40), st.integers(1, MOST_CODE)),
        st.one_of(st.integers(1, 3), st.integers(1, 32_000)),
        st.one_of(st.integers(0, DAY_US // 1000 - 1).map(lambda ms: ms * 1000), st.integers(0, DAY_US - 1)),
    ),
    min_size=1,
    max_size=40,
)


def many(count: int, seed: int, *, whole_ms: bool) -> list[Row]:
    """So many rows."""
    draw = random.Random(seed)
    unit = 1000 if whole_ms else 1
    return [
        (draw.choice([None, draw.randrange(1, 50_000)]), draw.randrange(1, 20), draw.randrange(DAY_US // unit) * unit)
        for _ in range(count)
    ]


def told(rows: Sequence[Row]) -> list[tuple[int, int, int]]:
    """What is to be read of them."""
    return [(who or 0, name, BEGIN_US + t) for who, name, t in sorted(rows, key=lambda row: row[2])]


def read(file: CoreFile) -> list[tuple[int, int, int]] | None:
    """What the kernel reads."""
    found = decoded([file.day], [file.path])
    return None if found is None else list(zip(*(each.tolist() for each in found), strict=True))


def streamed(file: CoreFile) -> list[tuple[int, int, int]] | None:
    """What DuckDB reads; None where it cannot."""
    time = "t_ms * 1000" if file.day.whole_ms else "t_ms * 1000 + t_us"
    with duckdb.connect(":memory:") as connection:
        try:
            rows = connection.sql(f"SELECT visitor, name, {time} FROM read_parquet('{file.path}')")
            return list(zip(*(each.tolist() for each in arrays(rows, file.day.rows)), strict=True))
        except (NoNumbers, duckdb.Error):
            return None


@settings(deadline=None, max_examples=30)
@given(rows=_rows)
@example([(None, 1, 0)])
@example([(MOST_CODE, 32_000, DAY_US - 1), (1, 1, 0)])
def test_what_was_sealed_is_read(rows: list[Row]) -> None:
    with TemporaryDirectory() as folder:
        file = core_file(rows, Path(folder))
        assert read(file) == streamed(file) == told(rows)


@pytest.mark.parametrize("whole_ms", [True, False])
@pytest.mark.parametrize("count", [31, 256, 257, 2048, 2049, 2050, 30_000])
def test_any_number_of_rows_is_read(count: int, whole_ms: bool, tmp_path: Path) -> None:
    rows = many(count, 1, whole_ms=whole_ms)
    assert read(core_file(rows, tmp_path)) == told(rows)


def test_several_days_are_read_one_behind_the_other(tmp_path: Path) -> None:
    files = []
    for at in range(3):
        (tmp_path / str(at)).mkdir()
        files.append(core_file(many(500, at, whole_ms=True), tmp_path / str(at)))
    found = decoded([file.day for file in files], [file.path for file in files])
    assert found is not None
    assert found[2].tolist() == [t for at in range(3) for _, _, t in told(many(500, at, whole_ms=True))]


def test_a_file_that_is_gone_is_left_to_the_stream(tmp_path: Path) -> None:
    file = core_file([(1, 1, 0)], tmp_path)
    file.path.unlink()
    assert read(file) is None


def test_what_is_read_by_the_kernel_loads_no_duckdb() -> None:
    asked = "import sys, query.engines.lake.reading; sys.exit('duckdb' in sys.modules)"
    path = os.pathsep.join(str(ROOT / each) for each in ("functions", "layers/common"))
    assert (
        subprocess.run([sys.executable, "-c", asked], env={**os.environ, "PYTHONPATH": path}, check=False).returncode
        == 0
    )


def test_without_a_kernel_nothing_is_read_here(tmp_path: Path) -> None:
    file = core_file([(1, 1, 0)], tmp_path)
    with numpy_alone():
        assert read(file) is None


@pytest.mark.parametrize(
    "options",
    [
        "PARQUET_VERSION v1",
        "PARQUET_VERSION v2, COMPRESSION zstd, DICTIONARY_SIZE_LIMIT 0",
        "PARQUET_VERSION v2, COMPRESSION uncompressed",
    ],
)
def test_files_that_are_written_otherwise_are_left_to_the_stream(options: str, tmp_path: Path) -> None:
    file = core_file(many(5000, 2, whole_ms=True), tmp_path)
    other = tmp_path / "other.parquet"
    with duckdb.connect(":memory:") as connection:
        connection.execute(f"COPY (FROM read_parquet('{file.path}')) TO '{other}' (FORMAT parquet, {options})")
        chunks: dict[str, Any] = {"rows": 5000}
        for column, offset, size in connection.execute(
            "SELECT path_in_schema, coalesce(dictionary_page_offset, data_page_offset), total_compressed_size"
            " FROM parquet_metadata(?)", [str(other)]
        ).fetchall():  # fmt: skip
            chunks[column] = [offset, size]
    assert read(CoreFile(other, replace(file.day, chunks=[chunks]))) is None


def test_nulls_are_left_to_the_stream(tmp_path: Path) -> None:
    path = tmp_path / "nulls.parquet"
    with duckdb.connect(":memory:") as connection:
        connection.execute(
            "COPY (SELECT CASE WHEN range % 3 > 0 THEN range END::INTEGER AS visitor FROM range(100))"
            f" TO '{path}' (FORMAT parquet, PARQUET_VERSION v2, DICTIONARY_SIZE_LIMIT 0, COMPRESSION uncompressed)"
        )
        [(offset, size)] = connection.execute(
            "SELECT data_page_offset, total_compressed_size FROM parquet_metadata(?)", [str(path)]
        ).fetchall()
    file = core_file(many(100, 3, whole_ms=True), tmp_path)
    chunk = {**file.day.chunks[0], "visitor": [offset, size]}
    assert read(CoreFile(path, replace(file.day, chunks=[chunk]))) is None


@pytest.mark.parametrize(
    "change",
    [
        {"rows": 99},
        {"rows": -1},
        {"visitor": [4, 10]},
        {"visitor": [-4, 400]},
        {"name": [4, 1 << 40]},
        {"t_ms": [1 << 40, 4]},
    ],
)
def test_what_the_manifest_says_is_not_trusted(change: dict[str, Any], tmp_path: Path) -> None:
    file = core_file(many(100, 3, whole_ms=True), tmp_path)
    chunk = {**file.day.chunks[0], **change}
    assert read(CoreFile(file.path, replace(file.day, chunks=[chunk]))) is None
    assert read(CoreFile(file.path, replace(file.day, chunks=[*file.day.chunks, chunk]))) is None
    assert read(CoreFile(file.path, replace(file.day, chunks=[]))) is None


@pytest.mark.parametrize("seed", range(12))
def test_a_falsified_file_is_read_as_the_stream_reads_it_or_not_at_all(seed: int, tmp_path: Path) -> None:
    draw = random.Random(seed)
    file = core_file(many(draw.choice([3, 40, 700]), seed, whole_ms=draw.random() < 0.5), tmp_path)
    content = file.path.read_bytes()
    spans = [chunk[column] for chunk in file.day.chunks for column in chunk if column != "rows"]
    refused = 0
    for turn in range(40):
        offset, size = draw.choice(spans)
        changed = bytearray(content)
        for _ in range(draw.choice([1, 1, 3])):
            changed[offset + draw.randrange(min(size, draw.choice([30, size])))] = draw.choice(
                [0, 1, 127, 255, draw.randrange(256)]
            )
        falsified = CoreFile(tmp_path / f"{turn}.parquet", file.day)
        falsified.path.write_bytes(changed)
        found = read(falsified)
        refused += found is None
        assert found is None or found == told_again(streamed(falsified), found)
    assert refused


def told_again(by_stream: Any, found: Any) -> Any:
    """What the stream reads; where it reads nothing, for instance since figures of a page are wrong that nobody needs,
    there is nothing to compare with."""
    return found if by_stream is None else by_stream
