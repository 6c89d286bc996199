"""Works off clearings: events that owners want deleted by what they are."""

from time import monotonic

from spoor import database

MOST = 20_000
"""Events that one statement looks at, each in a transaction of its own: nobody waits longer for what it locks."""

WORKING_S = 6.0


def work_off(working_s: float = WORKING_S, most: int = MOST) -> dict[str, int]:
    """Go on with the clearings that are asked for, by turns; tells how many events went, and how many clearings are
    left to the next run. Safe to kill anywhere, and to run twice at once.

    Raises DatabaseAway.
    """
    until = monotonic() + working_s
    waiting = [row["id"] for row in database.run(database.sql("rollup", "open_clearings"), repeatable=True)]
    done = {"cleared": 0, "unfinished": 0}
    while waiting and monotonic() <= until:
        clearing = waiting.pop(0)
        step = database.run(
            database.sql("rollup", "clear_events"), {"clearing": clearing, "most": most}, repeatable=True
        )
        done["cleared"] += step[0]["cleared"] if step else 0
        if step and step[0]["looked"] == most:
            waiting.append(clearing)
    return {**done, "unfinished": len(waiting)}
