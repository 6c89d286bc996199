"""All the text of an event's properties counts towards its limit, wherever it stands."""

from typing import Any

import pytest

from ingest.event import Refused
from ingest.limits import MAX_EVENT
from ingest.properties import check_properties
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


@pytest.mark.parametrize("where", spread(0))
def test_text_up_to_the_limit_is_taken_and_one_character_more_is_not(where: str) -> None:
    assert check_properties(spread(MAX_EVENT)[where]) == spread(MAX_EVENT)[where]
    with pytest.raises(Refused) as refused:
        check_properties(spread(MAX_EVENT + 1)[where])
    assert refused.value.code == "EVENT_TOO_LARGE"


def test_a_key_of_megabytes_is_refused_and_its_neighbour_is_stored(database: Direct, shop: str, send: Send) -> None:
    reply = send([{"name": "huge", "properties": {"k" * 4_000_000: 1}}, {"name": "open"}])
    assert [(one["index"], one["code"]) for one in reply.json["rejected"]] == [(0, "EVENT_TOO_LARGE")]
    assert [row["name"] for row in stored(database)] == ["open"]
