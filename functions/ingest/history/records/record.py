"""A record of an export, before anybody knows what it means."""

from typing import Any, NamedTuple

from ingest.events.event import RefusedEvent


class ExportRecord(NamedTuple):
    """A line, or a row of a table: `place` is its number in its part, `table` what it is a row of.

    `clean` is as in ingest's Document. What could not be read has a `fault` in place of its value. `size` is about how
    many bytes it has.
    """

    place: int
    table: str
    value: Any
    clean: bool = True
    fault: RefusedEvent | None = None
    size: int = 0
