"""Says what a report counted where that is not visitors: accounts of a type, in its table and in sentences."""

import re
from typing import Any

from query.table import Table

COUNTED = "counted"
"""The last column of a table whose question counts accounts."""

_OUR_WORDS = re.compile(r"^((?:active |new |returning |resurrecting |previous )?)visitors\b")
_WITH_LABELS_OF_OWN = {"trends", "changes"}
"""Reports whose numbers are called as their readers say."""


def group_of(question: Any) -> str | None:
    """The type of accounts that a question counts, also one about another."""
    found: str | None = getattr(getattr(question, "question", question), "group", None)
    return found


def table_in_units(question: Any, table: Table) -> Table:
    """The table of an answer; of accounts their columns say so, and each row of which type they are."""
    group = group_of(question)
    if group is None:
        return table
    columns = [_OUR_WORDS.sub(r"\1accounts", name) for name in table.columns]
    return Table([*columns, COUNTED], [[*row, f"accounts: {group}"] for row in table.rows])


def sentence_in_units(report: str, question: Any, said: str) -> str:
    """What a number is called, with the accounts that it counts."""
    group = group_of(question)
    if group is None:
        return said
    told = said if report in _WITH_LABELS_OF_OWN else _OUR_WORDS.sub(r"\1accounts", said)
    return f"{told} (counting accounts: {' '.join(group.split())})"
