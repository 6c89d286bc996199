"""Any id is taken: what is no text becomes one, what is too long is made short, and no two ids become one."""

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.events.texts import read_id, shorten
from ingest.limits import MAX_TEXT
from tests.ingest.conftest import Send
from tests.people import Direct, stored

LONG = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=190, max_size=260)


def read(value: Any) -> tuple[str | None, list[str]]:
    """The id that `value` is, and the warnings about it."""
    warnings: list[str] = []
    return read_id(value, "userId", True, warnings), warnings


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (12, "12"),
        (12.0, "12"),
        (1.5, "1.5"),
        (2**70, str(2**70)),
        (True, "true"),
        (["u1"], '["u1"]'),
        ({"b": 1, "a": {"$oid": "5"}}, '{"a":{"$oid":"5"},"b":1}'),
        ([2**70], f"[{2**70}]"),
    ],
)
def test_an_id_of_another_type_is_its_text(value: object, text: str) -> None:
    converted = [] if type(value) in (int, float) else ["ID_CONVERTED"]
    assert read(value) == (text, converted)


@pytest.mark.parametrize("value", [None, "", " ", "\t\n"])
def test_an_empty_or_blank_id_is_none(value: object) -> None:
    assert read(value) == (None, [])


@given(LONG)
def test_an_id_up_to_the_limit_stays_as_it_is_and_a_longer_one_begins_as_it_was(text: str) -> None:
    made, warnings = read(text)
    assert made is not None
    assert len(made) <= MAX_TEXT
    if len(text) <= MAX_TEXT:
        assert (made, warnings) == (text if not text.isspace() else None, [])
    else:
        assert (made[:100], warnings) == (text[:100], ["ID_SHORTENED"])


@given(LONG, LONG)
def test_two_ids_never_become_one(left: str, right: str) -> None:
    tail = "x" * 300
    assert (shorten(left) == shorten(right)) is (left == right)
    assert shorten(tail + left) != shorten(tail + left + "y")


def test_nobody_passes_for_a_long_id_by_sending_what_it_became() -> None:
    short = shorten("a" * 300)
    assert shorten(short) not in (short, "a" * 300)
    assert len(shorten(short)) == MAX_TEXT


def test_events_of_a_long_id_are_stored_as_one_visitors(database: Direct, shop: str, send: Send) -> None:
    first = send({"name": "a", "userId": "u" * 250})
    send([{"name": "b", "userId": "u" * 250}, {"name": "c", "userId": "u" * 249}, {"name": "d", "userId": {"a": 1}}])
    assert first.json["warnings"] == [{"index": 0, "code": "ID_SHORTENED"}]
    a, b, c, d = sorted(stored(database), key=lambda row: row["name"])
    assert a["anonymous_id"] == b["anonymous_id"] != c["anonymous_id"]
    assert d["anonymous_id"] == '{"a":1}'


def test_an_event_id_of_any_length_or_type_makes_its_event_stored_once(database: Direct, shop: str, send: Send) -> None:
    for given_id in ("e" * 5000, "e" * 4999, {"a": 1}, ["a", 1]):
        event = {"id": given_id, "name": "open"}
        assert [send(event).json["accepted"] for _ in range(2)] == [1, 0]
    assert len(stored(database)) == 4
