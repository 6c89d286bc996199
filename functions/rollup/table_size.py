"""How large the table of events is, since what it holds is the bill that grows."""

from spoor import database


def megabytes() -> int:
    """The table with its indexes.

    Raises DatabaseAway.
    """
    [row] = database.run(database.sql("rollup", "table_size"), repeatable=True)
    return int(row["megabytes"])
