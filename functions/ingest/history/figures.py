"""What another product counted and exports without the events: kept day by day, apart from what Spoor counts."""

from collections.abc import Sequence
from typing import NamedTuple

from ingest.apps.app_rules import AppRules
from ingest.apps.keys import UnknownKey
from ingest.encode import encode
from spoor import database


class CountedDay(NamedTuple):
    """The figures of a day, or of one `value` of a dimension on it; of the day's own figures both are empty."""

    source: str
    day: str
    dimension: str
    value: str
    visitors: int
    visits: int | None
    pageviews: int | None
    events: int | None
    bounces: int | None
    visit_duration_s: int | None


def put(figures: Sequence[CountedDay], app: AppRules, key: str) -> tuple[int, int]:
    """Keep them; how many were not there before, and how many took the place of other figures. What is said twice is
    kept as it was said last.

    Raises UnknownKey, DatabaseAway.
    """
    last = {one[:4]: one for one in figures}
    said = [last[key]._asdict() for key in sorted(last)]  # in one order, so that two imports never wait for each other
    params = {"app_id": app.id, "key": key, "said": encode(said)}
    [row] = database.run(database.sql("ingest.history", "put_figures"), params, repeatable=True)
    if not row["has_app"]:
        raise UnknownKey
    return row["new"], row["replaced"]
