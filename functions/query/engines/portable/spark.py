"""Spark, as EMR Serverless runs it."""

import json
from collections.abc import Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from query.engines.portable.bundle import Bundle
from query.engines.portable.progress import Progress, Rows
from spoor.aws.emr_serverless import SparkRuns
from spoor.lake.storage import Store

_STATES = {"SUCCESS": "done", "FAILED": "failed", "CANCELLED": "failed", "CANCELLING": "failed"}


class Spark:
    """An application of EMR Serverless."""

    def __init__(self, runs: SparkRuns) -> None:
        self._runs = runs

    def begin(self, bundle: Bundle) -> str:
        """The handle is the run's id. Raises EngineAway."""
        return self._runs.start(bundle.url("job.py"), bundle.url("request.json"))

    def leaves(self, _: str) -> Sequence[str]:
        """The rows."""
        return ["answer.jsonl"]

    def progress(self, handle: str) -> Progress:
        """EMR tells no more than the state. Raises EngineAway."""
        state, cause = self._runs.state(handle)
        match _STATES.get(state, "running"):
            case "done":
                return Progress("done", 1.0)
            case "failed":
                return Progress("failed", cause=cause)
            case _:
                return Progress("running")

    def rows(self, folder: str, _: str, store: Store) -> Rows:
        """Raises NotInStore, StoreAway."""
        with TemporaryDirectory(prefix="answer-") as scratch:
            path = Path(scratch) / "answer.jsonl"
            store.get(f"{folder}/answer.jsonl", path)
            with path.open(encoding="utf-8") as file:
                return [json.loads(line) for line in file]
