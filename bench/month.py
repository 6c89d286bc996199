"""A month of made-up events, some of them of one very busy visitor, and the same rows as Umami keeps them."""

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import LiteralString

from bench.database import Bench

END = datetime(2026, 10, 31, tzinfo=UTC)
START = END - timedelta(days=30)
_EVENTS_A_SESSION = 8
PAGE_VIEWS = 0.5
"""The share of page views among a month's events: between a website, which has little else, and a product."""


def sql(name: str) -> LiteralString:
    """The statement in bench/sql/`name`.sql."""
    return (Path(__file__).parent / "sql" / f"{name}.sql").read_text(encoding="utf-8")


def make_month(bench: Bench, events: int, heavy: float = 0.0, page_views: float = PAGE_VIEWS, days: int = 30) -> int:
    """Fill the app with about `events` events, the same each time; a share `heavy` is one visitor's. Gives their
    number."""
    visitors = max(events // 20, 50)
    sessions = round(events / _EVENTS_A_SESSION)
    bench.direct.execute("TRUNCATE public.events, spoor.identities")
    bench.direct.execute("SELECT setseed(0.5)")
    until = END - timedelta(hours=3)  # long sessions end within the month, too
    of_month = {"app_id": bench.app_id, "sessions": sessions, "visitors": visitors, "until": until}
    of_month |= {"heavy": heavy, "page_views": page_views, "days": days}
    made = bench.direct.execute(sql("make_month"), of_month).rowcount
    bench.direct.execute(sql("make_links"), {"app_id": bench.app_id, "visitors": visitors})
    bench.direct.execute(sql("settle"))
    return made


def make_peer(bench: Bench) -> None:
    """Copy the month into tables of Umami's shape."""
    bench.direct.execute(sql("peer/tables"))
    bench.direct.execute(sql("peer/fill"), {"app_id": bench.app_id})
    bench.direct.execute(sql("peer/indexes"))
    bench.direct.execute(sql("settle"))
