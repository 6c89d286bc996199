"""Answers questions from chdb, a line each, for `bench.kernel`; it runs in a Python that has chdb and nothing of ours."""

import json
import sys
import time
from pathlib import Path

ORDERS = ("(v, t)", "t", "(intDiv(t, 86400000), v, t)")
_MASK = "SELECT v, groupBitOr(bitShiftLeft(toUInt64(1), intDiv(t - 1785542400000, 604800000))) AS mask FROM {0} GROUP BY v"
_GAPS = "SELECT v, countIf(pause < 0 OR pause > 1800000) AS sessions FROM ({0}) GROUP BY v"
_PAUSES = "SELECT v, arrayJoin(arrayPushFront(arrayPopFront(arrayDifference(arraySort(groupArray(t)))), -1)) AS pause FROM {0} GROUP BY v"
QUERIES = {
    "funnel": "SELECT level, count() FROM (SELECT v, windowFunnel(604800000)(t, n = 1, n = 3, n = 4, n = 6) AS level"
    " FROM {0} GROUP BY v) GROUP BY level",
    "uniques": "SELECT intDiv(t, 86400000) AS day, uniqExact(v) FROM {0} GROUP BY day",
    "retention": f"SELECT mask, count() FROM ({_MASK}) GROUP BY mask",
    "sessions": f"SELECT sum(sessions) FROM ({_GAPS.format(_PAUSES)})",
}


def main() -> None:
    """Read `[query, order]`, write milliseconds."""
    from chdb.session import Session

    session = Session()
    session.query("SET max_threads = 2")
    for at, order in enumerate(ORDERS):
        session.query(f"CREATE TABLE e{at} (v UInt32, n UInt16, t Int64) ENGINE = MergeTree ORDER BY {order}")
        files = str(Path(sys.argv[1]) / "*.parquet")
        session.query(f"INSERT INTO e{at} SELECT visitor, name, t_ms FROM file('{files}', Parquet)")
        session.query(f"OPTIMIZE TABLE e{at} FINAL")
    for line in sys.stdin:
        name, order = json.loads(line)
        began = time.perf_counter()
        session.query(QUERIES[name].format(f"e{order}"), "CSV")
        print((time.perf_counter() - began) * 1000, flush=True)


if __name__ == "__main__":
    main()
