"""Two parsers read a body, a fast one and a careful one, and nobody can tell which of them it was."""

import json
import re
from collections.abc import Iterator
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from ingest.content import document
from ingest.wire.shared.inner_json import Embedded
from spoor.errors import BadRequest

UNSTORABLE = re.compile("[\0\ud800-\udfff]")
NUMBERS = st.from_regex(r"-?(0|[1-9][0-9]{0,40})(\.[0-9]{1,30})?([eE][+-]?[0-9]{1,3})?", fullmatch=True)
TEXTS = st.builds(json.dumps, st.text(), ensure_ascii=st.booleans())
WORDS = st.sampled_from(["true", "false", "null", "NaN", "Infinity", "-Infinity", "-0", '"\\ud800"', '"\\u0000"'])


def lists(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Lists and objects as text, with repeated keys and odd blanks."""
    blanks = st.sampled_from(["", " ", "\n", "\t\r "])
    pairs = st.builds("{}:{}{}".format, TEXTS | st.just('"key"'), blanks, inside)
    in_list = st.builds("[{}{}]".format, blanks, st.lists(inside, max_size=4).map(",".join))
    return in_list | st.builds("{{{}{}}}".format, st.lists(pairs, max_size=4).map(",".join), blanks)


JSON = st.recursive(NUMBERS | TEXTS | WORDS, lists, max_leaves=12)


def told(value: Any) -> str:
    """The value with its types: 1 and 1.0 and True are three."""
    return repr(value)


def texts_in(value: Any) -> Iterator[str]:
    """Every text anywhere inside, keys included."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, list):
        for inner in value:
            yield from texts_in(inner)
    elif isinstance(value, dict):
        yield from texts_in([*value, *value.values()])


@given(JSON)
def test_a_body_reads_as_the_standard_library_reads_it(text: str) -> None:
    assert told(document.parse(text).value) == told(json.loads(text))


@given(JSON, st.data())
def test_a_body_that_is_cut_short_is_refused_where_the_standard_library_refuses_it(
    text: str, data: st.DataObject
) -> None:
    cut = text[: data.draw(st.integers(0, len(text)))]
    try:
        meant = told(json.loads(cut))
    except json.JSONDecodeError:
        with pytest.raises(BadRequest, match="not JSON"):
            document.parse(cut)
    else:
        assert told(document.parse(cut).value) == meant


@given(JSON, st.booleans())
def test_json_inside_of_a_text_reads_as_if_it_stood_alone(text: str, ascii_only: bool) -> None:
    around = document.parse(json.dumps({"inside": text}, ensure_ascii=ascii_only))
    embedded = Embedded(around)
    opened = embedded.open(around.value["inside"])
    assert told(opened) == told(json.loads(text))
    if around.clean and embedded.clean:
        assert not [said for said in texts_in(opened) if UNSTORABLE.search(said)]


@pytest.mark.parametrize(
    "number",
    ["18446744073709551615", "18446744073709551616", "-9223372036854775808", "-9223372036854775809", "1" * 300],
)
@pytest.mark.parametrize("around", ["{}", "[{}]", '{{"a":1,"b":[true,{}]}}'])
def test_a_whole_number_stays_whole_however_long(number: str, around: str) -> None:
    text = around.format(number)
    assert told(document.parse(text).value) == told(json.loads(text))


def test_digits_written_as_escapes_are_not_taken_for_short_numbers() -> None:
    """Inside of a text a number can be hidden from whoever looks at the body."""
    hidden = "".join(f"\\u{ord(digit):04x}" for digit in "9" * 25)
    around = document.parse(f'{{"inside":"{hidden}"}}')
    assert Embedded(around).open(around.value["inside"]) == int("9" * 25)
