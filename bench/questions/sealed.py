"""What reports of sealed days cost through the API, beside the table: `python -m bench.questions.sealed`.

Through the handler, as a gateway calls it, with the pooler between; files on this machine. Each is asked warm, asked
while the last day is in the table, and asked of fresh processes; and of Postgres alone, in turn. With `--folder` the
events are kept for the next time. Milliseconds that passed (in brackets: of the function's and of the server's
processors).
"""

import argparse
import cProfile
import os
import pstats
import sys
import tempfile
from contextlib import nullcontext
from datetime import UTC, datetime, timedelta
from pathlib import Path
from uuid import UUID

from bench.database import Bench, database
from bench.lake import Asked, seal_all
from bench.month import END, make_month
from bench.questions.lake.aims import measure
from bench.questions.lake.asked import ASKED, body_of
from query.conductor import answered
from query.engines.lake import plan
from query.reports.catalogue import REPORTS as CATALOGUE
from query.scope import Scope
from spoor import database as layer
from tests.kernel import build


def profile(bench: Bench, asked: Asked, span: dict[str, str], rounds: int) -> None:
    """Print what the time goes to, on the thread that asks, without what is around a report."""
    report = next(each for each in CATALOGUE if each.name == asked.report)
    question = report.question.model_validate(body_of(asked, span))
    scope = Scope(UUID(bench.app_id), timedelta(minutes=30), datetime(2026, 11, 1, tzinfo=UTC))
    answered(report, question, scope)
    with cProfile.Profile() as found:
        for _ in range(rounds):
            answered(report, question, scope)
    pstats.Stats(found).sort_stats("tottime").print_stats(30)


def main() -> int:
    """The command line; ends with 1 when an aim is missed, or answers differ."""
    parser = argparse.ArgumentParser(prog="python -m bench.questions.sealed", description=__doc__)
    parser.add_argument("only", nargs="*", help=f"of: {', '.join(ASKED)} (default: all)")
    parser.add_argument("--events", type=int, default=1_000_000, help="how many (default: %(default)s)")
    parser.add_argument("--days", type=int, default=90, help="over how many days (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=7, help="how often each is asked (default: %(default)s)")
    parser.add_argument("--table", type=int, default=1, help="how often Postgres is asked (default: %(default)s)")
    parser.add_argument("--folder", type=Path, help="where the events are kept for the next time")
    parser.add_argument("--fresh", type=int, default=2, help="how many fresh processes (default: %(default)s)")
    parser.add_argument("--cpu", action="store_true", help="hold the aims to processors' time: others use the machine")
    parser.add_argument("--profile", action="store_true", help="only tell what the time goes to")
    wishes = parser.parse_args()
    build()
    with (
        nullcontext(wishes.folder) if wishes.folder else tempfile.TemporaryDirectory() as folder,
        database(wishes.folder) as bench,
    ):
        os.environ |= {"LAKE_URL": f"file://{folder}/lake", "LAKE_CACHE": f"{folder}/cache"}
        bench.direct.execute("ALTER DATABASE spoor SET max_parallel_workers_per_gather = 0")  # workers' time is missed
        plan.LEAST_EVENTS = 0
        known = bench.direct.execute("SELECT count(*)::text FROM spoor.lake_days").fetchone()
        if known is None or known[0] == "0":
            seal_all(bench, make_month(bench, wishes.events, days=wishes.days))
        span = {"from": (END - timedelta(days=wishes.days)).isoformat(), "to": END.isoformat()}
        chosen = wishes.only or [*ASKED]
        if wishes.profile:
            for name in chosen:
                profile(bench, ASKED[name], span, wishes.rounds)
            return 0
        heads = ("sealed", "with a tail", "fresh", "then")
        print(f"{'':22}{''.join(f'{each:>15}' for each in heads)}{'peak':>9}{'table':>15}{'share':>12}")
        kept = [measure(bench, name, span, wishes) for name in chosen]
        layer.close()
    return int(not all(kept))


if __name__ == "__main__":
    sys.exit(main())
