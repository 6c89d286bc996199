/* writers_are_done: whether all that was being written when the day was announced is written, or given up */
SELECT pg_snapshot_xmin(pg_current_snapshot()) > %(transaction)s::xid8 AS done
