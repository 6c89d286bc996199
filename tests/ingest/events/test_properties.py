"""What is too much in an event's properties is cut, wherever it stands, and the event is stored."""

import random
from collections.abc import Iterator
from typing import Any

import pytest

from ingest.events.event import RefusedEvent
from ingest.events.properties import read_properties
from ingest.limits import MAX_DEPTH, MAX_EVENT, MAX_PROPERTIES
from tests.ingest.conftest import Send
from tests.people import Direct, stored


def spread(characters: int) -> dict[str, dict[str, Any]]:
    """So many characters in each of the places where text can be."""
    text = "x" * characters
    half, rest = text[: characters // 2], text[characters // 2 :]
    return {
        "a value": {"": text},
        "a key": {text: 1},
        "a key and its value": {half: rest},
        "a key inside": {"": {text: None}},
        "a list": {"": [half, [rest]]},
    }


def texts_in(value: Any) -> Iterator[str]:
    """Every text anywhere inside, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)
    elif isinstance(value, dict):
        yield from texts_in([*value, *value.values()])


@pytest.mark.parametrize("where", spread(0))
def test_text_up_to_the_limit_is_kept_whole(where: str) -> None:
    assert read_properties(spread(MAX_EVENT)[where]) == (spread(MAX_EVENT)[where], ())


@pytest.mark.parametrize("where", ["a value", "a key and its value", "a list"])
def test_longer_texts_are_cut_until_they_fit_and_it_is_told(where: str) -> None:
    cut, warnings = read_properties(spread(MAX_EVENT + 1)[where])
    assert warnings == ("TEXT_CUT",)
    assert MAX_EVENT - 8 <= sum(len(text.encode()) for text in texts_in(cut)) <= MAX_EVENT


def test_short_texts_stay_whole_beside_one_that_is_cut() -> None:
    given = {"state": "\u00e4" * MAX_EVENT, "plan": "pro", "notes": ["short", {"also": "y" * 1000}]}
    cut, _ = read_properties(given)
    assert {**cut, "state": None} == {**given, "state": None}
    assert cut["state"].endswith("\u00e4\u2026")


@pytest.mark.parametrize("where", ["a key", "a list of crumbs"])
def test_what_no_cut_text_makes_fit_is_refused(where: str) -> None:
    given = {**spread(MAX_EVENT + 1), "a list of crumbs": {"": ["xxx"] * MAX_EVENT}}
    with pytest.raises(RefusedEvent) as refused:
        read_properties(given[where])
    assert refused.value.code == "EVENT_TOO_LARGE"


def test_what_is_nested_deeper_than_the_limit_is_cut_and_the_rest_is_kept() -> None:
    deep: Any = "bottom"
    for level in range(25):
        deep = {"level": 25 - level, "below": deep}
    cut, warnings = read_properties({"state": deep, "plan": "pro"})
    assert (cut["plan"], warnings) == ("pro", ("DEPTH_CUT",))
    inside = cut["state"]
    for level in range(1, MAX_DEPTH + 1):
        assert inside["level"] == level
        inside = inside["below"]
    assert inside == "\u2026"


@pytest.mark.parametrize("levels", [21, 59, 60, 250, 1000, 5000, 100_000])
def test_however_deep_something_is_nested_its_event_is_stored(
    database: Direct, shop: str, send: Send, levels: int
) -> None:
    reply = send(f'[{{"name":"deep","properties":{{"a":{"[" * levels + "]" * levels},"b":1}}}},{{"name":"open"}}]')
    assert reply.json == {
        "accepted": 2,
        "duplicates": 0,
        "rejected": [],
        "warnings": [{"index": 0, "code": "DEPTH_CUT"}],
    }
    assert {row["properties"].get("b") for row in stored(database)} == {1, None}


def test_of_very_many_properties_the_first_are_kept() -> None:
    given = {f"key {at}": at for at in range(MAX_PROPERTIES + 1)}
    cut, warnings = read_properties(given)
    assert (list(cut), warnings) == (list(given)[:MAX_PROPERTIES], ("PROPERTIES_CUT",))


def test_an_event_of_a_mebibyte_is_stored_whole(database: Direct, shop: str, send: Send) -> None:
    trace = "".join(random.Random(1).choices("abcdefghij \n", k=MAX_EVENT - 5))
    assert "warnings" not in send({"name": "$exception", "properties": {"trace": trace}}).json
    [row] = stored(database)
    assert row["properties"] == {"trace": trace}


def test_a_key_of_megabytes_is_refused_and_its_neighbour_is_stored(database: Direct, shop: str, send: Send) -> None:
    reply = send([{"name": "huge", "properties": {"k" * 4_000_000: 1}}, {"name": "open"}])
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [(0, "EVENT_TOO_LARGE")]
    assert [row["name"] for row in stored(database)] == ["open"]


@pytest.mark.parametrize("empty", [None, "", [], {}])
def test_what_stands_for_an_empty_object_is_one(database: Direct, shop: str, send: Send, empty: object) -> None:
    assert send({"name": "open", "properties": empty}).json == {"accepted": 1, "duplicates": 0, "rejected": []}
    [row] = stored(database)
    assert row["properties"] == {}


@pytest.mark.parametrize("other", [["plan"], "plan", 7, True])
def test_properties_that_are_no_object_are_refused_as_vendors_do(
    database: Direct, shop: str, send: Send, other: object
) -> None:
    reply = send([{"name": "bad", "properties": other}, {"name": "open"}])
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [(0, "INVALID_PROPERTIES")]
    assert [row["name"] for row in stored(database)] == ["open"]
