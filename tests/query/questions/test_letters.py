"""Letters are alike where RE2 finds one for the other: Unicode's simple folding, one letter for one."""

import sys

import pytest
import re2

from query.questions.letters import alike, folded, orbits, unfolded


def test_every_letter_is_like_those_that_re2_finds_for_it() -> None:
    every = "".join(orbits())
    options = re2.Options()
    options.case_sensitive = False
    for letter in orbits():
        assert set(re2.compile(re2.escape(letter), options).findall(every)) == alike(letter), letter


def test_no_letter_with_another_case_is_left_out() -> None:
    every = (chr(code) for code in range(sys.maxunicode + 1) if not 0xD800 <= code < 0xE000)
    assert [letter for letter in every if folded(letter) != letter and letter not in orbits()] == []


@pytest.mark.parametrize(
    ("text", "as_folded"),
    [
        ("KÖLN", "köln"),
        ("ΣΑΣ", "σασ"),
        ("ς", "σ"),
        ("STRAẞE", "straße"),
        ("\u212a ſ", "k s"),
        ("İ", "İ"),
        ("日本 1", "日本 1"),
    ],
)
def test_a_folded_text_has_as_many_letters_as_before(text: str, as_folded: str) -> None:
    assert folded(text) == as_folded
    assert len(folded(text)) == len(text)


def test_only_letters_that_may_be_meant_are_written_otherwise() -> None:
    assert unfolded(["Köln"]) == {"K": "k", "\u212a": "k", "Ö": "ö", "L": "l", "N": "n"}
    assert unfolded(["1 日"]) == {}
