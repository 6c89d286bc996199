"""What is asked of an engine for a question: the text of one statement, over which time, and what it reads besides."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import Integer, bindparam, text
from sqlalchemy.engine.default import DefaultDialect
from sqlalchemy.sql import ClauseElement

from query.engines.portable.relations import AskedNames, TimeCells
from spoor import database

_DIALECT = DefaultDialect(paramstyle="named")


@dataclass(frozen=True, slots=True)
class PortableStatement:
    """`text` reads `happened` (who, name, t in microseconds since 1970) from `since` up to, and without, `until`,
    `words` (place, name) and `cells` (cell, place, word, bit)."""

    text: str
    since: datetime
    until: datetime
    words: AskedNames
    cells: TimeCells


def of_file(name: str, numbers: Mapping[str, int]) -> str:
    """The statement of sql/`name`.sql with its numbers. There is nothing but numbers to say."""
    said = text(database.sql("query.engines.portable", name))
    return written(said.bindparams(*(bindparam(key, value, Integer) for key, value in numbers.items())))


def written(statement: ClauseElement) -> str:
    """The text, which has no parameters: engines differ in how they have them."""
    return str(statement.compile(dialect=_DIALECT, compile_kwargs={"literal_binds": True}))
