"""What a question brings along for an engine elsewhere: files in the store, below a folder of its job."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from uuid import UUID

import duckdb

from query.engines.lake import plan
from query.engines.lake.events import microseconds
from query.engines.lake.table import state
from query.engines.lake.table.rest import MOST_EVENTS
from query.engines.portable.statements import PortableStatement
from query.engines.postgres.scope import PostgresScope
from query.engines.reasons import Elsewhere, Reason
from query.questions.comparison import Span
from spoor import database
from spoor.lake.storage import Store

MOST_PEOPLE = 2_000_000
COLUMNS: Mapping[str, str] = {
    "rest": "name VARCHAR, anonymous_id VARCHAR, t_ms BIGINT, t_us SMALLINT",
    "people": "anonymous_id VARCHAR, visitor VARCHAR",
    "words": "place INTEGER, name VARCHAR",
    "cells": "cell BIGINT, place INTEGER, word INTEGER, bit BIGINT",
}
"""Of the relations that are brought along; that of the sealed events lies in the lake already."""
FILES = (*(f"{name}/{name}.parquet" for name in COLUMNS), "sealed/files.txt", "request.json", "job.py")
"""What is put into a job's folder."""

_JOB = Path(__file__).with_name("spark_job.py")


@dataclass(frozen=True, slots=True)
class Bundle:
    """A job's `folder` in the store, what is asked there, and how many bytes there are to read."""

    job: UUID
    store: Store
    text: str
    happened: str
    size: int

    @property
    def folder(self) -> str:
        """In the store."""
        return f"questions/{self.job}"

    def url(self, name: str) -> str:
        """Where a file of the folder is."""
        return f"{self.store.url}/{self.folder}/{name}"


def pack(job: UUID, statement: PortableStatement, store: Store, scope: PostgresScope) -> Bundle:
    """Put together and store what the statement reads, as of one moment.

    Raises Elsewhere where it is too much, Broken, StoreAway, TooSlow, DatabaseAway.
    """
    spans = plan.apart([Span(statement.since, statement.until)])
    given = state.read(spans, scope, who=False)
    found = plan.plan(spans, given, scope, is_bounded=False)
    if given.erased:  # files may still have who was erased, and nobody there leaves them out
        raise Elsewhere(Reason.DIRTY_DAYS)
    rest = scope.rows(
        database.sql("query.engines.portable", "list_rest"),
        {
            "app_id": scope.app_id,
            "since": [span.start for span in found.rest],
            "until": [span.end for span in found.rest],
            "most": MOST_EVENTS + 1,
        },
    )
    of_app = {"app_id": scope.app_id, "most": MOST_PEOPLE + 1}
    people = scope.rows(database.sql("query.engines.portable", "list_people"), of_app)
    if len(rest) > MOST_EVENTS or len(people) > MOST_PEOPLE:
        raise Elsewhere(Reason.TOO_LARGE)
    relations: dict[str, Sequence[Sequence[Any]]] = {
        "rest": [(row["name"], row["anonymous_id"], *divmod(microseconds(row["occurred_at"]), 1000)) for row in rest],
        "people": [(row["anonymous_id"], row["visitor"]) for row in people],
        "words": statement.words.rows,
        "cells": statement.cells.rows,
    }
    happened = database.sql("query.engines.portable", "happened")
    bundle = Bundle(job, store, statement.text, happened, sum(day.properties_bytes for day in found.days))
    sealed = [f"{store.url}/{day.properties}" for day in found.days]
    with TemporaryDirectory(prefix="question-") as folder:
        files = _written(Path(folder), bundle, relations, sealed)
        for name, path in files.items():
            store.put(f"{bundle.folder}/{name}", path)
    return bundle


def _written(
    folder: Path, bundle: Bundle, relations: Mapping[str, Sequence[Sequence[Any]]], sealed: Sequence[str]
) -> dict[str, Path]:
    """The bundle's files, by their names within its folder."""
    found = {f"{name}/{name}.parquet": _parquet(folder, name, rows) for name, rows in relations.items()}
    found["sealed/files.txt"] = folder / "files.txt"
    found["sealed/files.txt"].write_text("\n".join(sealed) + "\n", encoding="utf-8")
    request = {
        "files": {"sealed": sealed, **{name: [bundle.url(f"{name}/{name}.parquet")] for name in relations}},
        "happened": bundle.happened,
        "text": bundle.text,
        "answer": bundle.url("answer.jsonl"),
    }
    found["request.json"] = folder / "request.json"
    found["request.json"].write_text(json.dumps(request), encoding="utf-8")
    found["job.py"] = _JOB
    return found


def _parquet(folder: Path, name: str, rows: Sequence[Sequence[Any]]) -> Path:
    path = folder / f"{name}.parquet"
    with duckdb.connect(config={"threads": "1"}) as here:
        here.execute(f"CREATE TABLE given ({COLUMNS[name]})")
        if rows:
            columns = [list(column) for column in zip(*rows, strict=True)]
            given = ", ".join(f"unnest(${at})" for at in range(1, len(columns) + 1))
            here.execute(f"INSERT INTO given SELECT {given}", columns)
        here.execute(f"COPY given TO '{path}' (FORMAT parquet)")
    return path
