"""What the manifest says of a sealed day, and the digest by which it is known to be what was written."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, fields
from datetime import date
from hashlib import sha256
from pathlib import Path
from typing import Any, Self
from uuid import UUID

FORMAT = 1
"""Raised whenever files, or what is said of them, become something that older readers would misread."""

QUARTERS = 96
"""Quarters of an hour of a day: at these rows every time zone of today begins its days."""


@dataclass(frozen=True, slots=True)
class SealedDay:
    """A closed day of an app, as the row of `spoor.lake_days` has it, from `format` on.

    `visitors` are the different ids, `names` the rows by the code of the name, `quarters` the first row of each quarter
    of an hour. `chunks` has a part for each row group of the core file: its `rows`, and by column where its pages begin
    and how many bytes they have. `keys` has `columns`, by key: in which `column` of the property file its values are,
    and how (`kind`: `text`, or `json` for the canonical JSON of scalars); `left_out` are keys that have none, null for
    too many to tell.
    """

    app_id: UUID
    day: date
    format: int
    postgres_major: int
    rows: int
    visitors: int
    whole_ms: bool
    names: Mapping[str, int]
    keys: Mapping[str, Any]
    quarters: Sequence[int]
    chunks: Sequence[Mapping[str, Any]]
    core: str
    core_bytes: int
    core_sha256: str
    properties: str
    properties_bytes: int
    properties_sha256: str

    @classmethod
    def read(cls, row: Mapping[str, Any]) -> Self:
        """The day that a row of the manifest tells of. Raises ValueError where it was not written so."""
        if row["digest"] is None or any(row[each.name] is None for each in fields(cls)):
            raise ValueError("the day is not sealed")
        found = cls(**{each.name: row[each.name] for each in fields(cls)})
        if found.digest != row["digest"]:
            raise ValueError("the manifest was changed")
        return found

    @property
    def is_in_month(self) -> bool:
        """Whether the core file has other days of the month, too."""
        return "/month=" in self.core

    @property
    def digest(self) -> str:
        """SHA-256 of all that is said here."""
        given = ((each.name, getattr(self, each.name)) for each in fields(self))
        said = {name: str(value) if isinstance(value, UUID | date) else value for name, value in given}
        return sha256(json.dumps(said, sort_keys=True, separators=(",", ":")).encode()).hexdigest()


def file_digest(path: Path) -> str:
    """SHA-256 of a file, however large."""
    found = sha256()
    with path.open("rb") as file:
        while part := file.read(1 << 20):
            found.update(part)
    return found.hexdigest()
