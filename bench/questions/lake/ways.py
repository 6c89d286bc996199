"""The ways to ask: of all sealed days, while the last is to be read from the table, and of the table alone."""

import os
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager, nullcontext
from datetime import timedelta

from bench.database import Bench
from bench.month import END
from spoor.settings import setting


def ways(bench: Bench, *, table: bool) -> dict[str, Callable[[], AbstractContextManager[None]]]:
    """By their names."""
    found: dict[str, Callable[[], AbstractContextManager[None]]] = {
        "sealed": nullcontext,
        "tail": lambda: with_tail(bench),
    }
    return {**found, "table": without_lake} if table else found


@contextmanager
def without_lake() -> Iterator[None]:
    """As if none were configured."""
    url = os.environ.pop("LAKE_URL")
    setting.cache_clear()
    try:
        yield
    finally:
        os.environ["LAKE_URL"] = url
        setting.cache_clear()


@contextmanager
def with_tail(bench: Bench) -> Iterator[None]:
    """While the last day is to be read from the table: it is marked."""
    last = {"app": bench.app_id, "day": END.date() - timedelta(days=1)}
    bench.direct.execute("INSERT INTO spoor.lake_marks (app_id, day) VALUES (%(app)s, %(day)s)", last)
    try:
        yield
    finally:
        bench.direct.execute("DELETE FROM spoor.lake_marks WHERE app_id = %(app)s AND day = %(day)s", last)
