"""No value that an export may hold, and no other vendor's file, ends an import: a record is an event, the same in each
run, or it is told why it is none."""

import json
import random
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from importing.copying import _blocks
from ingest.apps.app_rules import AppRules
from ingest.history.batches import batches
from ingest.history.formats import FORMATS
from ingest.history.formats.shape import Wishes, WrongWishes
from ingest.history.records.files import Files, TextPart
from ingest.history.records.record import ExportRecord

EXPORTS = Path(__file__).parents[2] / "data" / "exports"
APP = AppRules("00000000-0000-0000-0000-000000000001", False)
MAPPING = json.loads((EXPORTS / "csv" / "mapping.json").read_text())
WISHES = {
    "umami": Wishes(website="2828c034-f1fe-4f26-9807-8cfe87875bd7"), "mixpanel": Wishes(timezone="Europe/Berlin"),
    "csv": Wishes(mapping={key: value for key, value in MAPPING.items() if key != "id"}),
}  # fmt: skip
FILES = (
    *("posthog/events.jsonl", "posthog/persons.jsonl", "posthog/query.csv", "mixpanel/export.jsonl"),
    *("mixpanel/export-before-2023.jsonl", "amplitude/2026-10-25_10_0.jsonl", "amplitude/export.zip"),
    *("ga4/events_20261025.jsonl", "segment/log.jsonl", "segment/warehouse-order_completed.csv"),
    *("rudderstack/log.jsonl", "umami/dump.sql"),
    *("umami/cloud.zip", "csv/events.csv", "real/segment-pages.csv", "real/amplitude-fivetran.csv"),
)  # fmt: skip
TEXTS = (
    *("", "\0", "\ud800", "x" * 3000, "[", "{", "[1,", '{"a":"\\u0000"}', '{"a":{"b":null}}', "\\N", "null"),
    *("NaN", "1e400", "0001-01-01T00:00:00", "9999-12-31T23:59:59+00:00", "1969-12-31 23:59:59"),
    *("2026-10-25T10:00:00+25:00", "a.b.c", "..", "١٢"),
)  # fmt: skip
VALUES = (
    *(None, [], {}, 0, -1, 1e308, -1e308, 1e18, 1e20, 2**63, 2**70, 10**30, True, False),
    *(float("nan"), float("inf"), -5e9),
    *([1], {"a": 1}, [None], [[]], [{}], {"key": "k"}, {"": None}, {"a": {"b": {"c": {"d": {"e": {"f": {"g": 1}}}}}}}),
    *TEXTS,
)  # fmt: skip
KEYS = (
    "$groups",
    "$set",
    "token",
    "alias",
    "$ip",
    "$current_url",
    "$raw_user_agent",
    "\0",
    "a.b",
    "utm_source",
    "time",
)


class Given(Files):
    """Files whose records are given."""

    def __init__(self, table: str, values: list[Any]) -> None:
        self._table, self._values = table, values

    def parts(self) -> Iterator[TextPart]:
        """One."""
        made = (ExportRecord(at, self._table, value, clean=False) for at, value in enumerate(self._values, start=1))
        yield TextPart("given", False, lambda _: made)


def become(format_: str, files: Files) -> list[tuple[Any, ...]]:
    """What the records become: rows by their ids, the others by their lines and codes; each is one of both."""
    found: list[tuple[Any, ...]] = []
    for pending in batches(files, FORMATS[format_](WISHES.get(format_, Wishes())), APP, None, 0, 100):
        prepared, counts = pending.prepared, pending.counts
        list(prepared.links.words(claims=True))
        assert b"".join(_blocks(APP.id, prepared.rows)).count(b"\n") == len(prepared.rows)
        refused = [*prepared.refusals, *prepared.unwanted]
        told = len(prepared.rows) + len(refused) + counts.skipped.total() + counts.linked + len(pending.figures)
        assert counts.records == told
        found += [(row[0], row[1]) for row in prepared.rows]
        found += [(pending.places[position], one.code) for position, one in refused]
        json.dumps([one.message for _, one in refused] + pending.report)
    return found


def mutated(value: Any, chance: random.Random) -> Any:
    """The record with one or two of its values others."""
    if isinstance(value, dict) and value and chance.random() < 0.8:
        other = dict(value)
        for _ in range(chance.choice((1, 1, 2))):
            key, kind = chance.choice(list(value)), chance.random()
            if kind < 0.15:
                other.pop(key, None)
            elif kind < 0.3:
                other[chance.choice(KEYS)] = chance.choice(VALUES)
            else:
                other[key] = mutated(value[key], chance)
        return other
    if isinstance(value, list) and value and chance.random() < 0.6:
        return [*value[:-1], mutated(value[-1], chance)]
    return chance.choice(VALUES)


@pytest.mark.parametrize("format_", [name for name in FORMATS if name != "rudderstack"])
def test_any_value_and_any_vendors_file_is_an_event_of_one_id_or_told(format_: str) -> None:
    chance = random.Random(17)
    for name in FILES:
        is_mapped = format_ == "csv"
        words = (MAPPING.get("delimiter", ","), "utf-8-sig") if is_mapped and "csv" in name else (None, None)
        files = [Files([EXPORTS / name], *words) for _ in range(3)]
        first, again = (become(format_, one) for one in files[:2])
        assert first == again, name
        records = [record for part in files[2].parts() for record in part.records(0) if not record.fault]
        for table in {record.table for record in records}:
            values = [record.value for record in records if record.table == table]
            given = [mutated(chance.choice(values), chance) for _ in range(150)]
            first, again = (become(format_, Given(table, given)) for _ in range(2))
            assert first == again, (name, table)


def test_a_mapping_that_cannot_be_followed_is_refused_with_its_word() -> None:
    good: dict[str, Any] = {"constant": "sold", "occurredAt": "at"}
    FORMATS["csv"](Wishes(mapping=good))
    wrong: dict[str, list[Any]] = {
        "occurredAt": [["at"], 1, None, {}, {"column": 1}, {"column": "a", "format": 2}, {"zone": "UTC"}],
        "properties": ["all", [1], {}, None], "json": ["a", [None]], "null": ["", {"": 1}], "id": [1, ["a"], None],
        "delimiter": ["", ",,", "\n", 1], "encoding": ["nothing", "rot13", 5], "timezone": ["Mars/Base", 1, ""],
        "colour": [1], "name": ["both"],
    }  # fmt: skip
    for word, values in wrong.items():
        for value in values:
            with pytest.raises(WrongWishes) as told:
                FORMATS["csv"](Wishes(mapping={**good, word: value}))
            assert "mapping" in str(told.value) or str(value) in str(told.value), (word, value)
