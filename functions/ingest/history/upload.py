"""POST /v1/imports: a file of another product's export, or a piece of one, stored as far as there is time.

Who may send is who was given an import's id by the API. The same file again, or from where the last answer came to,
adds nothing twice.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import TemporaryDirectory
from time import monotonic
from typing import Any
from uuid import UUID

from ingest.apps.app_rules import AppRules
from ingest.apps.keys import UnknownKey
from ingest.history.batch import PendingBatch, store
from ingest.history.batches import batches
from ingest.history.counts import RecordCounts
from ingest.history.formats import FORMATS
from ingest.history.formats.shape import Wishes, WrongWishes
from ingest.history.records.bounds import SENT
from ingest.history.records.files import Files, UnreadableExport
from ingest.http import reply
from ingest.http.reply import Reply
from ingest.http.request import Request
from spoor import database
from spoor.errors import BadRequest, MethodNotAllowed, Unauthorized

PATH = "/v1/imports"
BATCH = 1000
WORKING_S = 8.0
"""Seconds after which no further batch is begun: the function has a good many more for that."""
_MOST_TOLD = 1000
"""Records of which an answer tells why they were not stored; it ends with the batch that has so many."""
_LONGEST_NAME = 100
_MOST_PLACE = 10**9


class UnknownImport(Unauthorized):
    """Nobody's import, or one that is over."""

    code = "UNKNOWN_IMPORT"
    message = "This import is not known, or it is over. Begin another: POST /api/apps/{appId}/imports."


class UnreadableFile(BadRequest):
    """The file is not what its format is."""

    code = "UNREADABLE_EXPORT"


@dataclass
class _Outcome:
    """What became of what was read, how far that is, and why it goes no further if the file is damaged there."""

    counts: RecordCounts = field(default_factory=RecordCounts)
    report: list[dict[str, Any]] = field(default_factory=list)
    end: tuple[str, int] = ("", 0)
    problem: str | None = None

    def add(self, pending: PendingBatch) -> None:
        self.counts.add(pending.counts)
        self.report += pending.report
        self.end = pending.end


def answer(request: Request) -> Reply:
    """What became of the records of a file, and from where on to send it again, if there was no time for all of it.

    Raises UnknownImport, UnknownKey, UnreadableFile, NotNow.
    """
    if request.method != "POST":
        raise MethodNotAllowed("Send a file with POST.")
    row = _find(request.headers.get("authorization", ""))
    name = _name(request.query.get("file", ""))
    part, place = request.query.get("part"), _place(request.query.get("place", "0"))
    if not request.body:
        raise UnreadableFile("There is no file in the body.")
    with TemporaryDirectory(prefix="import-") as folder:
        path = Path(folder) / name
        path.write_bytes(request.body)
        before = f"{folder}/"
        told, more = _store(path, row, None if part is None else before + part, place)
    counts = {word: dict(said) if isinstance(said, dict) else said for word, said in vars(told.counts).items()}
    report = [{**line, "file": line["file"].removeprefix(before)} for line in told.report]
    end = {"part": told.end[0].removeprefix(before), "place": told.end[1]}
    said = {"counts": counts, "notStored": report, "end": end, "more": more}
    return reply.of_json(200, said if told.problem is None else {**said, "problem": told.problem})


def _find(authorization: str) -> Mapping[str, Any]:
    """Raises UnknownImport, DatabaseAway."""
    try:
        import_id = str(UUID(authorization.removeprefix("Bearer ").strip()))
    except ValueError:
        raise UnknownImport from None
    statement = database.sql("ingest.history", "find_import")
    for row in database.run(statement, {"import_id": import_id}, repeatable=True):
        return row
    raise UnknownImport


def _name(said: str) -> str:
    """A name that can lie in a folder; what it ends with tells how the file is read."""
    name = said.replace("\\", "/").rpartition("/")[2].replace("\0", "")[-_LONGEST_NAME:].lstrip(".")
    return name.encode("ascii", "replace").decode().replace("?", "_") or "export"


def _place(said: str) -> int:
    if said.isascii() and said.isdecimal() and int(said) <= _MOST_PLACE:
        return int(said)
    raise BadRequest("`place` is the number of the last record that is stored.")


def _store(path: Path, row: Mapping[str, Any], part: str | None, place: int) -> tuple[_Outcome, bool]:
    """What became of the records after that one, and whether there are more.

    Raises UnreadableFile, UnknownImport, NotNow.
    """
    until = monotonic() + WORKING_S
    app, mapping = AppRules.from_row(row), row["wishes"].get("mapping") or {}
    told = _Outcome()
    try:
        format_ = FORMATS[row["format"]](Wishes(row["wishes"].get("timezone"), row["wishes"].get("website"), mapping))
        is_mapped = row["format"] == "csv"
        delimiter = mapping.get("delimiter", ",") if is_mapped else None
        encoding = mapping.get("encoding", "utf-8-sig") if is_mapped else None
        files = Files([path], delimiter, encoding, SENT)
        for pending in batches(files, format_, app, part, place, BATCH):
            if told.end[0] and (monotonic() > until or len(told.report) >= _MOST_TOLD):
                return told, True
            store(pending, app, row["api_key"], f"import {row['format']}", pauses=())
            told.add(pending)
    except (WrongWishes, UnreadableExport) as error:
        told.problem = str(error).replace(f"{path.parent}/", "")
        if not told.end[0]:
            raise UnreadableFile(told.problem) from error
    except UnknownKey:
        raise UnknownImport from None  # the key was changed meanwhile; whoever sends this again gets the new one
    return told, False
