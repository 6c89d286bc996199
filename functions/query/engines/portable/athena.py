"""Athena: a bundle's folder is read by tables of Glue that have a partition a job (template.yaml)."""

import csv
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from uuid import UUID

from query.engines.portable.bundle import COLUMNS, Bundle
from query.engines.portable.progress import Progress, Rows
from spoor.aws.athena import AthenaQueries
from spoor.lake.storage import Store

_STATES = {"SUCCEEDED": "done", "FAILED": "failed", "CANCELLED": "failed"}


class Athena:
    """A workgroup, and the database of Glue that has the tables."""

    def __init__(self, queries: AthenaQueries) -> None:
        self._queries = queries

    def begin(self, bundle: Bundle) -> str:
        """The handle is the execution's id and the size, to tell how far it is. Raises EngineAway."""
        text = trino(bundle.job, bundle.happened, bundle.text)
        return f"{self._queries.start(text, bundle.url('answer/'))} {bundle.size}"

    def leaves(self, handle: str) -> Sequence[str]:
        """A table, and what Athena keeps beside it."""
        execution, _ = handle.split()
        return [f"answer/{execution}.csv", f"answer/{execution}.csv.metadata"]

    def progress(self, handle: str) -> Progress:
        """Athena tells what it has read. Raises EngineAway."""
        execution, size = handle.split()
        state, scanned, cause = self._queries.state(execution)
        share = None if int(size) == 0 else min(scanned / int(size), 0.99)
        match _STATES.get(state, "running"):
            case "done":
                return Progress("done", 1.0)
            case "failed":
                return Progress("failed", share, cause)
            case _:
                return Progress("running", share)

    def rows(self, folder: str, handle: str, store: Store) -> Rows:
        """Raises NotInStore, StoreAway."""
        execution, _ = handle.split()
        with TemporaryDirectory(prefix="answer-") as scratch:
            path = Path(scratch) / "answer.csv"
            store.get(f"{folder}/answer/{execution}.csv", path)
            with path.open(encoding="utf-8", newline="") as file:
                return list(csv.DictReader(file))


def trino(job: UUID, happened: str, text: str) -> str:
    """One statement that reads the job's partitions by the names that the portable ones have."""
    relations = [
        f"{name} AS (SELECT {_columns(said)} FROM spoor_{name} WHERE job = '{job}')"  # noqa: S608 - names of ours, and a UUID
        for name, said in {"sealed": COLUMNS["rest"], **COLUMNS}.items()
    ]
    return f"WITH {', '.join(relations)}, happened AS ({happened}) SELECT * FROM ({text}) AS answer"  # noqa: S608 - all of it is ours


def _columns(said: str) -> str:
    return ", ".join(column.split()[0] for column in said.split(", "))
