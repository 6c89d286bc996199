"""One id leads from the gateway's log by ours to the statement in the database."""

import io
import json
import logging
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import pytest
from psycopg import _queries

from spoor import correlation, database
from spoor.http import edge
from spoor.telemetry import logger

ID = "JKJaXmPLvHcESHA="
NAMED = "/* itself */ SELECT query FROM pg_catalog.pg_stat_activity WHERE pid = pg_backend_pid() AND %(any)s::int > 0"


@pytest.fixture(autouse=True)
def _nobody() -> Iterator[None]:
    correlation.begin({})
    yield
    correlation.begin({})


def asked(request_id: Any) -> dict[str, Any]:
    return {"requestContext": {"requestId": request_id, "http": {"method": "GET"}}, "headers": {}}


@pytest.mark.usefixtures("database")
def test_a_statement_and_a_line_of_the_log_say_which_request_they_are_of() -> None:
    out = io.StringIO()
    handler = logging.StreamHandler(out)
    handler.setFormatter(logger.registered_formatter)
    logger.addHandler(handler)

    def work(*_: Any) -> list[database.Row]:
        logger.warning("something")
        return database.run(NAMED, {"any": 1}, repeatable=True)

    try:
        [row] = edge.guarded(work)(asked(ID), None)
    finally:
        logger.removeHandler(handler)
    assert row["query"].startswith(f"/* itself {ID} */ SELECT")
    assert json.loads(out.getvalue())["correlation_id"] == ID


@pytest.mark.usefixtures("database")
def test_what_is_kept_of_a_statement_is_kept_without_the_id() -> None:
    database.run(NAMED, {"any": 1}, repeatable=True)
    before = _queries._query2pg.cache_info()
    for request_id in ("one", "two", "three"):
        correlation.begin(asked(request_id))
        [row] = database.run(NAMED, {"any": 1}, repeatable=True)
        assert f"itself {request_id} */" in row["query"]
    after = _queries._query2pg.cache_info()
    assert (after.hits - before.hits, after.misses) == (3, before.misses)


@pytest.mark.parametrize("said", ["x */ DROP TABLE events; /*", "", "a b", "é", "x" * 65, 7, None, {"a": 1}, "a\n"])
def test_nothing_but_an_id_gets_into_a_statement(said: Any) -> None:
    correlation.begin(asked(said))
    assert correlation.marked(b"/* trends */ SELECT 1") == b"/* trends */ SELECT 1"


def test_a_function_that_no_gateway_calls_goes_by_lambdas_own_id() -> None:
    correlation.begin({"time": "2026-11-30T00:00:00Z"}, SimpleNamespace(aws_request_id="5c1f-7"))
    assert correlation.marked(b"/* sweep_salts */ DELETE") == b"/* sweep_salts 5c1f-7 */ DELETE"
    assert correlation.marked(b"BEGIN") == b"BEGIN"
    for event in (None, [], "x", {"requestContext": None}):
        correlation.begin(event)
        assert correlation.current() == ""
