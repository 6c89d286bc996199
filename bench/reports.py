"""What reports cost, beside Umami's statements on the same month of events: `python -m bench.reports`.

Each cost is CPU time, the server's backend's and our own, from the question to the answer (for Umami to its rows), over
the same pooled connection, the two in turn; the medians are compared. Then the same reports with a visitor who makes
every tenth event, and with ten times the events.
"""

import argparse
import sys
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from statistics import median
from typing import Any
from uuid import UUID

from bench import month
from bench.database import Bench, database
from bench.month import END, START, make_month, make_peer, sql
from query.conductor import answer_of
from query.reports.catalogue import REPORTS
from query.scope import Scope
from spoor import database as layer

RANGE = {"from": START.isoformat(), "to": END.isoformat()}
PAGE_VIEWS = {"property": "$name", "operator": "is", "value": "page_view"}
STEPS = [{"event": name} for name in ("product_viewed", "cart", "checkout", "purchase")]
WEEK, HOUR = timedelta(days=7), timedelta(hours=1)


@dataclass(frozen=True)
class Pair:
    """A question of ours and Umami's statement for the same, and how dear ours may be beside it."""

    report: str
    question: dict[str, Any]
    peer: str | None
    aim: float = 0.7
    window: timedelta = HOUR


def trend(event: str | None, measure: str = "total", **more: Any) -> dict[str, Any]:
    """A daily trend of one series."""
    return {"interval": "day", "series": [{"event": event, "measure": measure}], **more}


def by(property_name: str, limit: int = 20) -> dict[str, Any]:
    """A breakdown."""
    return {"breakdown": {"property": property_name, "limit": limit}}


# page views have neither a name nor properties there
NAMED: dict[str, Any] = {"filters": [{"property": "$name", "operator": "isNot", "value": "page_view"}]}

LISTS = [
    {"property": "path"},
    {"property": "$name"},
    *({"property": "path", "of": of} for of in ("session", "sessionEnd")),
    *({"property": name, "of": "session"} for name in ("referrer", "country", "plan", "title")),
]
"""Of a dashboard: together they may cost twice what the dearest costs alone."""

PAIRS = {
    "totals": Pair("sessions", {"interval": "day", "filters": [PAGE_VIEWS]}, "totals"),
    "session stats": Pair("sessions", {"interval": "day"}, "session_stats"),
    "views a day": Pair("trends", trend("page_view"), "views_a_day"),
    "visitors a day": Pair("trends", trend(None, "visitors"), "visitors_a_day"),
    "events a day by name": Pair("trends", trend(None, **by("$name"), **NAMED), "names_a_day"),
    "top events": Pair("trends", {**trend(None, **by("$name"), **NAMED), "interval": "month"}, "top_events"),
    "top paths": Pair("trends", {**trend("page_view", "visitors", **by("path", 50)), "interval": "month"}, "top_paths"),
    "countries": Pair("trends", {**trend(None, "visitors", **by("country")), "interval": "month"}, "countries"),
    "property values": Pair("trends", {**trend(None, **by("plan"), **NAMED), "interval": "month"}, "property_values"),
    "funnel, an hour": Pair("funnel", {"steps": STEPS, "conversionWindowSeconds": 3600}, "funnel"),
    "funnel, a week": Pair("funnel", {"steps": STEPS}, "funnel", 0.5, WEEK),
    "retention, daily": Pair(
        "retention", {"interval": "day", "periods": 30, "cohort": "first", "counting": "on"}, "retention", 0.5
    ),
    "journeys": Pair("paths", {"depth": 5, "limit": 50}, "journey"),
    "lifecycle": Pair("lifecycle", {"interval": "day"}, None),
    "stickiness": Pair("stickiness", {"interval": "day"}, None),
    "overview": Pair("overview", {"interval": "day", "lists": LISTS}, None),
    **{
        f"overview of one list {at}": Pair("overview", {"interval": "day", "lists": [each]}, None)
        for at, each in enumerate(LISTS)
    },
}


def answer(pair: Pair, scope: Scope) -> Any:
    """Our answer, as a function gives it that has had a question of this shape before."""
    report = next(each for each in REPORTS if each.name == pair.report)
    question = report.question.model_validate({**RANGE, **pair.question})
    return answer_of(report, question, scope)


def peer_rows(pair: Pair, scope: Scope) -> Any:
    """Umami's rows."""
    bounds = {"app_id": scope.app_id, "start": START, "end": END, "window": pair.window}
    with layer.transaction(120) as connection:
        return connection.execute(sql(f"peer/{pair.peer}"), bounds).fetchall()


def cost(bench: Bench, work: Callable[[], object]) -> float:
    """Milliseconds of CPU that `work` costs this process and the server's backends together."""
    server, ours = server_s(bench), time.process_time()
    work()
    return (server_s(bench) - server + time.process_time() - ours) * 1000


def server_s(bench: Bench) -> float:
    """Seconds of CPU that the server's backends have taken so far."""
    rows = bench.direct.execute(
        "SELECT pid FROM pg_catalog.pg_stat_activity WHERE backend_type = 'client backend'"
    ).fetchall()
    return sum(int(Path(f"/proc/{pid}/schedstat").read_text().split()[0]) for (pid,) in rows) / 1e9


def beside_umami(bench: Bench, chosen: dict[str, Pair], scope: Scope, rounds: int) -> bool:
    """Print a line a report; whether all kept their aim."""
    print(f"{'':22}{'ours':>9}{'Umami':>9}{'ratio':>8}   aim")
    kept = True
    for name, pair in chosen.items():
        if pair.peer is None:
            continue
        answer(pair, scope), peer_rows(pair, scope)
        pairs = [
            (cost(bench, lambda: answer(pair, scope)), cost(bench, lambda: peer_rows(pair, scope)))  # noqa: B023 - called at once
            for _ in range(rounds)
        ]
        ours, theirs = (median(column) for column in zip(*pairs, strict=True))
        kept &= ours <= pair.aim * theirs
        print(f"{name:22}{ours:7.0f}ms{theirs:7.0f}ms{ours / theirs:7.2f}x   {pair.aim}x", flush=True)
    return kept


def costs(bench: Bench, chosen: dict[str, Pair], scope: Scope, rounds: int) -> dict[str, float]:
    """The median cost of each report."""
    found = {}
    for name, pair in chosen.items():
        answer(pair, scope)
        found[name] = median(cost(bench, lambda: answer(pair, scope)) for _ in range(rounds))  # noqa: B023 - called at once
    return found


def compare(title: str, before: dict[str, float], after: dict[str, float], share: float, aim: float) -> bool:
    """Print how much dearer each report became; `share` scales for the number of events."""
    print(f"\n{title}")
    kept = True
    for name, cheap in before.items():
        ratio = after[name] / cheap * share
        kept &= ratio <= aim
        print(f"{name:22}{cheap:7.0f}ms{after[name]:7.0f}ms{ratio:7.2f}x   {aim}x", flush=True)
    return kept


def growth(bench: Bench, chosen: dict[str, Pair], scope: Scope, events: int, rounds: int) -> bool:
    """Whether neither one busy visitor nor ten times the events make a report dearer than they may."""
    made = make_month(bench, events // 10)
    small = costs(bench, chosen, scope, rounds)
    heavy = make_month(bench, events // 10, heavy=0.1)
    busy = costs(bench, chosen, scope, rounds)
    many = make_month(bench, events)
    large = costs(bench, chosen, scope, rounds)
    return compare(f"one visitor makes every tenth of {heavy:,} events", small, busy, made / heavy, 1.5) & compare(
        f"{many / made:.1f} x the events, {many:,}", small, large, 10 * made / many, 12
    )


def main() -> int:
    """The command line; ends with 1 when an aim is missed."""
    parser = argparse.ArgumentParser(prog="python -m bench.reports", description=__doc__)
    parser.add_argument("only", nargs="*", help=f"names or reports, of: {', '.join(PAIRS)} (default: all)")
    parser.add_argument("--events", type=int, default=1_000_000, help="how many (default: %(default)s)")
    parser.add_argument("--rounds", type=int, default=5, help="how often each is asked (default: %(default)s)")
    parser.add_argument("--page-views", type=float, default=month.PAGE_VIEWS, help="their share (default: %(default)s)")
    parser.add_argument("--plain-index", action="store_true", help="without name and anonymous_id in the index")
    parser.add_argument("--skip-growth", action="store_true", help="only beside Umami")
    arguments = parser.parse_args()
    chosen = {
        name: pair for name, pair in PAIRS.items() if not arguments.only or {name, pair.report} & {*arguments.only}
    }
    with database() as bench:
        bench.direct.execute("ALTER DATABASE spoor SET max_parallel_workers_per_gather = 0")  # workers' time is missed
        if arguments.plain_index:
            bench.direct.execute(sql("plain_index"))
        scope = Scope(UUID(bench.app_id), timedelta(minutes=30), datetime(2026, 11, 1, tzinfo=UTC))
        kept = arguments.skip_growth or growth(bench, chosen, scope, arguments.events, arguments.rounds)
        many = make_month(bench, arguments.events, page_views=arguments.page_views)
        make_peer(bench)
        print(f"\n{many:,} events, beside Umami's statements")
        kept &= beside_umami(bench, chosen, scope, arguments.rounds)
        layer.close()
    return int(not kept)


if __name__ == "__main__":
    sys.exit(main())
