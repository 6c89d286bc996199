"""What clients meant to send and what they were told, on disk, and a checker that compares it with what is stored.

It is Jepsen's set test: every acknowledged element is in the final read, once.
"""

import json
import threading
from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any


class Ledger:
    """Written by all clients at once: intent.jsonl before each sending, answer.jsonl after each answer."""

    def __init__(self, folder: Path) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        self.folder = folder
        self._lock = threading.Lock()
        self._intent = (folder / "intent.jsonl").open("w")
        self._answer = (folder / "answer.jsonl").open("w")

    def intend(self, ids: Sequence[str]) -> None:
        """These events are about to be sent."""
        with self._lock:
            self._intent.write(json.dumps({"ids": list(ids)}) + "\n")
            self._intent.flush()

    def answer(self, ids: Sequence[str], status: int, receipt: Mapping[str, Any] | None) -> None:
        """They were answered so; status 0 is no answer at all."""
        given = receipt or {}
        rejected = [ids[one["index"]] for one in given.get("rejected", ())]
        line = {"ids": list(ids), "status": status, "rejected": rejected}
        line |= {count: given.get(count, 0) for count in ("accepted", "duplicates")}
        with self._lock:
            self._answer.write(json.dumps(line) + "\n")
            self._answer.flush()

    def close(self) -> None:
        """Nothing more will be sent."""
        self._intent.close()
        self._answer.close()


@dataclass
class Verdict:
    """The checker's findings: sets of ids, of which all but `unknown` must be empty.

    `lost` was acknowledged and is not stored, `double` is stored more than once, `phantom` was never sent, `rejected`
    was refused and is stored, `silent` is of an answer whose counts do not add up. `unknown` is stored without anybody
    having been told. `acked` and `errors` count acknowledged events and answers other than 2xx.
    """

    lost: set[str] = field(default_factory=set)
    double: set[str] = field(default_factory=set)
    phantom: set[str] = field(default_factory=set)
    rejected: set[str] = field(default_factory=set)
    silent: set[str] = field(default_factory=set)
    unknown: set[str] = field(default_factory=set)
    acked: int = 0
    duplicates: int = 0
    errors: int = 0

    @property
    def broken(self) -> dict[str, int]:
        """The promises that do not hold, and for how many events."""
        kinds = ("lost", "double", "phantom", "rejected", "silent")
        return {kind: len(found) for kind in kinds if (found := getattr(self, kind))}

    def __str__(self) -> str:
        told = f"{self.acked} acknowledged, {self.duplicates} of them seen twice, {self.errors} errors"
        return f"{told}, {len(self.unknown)} unknown, broken: {self.broken or 'nothing'}"


def check(folder: Path, stored: Mapping[str, int]) -> Verdict:
    """Compare a ledger with `stored`: how often each id is in the table."""
    intended = {id_ for line in _lines(folder / "intent.jsonl") for id_ in line["ids"]}
    acked: set[str] = set()
    rejected: set[str] = set()
    verdict = Verdict()
    for line in _lines(folder / "answer.jsonl"):
        rejected.update(line["rejected"])
        if not 200 <= line["status"] < 300:
            verdict.errors += 1
            continue
        good = set(line["ids"]) - set(line["rejected"])
        if line["accepted"] + line["duplicates"] + len(line["rejected"]) != len(line["ids"]):
            verdict.silent |= good
        acked |= good
        verdict.duplicates += line["duplicates"]
    verdict.acked = len(acked)
    verdict.lost = acked - stored.keys()
    verdict.double = {id_ for id_, count in stored.items() if count > 1}
    verdict.phantom = stored.keys() - intended
    verdict.rejected = rejected & stored.keys()
    verdict.unknown = stored.keys() - acked
    return verdict


def count(ids: Sequence[str]) -> Mapping[str, int]:
    """How often each id is there."""
    return Counter(ids)


def _lines(file: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in file.read_text().splitlines()]
