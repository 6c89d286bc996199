"""The catalogue of a day's properties: which keys get a column of their own in its property file, and what is in it."""

import json
import re
from collections.abc import Sequence
from dataclasses import dataclass
from hashlib import sha256
from typing import Any

import duckdb

from rollup.lake.canonical import scalars_of
from rollup.lake.staging import Staged

MOST_COLUMNS = 64
MOST_LEFT_OUT = 200
LONGEST_KEY = 200
SHORT = 15
"""Characters of a number, and so at most as many digits."""
_AT_ONCE = 2_000
_LOOKS_HASHED = re.compile("_[0-9a-f]{12}$")

_KEYS = """
SELECT key, count(*) FROM (
    SELECT unnest(json_keys(properties)) AS key FROM day WHERE json_type(properties) = 'OBJECT'
)
GROUP BY key ORDER BY count(*) DESC, key
"""

_VALUES = """
CREATE TABLE extracted AS SELECT
    row,
    list_transform(found, lambda value: CASE
        WHEN value = 'null' THEN NULL
        WHEN ends_with(value, '.0') THEN value[:-3]
        ELSE value
    END) AS found,
    coalesce(
        regexp_matches(properties, '(: |\\[|, )-?[0-9.]{17,}')
            OR len(list_filter(found, lambda value: regexp_matches(value, '^-?[0-9.]+e'))) > 0,
        false
    ) AS is_odd
FROM (
    SELECT rowid AS row, properties,
        CASE WHEN json_type(properties) = 'OBJECT' THEN json_extract(properties, $pointers)::VARCHAR[] END AS found
    FROM day
)
"""
"""DuckDB reads numbers as doubles, which hold up to 15 digits exactly: rows with any longer number, or with one that it
writes with an exponent, are odd, and read by Python instead."""

_KINDS = """
SELECT
    count(found[$at]),
    count(*) FILTER (WHERE starts_with(found[$at], '"')),
    count(*) FILTER (WHERE starts_with(found[$at], '{') OR starts_with(found[$at], '[')),
    coalesce(max(length(found[$at])) FILTER (WHERE NOT starts_with(found[$at], '"')), 0)
FROM said
"""
_SAID = """
CREATE VIEW said AS
SELECT row, found FROM extracted WHERE NOT is_odd UNION ALL SELECT row, found FROM odd
"""
_FORGET = "DROP VIEW IF EXISTS said; DROP TABLE IF EXISTS extracted; DROP TABLE IF EXISTS odd"
_COLUMNS = {"text": "json_extract_string(found[{at}], '$') AS {name}", "json": "found[{at}] AS {name}"}
_KEY_VALUES = "CREATE TABLE key_values AS SELECT row, {columns} FROM said{in_order}"


@dataclass(frozen=True, slots=True)
class Key:
    """A key with a column: `kind` is `text` where all of its values are texts, else `json`; so many `rows` have it.
    Where all of its numbers are `short`, doubles hold them exactly enough to compare."""

    key: str
    column: str
    kind: str
    rows: int
    short: bool


@dataclass(frozen=True, slots=True)
class Catalogue:
    """The keys with columns; `left_out` are those without, None for too many to tell."""

    keys: Sequence[Key]
    left_out: Sequence[str] | None

    def said(self) -> dict[str, Any]:
        """As the manifest has it."""
        told = ("column", "kind", "rows", "short")
        columns = {each.key: {name: getattr(each, name) for name in told} for each in self.keys}
        return {"columns": columns, "left_out": self.left_out}


def catalogue(staged: Staged) -> Catalogue:
    """The day's catalogue, without any key where events are so large that their values do not fit into memory;
    afterwards the staged table `key_values` has its columns, where there are any: a row for each
    event, in the same order."""
    try:
        return _catalogue(staged)
    except duckdb.OutOfMemoryException:
        staged.run(_FORGET)
        return Catalogue([], None)


def _catalogue(staged: Staged) -> Catalogue:
    keys = [
        key for key, _ in staged.run(_KEYS) if len(key) <= LONGEST_KEY and "." not in key
    ]  # none other is asked for
    asked, left_out = keys[:MOST_COLUMNS], keys[MOST_COLUMNS:]
    if not asked:
        return Catalogue([], [])
    staged.run(_VALUES, {"pointers": [_pointer(key) for key in asked]})
    some_are_odd = _read_odd(staged, asked)
    staged.run(_SAID)
    found: list[Key] = []
    columns: list[str] = []
    for at, key in enumerate(asked, start=1):
        [(rows, texts, nested, longest)] = staged.run(_KINDS, {"at": at})
        if nested:  # equal ones may be written differently, and hardly anybody asks for them
            left_out.append(key)
        elif rows:
            kind = "text" if texts == rows else "json"
            each = Key(key, column_of(key, kind), kind, rows, longest <= SHORT)
            found.append(each)
            columns.append(_COLUMNS[each.kind].format(at=at, name=each.column))
    if columns:
        in_order = " ORDER BY row" if some_are_odd else ""
        staged.run(_KEY_VALUES.format(columns=", ".join(columns), in_order=in_order))
    staged.run(_FORGET)
    return Catalogue(found, sorted(left_out) if len(left_out) <= MOST_LEFT_OUT else None)


def column_of(key: str, kind: str) -> str:
    """What the column of a key is called: the same on every day, by names that differ in more than their case, and as
    no other key's, whatever that is made to look like."""
    plain = re.sub("[^a-z0-9_]", "_", key.lower())[:40]
    if plain == key and not _LOOKS_HASHED.search(key):
        return f"{kind}_{plain}"
    return f"{kind}_{plain}_{sha256(key.encode()).hexdigest()[:12]}"


def _read_odd(staged: Staged, keys: Sequence[str]) -> bool:
    """Have Python read what DuckDB may have read wrong, into the staged table `odd`; whether there is anything."""
    staged.run("CREATE TABLE odd (row BIGINT, found VARCHAR[])")
    some = False
    odd = "SELECT row, properties FROM extracted JOIN day ON day.rowid = row WHERE is_odd"
    for batch in staged.batches(odd, _AT_ONCE):
        some = True
        values = [json.dumps(scalars_of(text, keys)) for _, text in batch]
        staged.run(
            "INSERT INTO odd SELECT unnest($rows), unnest($values)::JSON::VARCHAR[]",
            {"rows": [row for row, _ in batch], "values": values},
        )
    return some


def _pointer(key: str) -> str:
    return "/" + key.replace("~", "~0").replace("/", "~1")
