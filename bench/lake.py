"""What sealing costs, and what the same reports cost from the table and from the lake: `python -m bench.lake`.

Both are asked in turn, through the layers that the API goes through, with the pooler between; medians are compared, and
answers have to be equal. Times are what somebody waits, warm, files on this machine.
"""

import argparse
import os
import resource
import sys
import tempfile
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from statistics import median
from time import perf_counter
from typing import Any
from uuid import UUID

from bench.database import Bench, database
from bench.month import END, make_month
from query.conductor import answered
from query.engines.choose import ENGINES
from query.engines.lake import plan
from query.reports.catalogue import REPORTS
from query.scope import Scope
from rollup.lake.work import work
from spoor.lake import place

STEPS = [{"event": name} for name in ("product_viewed", "cart", "checkout", "purchase")]
GERMANS = {"filters": [{"property": "country", "operator": "is", "value": "DE"}]}
AIM = 0.5
"""Of Postgres' time, for any report."""


@dataclass(frozen=True)
class Asked:
    """A question of a report."""

    report: str
    words: dict[str, Any]


def trend(measure: str, **more: Any) -> Asked:
    """A daily trend of all events."""
    return Asked("trends", {"interval": "day", "series": [{"event": None, "measure": measure}], **more})


ASKED = {
    "events a day": trend("total"),
    "visitors a day": trend("visitors"),
    "sessions a day": trend("sessions"),
    "visitors by country": trend("visitors", breakdown={"property": "country", "limit": 10}),
    "top events": trend("visitors", breakdown={"property": "$name", "limit": 20}, interval="month"),
    "funnel": Asked("funnel", {"steps": STEPS}),
    "funnel of one country": Asked("funnel", {"steps": STEPS, **GERMANS}),
    "retention": Asked("retention", {"interval": "week", "periods": 8}),
    "lifecycle": Asked("lifecycle", {"interval": "day"}),
    "stickiness": Asked("stickiness", {}),
    "sessions": Asked("sessions", {"interval": "day"}),
    "paths": Asked("paths", {"depth": 5}),
}


def timed(act: Callable[[], Any]) -> tuple[float, Any]:
    """Milliseconds that it took, and what it gave; what it raised where it gave nothing."""
    began = perf_counter()
    try:
        found = act()
    except Exception as error:  # what is refused is a figure, too
        found = error
    return (perf_counter() - began) * 1000, found


def answer(asked: Asked, scope: Scope, span: dict[str, str], engine: str) -> Any:
    """The answer by one engine."""
    report = next(each for each in REPORTS if each.name == asked.report)
    question = report.question.model_validate({**span, **asked.words})
    if engine == "lake":
        return answered(report, question, scope)[1]
    with ENGINES[engine].gathered(report, question, scope) as (found, _):
        return report.tally(question, scope, found)


def compare(scope: Scope, span: dict[str, str], chosen: list[str], rounds: int) -> bool:
    """A line a report; whether all were equal and fast enough."""
    print(f"{'':24}{'Postgres':>12}{'lake':>10}{'ratio':>8}")
    kept = True
    for name in chosen:
        times: dict[str, list[float]] = {"postgres": [], "lake": []}
        found: dict[str, Any] = {}
        for turn in range(rounds):
            for engine in ("postgres", "lake") if turn % 2 else ("lake", "postgres"):
                scope.ways.clear()
                took, found[engine] = timed(lambda: answer(ASKED[name], scope, span, engine))  # noqa: B023 - called at once
                times[engine].append(took)
                if engine == "lake" and scope.ways:
                    found["way"] = scope.ways[-1]
        slow, fast = median(times["postgres"]), median(times["lake"])
        refused = isinstance(found["postgres"], Exception)
        equal = refused or found["postgres"] == found["lake"]
        kept &= equal and fast <= AIM * slow
        told = f" {type(found['postgres']).__name__}" if refused else "" if equal else " DIFFERENT"
        print(f"{name:24}{slow:10.0f}ms{fast:8.0f}ms{fast / slow:8.3f} {found.get('way')}{told}", flush=True)
    return kept


def main() -> int:
    """The command line; ends with 1 when an aim is missed, or answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.lake", description=__doc__)
    parser.add_argument("only", nargs="*", help=f"of: {', '.join(ASKED)} (default: all)")
    parser.add_argument("--events", type=int, default=1_000_000, help="how many (default: %(default)s)")
    parser.add_argument("--days", type=int, default=90, help="over how many days (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is asked (default: %(default)s)")
    wishes = parser.parse_args()
    with database() as bench, tempfile.TemporaryDirectory(prefix="spoor-lake-") as folder:
        os.environ |= {"LAKE_URL": f"file://{folder}/lake", "LAKE_CACHE": f"{folder}/cache"}
        plan.LEAST_EVENTS = 0
        events = make_month(bench, wishes.events, days=wishes.days)
        seal_all(bench, events)
        start = END - timedelta(days=wishes.days)
        span = {"from": start.isoformat(), "to": END.isoformat()}
        scope = Scope(UUID(bench.app_id), timedelta(minutes=30), datetime(2026, 11, 1, tzinfo=UTC))
        kept = compare(scope, span, wishes.only or [*ASKED], wishes.rounds)
    print(f"peak memory {resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1000:.0f} MB")
    return int(not kept)


def seal_all(bench: Bench, events: int) -> None:
    """Seal every day, and tell what it cost."""
    took, became = timed(lambda: work(place.configured(), datetime(2026, 11, 2, tzinfo=UTC)))
    print(f"{events:,} events sealed: {became}, {took * 1000 / events:.1f} microseconds an event")
    bench.direct.execute("VACUUM ANALYZE")
    files = bench.direct.execute(
        "SELECT sum(core_bytes)::float8, sum(properties_bytes)::float8 FROM spoor.lake_days"
    ).fetchone()
    core, properties = (float(size) for size in files or (0, 0))
    print(f"{core / events:.2f} bytes an event in core files, {properties / events:.1f} in property files")


if __name__ == "__main__":
    sys.exit(main())
