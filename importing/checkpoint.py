"""The folder of an import: how far it is, and the report of what was not stored. A cut-off run goes on from there."""

import fcntl
import json
import os
from collections import Counter
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any, Self

from ingest.history.counts import RecordCounts

_STATE, _REPORT = "resume.json", "report.jsonl"


def _counts_of(said: dict[str, Any]) -> RecordCounts:
    numbers = [said[name] for name in ("records", "linked", "new", "duplicates")]
    return RecordCounts(*numbers, *(Counter(said[name]) for name in ("refused", "skipped", "warnings")))


class ImportUnderWay(Exception):
    """Another run has this folder."""

    def __str__(self) -> str:
        return "Another import is under way with this folder: wait for its end, or give it another --state."


class Checkpoint:
    """The state of an import of exactly these files in this folder; of a finished one, or of other files, nothing is
    left to go on from."""

    def __init__(self, folder: Path, about: Mapping[str, Any]) -> None:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
        self._state, self.report = folder / _STATE, folder / _REPORT
        self._about = dict(about)
        has_report = self.report.is_file()
        report = self.report.open("ab")
        try:
            fcntl.flock(report, fcntl.LOCK_EX | fcntl.LOCK_NB)  # it goes with the process, whatever ends that
        except BlockingIOError:
            report.close()
            raise ImportUnderWay from None
        self.counts = RecordCounts()
        self.part: str | None = None
        self.place = 0
        said = self._read() if has_report else None
        if said:
            self.part, self.place = said["part"], said["place"]
            self.counts = _counts_of(said["counts"])
        self._file = report
        self._file.truncate(said["reported"] if said else 0)  # what was reported of a batch that did not count

    def _read(self) -> dict[str, Any] | None:
        try:
            said = json.loads(self._state.read_text(encoding="utf-8"))
        except (FileNotFoundError, ValueError):
            return None
        goes_on = type(said) is dict and said.get("about") == self._about and not said.get("ended")
        return said if goes_on else None

    def save(self, part: str, place: int, counts: RecordCounts, report: Iterable[Mapping[str, Any]]) -> None:
        """A batch is stored that ends with the record at `place` of `part`."""
        self.counts.add(counts)
        self.part, self.place = part, place
        for line in report:
            self._file.write(json.dumps(line, ensure_ascii=False).encode("utf-8", "replace") + b"\n")
        self._file.flush()
        self._write(ended=False)

    def end(self) -> None:
        """All is done: another run begins anew."""
        self._write(ended=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self._file.close()

    def _write(self, *, ended: bool) -> None:
        said = {
            "about": self._about,
            "part": self.part,
            "place": self.place,
            "reported": os.fstat(self._file.fileno()).st_size,
            "counts": vars(self.counts),
            "ended": ended,
        }
        beside = self._state.with_suffix(".part")
        beside.write_text(json.dumps(said), encoding="utf-8")
        beside.replace(self._state)
