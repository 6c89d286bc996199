"""A day's events in a database of its own, which spills to disk what does not fit into its share of memory."""

from collections.abc import Callable, Iterable, Iterator, Sequence
from pathlib import Path
from typing import Any

import duckdb

from rollup.lake.export import ExportedPage

_MEMORY = "200MB"

_TABLE = "CREATE TABLE day (id VARCHAR, t BIGINT, name VARCHAR, visitor VARCHAR, properties VARCHAR)"
_TAKE_IN = """
INSERT INTO {table}
SELECT id, t, json_extract_string(name, '$'), json_extract_string(visitor, '$'), properties
FROM read_csv(
    $file, auto_detect = false, header = false, delim = '\x1f', quote = '', escape = '', new_line = '\\n',
    parallel = false,
    max_line_size = $longest, buffer_size = $buffer,
    columns = {{'id': 'VARCHAR', 't': 'BIGINT', 'name': 'VARCHAR', 'visitor': 'VARCHAR', 'properties': 'VARCHAR'}}
)
"""

_TAKE_OVER = """
INSERT INTO day
SELECT id, t_ms * 1000 + t_us, name, anonymous_id, properties
FROM read_parquet($properties)
"""
_TAKE_OVER_FROM = """
INSERT INTO day
SELECT id, t_ms * 1000 + t_us, name, anonymous_id, properties
FROM (SELECT id, t_ms, t_us, name, anonymous_id, properties FROM read_parquet($properties))
POSITIONAL JOIN (SELECT visitor FROM read_parquet($core) WHERE t_ms >= $since AND t_ms < $until)
WHERE NOT list_contains($without, visitor)
"""
_MORE = "CREATE TABLE more (id VARCHAR, t BIGINT, name VARCHAR, visitor VARCHAR, properties VARCHAR)"
_LATE = "SELECT count(*) FROM more ANTI JOIN day USING (id)"
_TOGETHER = """
CREATE TABLE together AS
SELECT * FROM (FROM day UNION ALL FROM more ANTI JOIN day USING (id)) ORDER BY t, id;
DROP TABLE day;
DROP TABLE more;
ALTER TABLE together RENAME TO day
"""

_CODES = "CREATE TABLE {kind}_codes (text VARCHAR, code INTEGER)"
_DIFFERENT = "SELECT DISTINCT {kind} FROM day WHERE {kind} IS NOT NULL"
_GIVEN = "INSERT INTO {kind}_codes SELECT unnest($texts), unnest($codes)"


class Staged:
    """The events of a day in the order of their row ids: `id`, `t` (microseconds since 1970), `name`, `visitor` (null
    for nobody) and `properties` as Postgres writes them. What it spills is in `folder`."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._connection = duckdb.connect(":memory:")
        for setting, value in (("threads", "1"), ("memory_limit", _MEMORY), ("temp_directory", str(folder / "spilt"))):
            self.run(f"SET {setting} = '{value}'")
        self.run(_TABLE)

    def close(self) -> None:
        """Let go of its memory and its files."""
        self._connection.close()

    def run(self, statement: str, params: Any = None) -> list[tuple[Any, ...]]:
        """The rows of a statement."""
        return self._connection.execute(statement, params).fetchall()

    def batches(self, statement: str, rows: int) -> Iterator[list[tuple[Any, ...]]]:
        """The rows of a statement, so many at a time; each batch is to be done with before the next one."""
        cursor = self._connection.cursor()
        try:
            found = cursor.execute(statement)
            while batch := found.fetchmany(rows):
                yield batch
        finally:
            cursor.close()

    def take_in(self, page: ExportedPage, table: str = "day") -> None:
        """Put a page behind all that was taken in before."""
        path = self._folder / "page.csv"
        path.write_text(page.lines + "\n", encoding="utf-8", newline="")
        longest = page.longest + 1024
        params = {"file": str(path), "longest": longest, "buffer": max(4 * longest, 1 << 20)}
        self.run(_TAKE_IN.format(table=table), params)
        path.unlink()

    def take_over(
        self,
        properties: Path,
        core: Path | None = None,
        within: tuple[int, int] = (0, 0),
        without: Sequence[int] = (),
    ) -> int:
        """Put the events of a property file into the day, without those of some codes in its core file, which lie
        `within` these milliseconds; how many that were."""
        if core is None:
            [(rows,)] = self.run(_TAKE_OVER, {"properties": str(properties)})
        else:
            given = {"properties": str(properties), "core": str(core), "without": list(without)}
            [(rows,)] = self.run(_TAKE_OVER_FROM, {**given, "since": within[0], "until": within[1]})
        return int(rows)

    def take_in_late(self, pages: Iterable[ExportedPage]) -> int:
        """Put those of the pages' events into the day, in their order, that are not in it yet; how many that were."""
        self.run(_MORE)
        for page in pages:
            self.take_in(page, "more")
        [(late,)] = self.run(_LATE)
        self.run(_TOGETHER)
        return int(late)

    def codes(self, kind: str, give: Callable[[Sequence[str]], list[tuple[str, int]]], most: int) -> None:
        """Make the table `visitor_codes` or `name_codes` of the different texts in that column: `text`, `code`."""
        self.run(_CODES.format(kind=kind))
        for batch in self.batches(_DIFFERENT.format(kind=kind), most):
            given = give([text for (text,) in batch])
            params = {"texts": [text for text, _ in given], "codes": [code for _, code in given]}
            self.run(_GIVEN.format(kind=kind), params)
