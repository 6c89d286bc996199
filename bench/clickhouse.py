"""Asks chdb, a line each, for `bench.kernel`; it runs in a Python that has chdb and nothing of ours."""

import json
import sys
import time
from pathlib import Path

ORDERS = ("(v, t)", "t", "(intDiv(t, 86400000), v, t)")
_INSERT = "INSERT INTO e{table} SELECT visitor, name, t_ms FROM file('{files}', Parquet)"
QUERIES = {
    "funnel": """
        SELECT level, count() FROM (
            SELECT v, windowFunnel(604800000)(t, n = 1, n = 3, n = 4, n = 6) AS level FROM {table} GROUP BY v
        ) GROUP BY level""",
    "uniques": "SELECT intDiv(t, 86400000) AS day, uniqExact(v) FROM {table} GROUP BY day",
    "top events": "SELECT n, count(), uniqExact(v) FROM {table} GROUP BY n",
    "retention": """
        SELECT mask, count() FROM (
            SELECT v, groupBitOr(bitShiftLeft(toUInt64(1), intDiv(t - 1785542400000, 604800000))) AS mask
            FROM {table} GROUP BY v
        ) GROUP BY mask""",
    "sessions": """
        SELECT sum(sessions) FROM (
            SELECT v, countIf(pause < 0 OR pause > 1800000) AS sessions FROM (
                SELECT v, arrayJoin(
                    arrayPushFront(arrayPopFront(arrayDifference(arraySort(groupArray(t)))), -1)
                ) AS pause FROM {table} GROUP BY v
            ) GROUP BY v
        )""",
    "paths": """
        SELECT step.1 AS place, step.2 AS name, step.3 AS then, count(), uniqExact(v) FROM (
            SELECT v, arrayJoin(arrayMap(at -> (at, path[at], path[at + 1]), arrayEnumerate(path))) AS step FROM (
                SELECT v, arraySlice(arrayCompact(arrayJoin(
                    arraySplit((name, pause) -> pause > 1800000, own.2, arrayDifference(own.1))
                )), 1, 5) AS path FROM (SELECT v, arraySort(groupArray((t, n))) AS own FROM {table} GROUP BY v)
            )
        ) GROUP BY place, name, then""",
}


def main() -> None:
    """Read `[query, order]`, write milliseconds."""
    from chdb.session import Session  # type: ignore[import-not-found]  # installed by hand, for this bench

    session = Session()
    session.query("SET max_threads = 2")
    for at, order in enumerate(ORDERS):
        session.query(f"CREATE TABLE e{at} (v UInt32, n UInt16, t UInt64) ENGINE = MergeTree ORDER BY {order}")
        files = str(Path(sys.argv[1]) / "*.parquet")
        session.query(_INSERT.format(table=at, files=files))
        session.query(f"OPTIMIZE TABLE e{at} FINAL")
    for line in sys.stdin:
        name, order = json.loads(line)
        began = time.perf_counter()
        session.query(QUERIES[name].format(table=f"e{order}"), "CSV")
        print((time.perf_counter() - began) * 1000, flush=True)


if __name__ == "__main__":
    main()
