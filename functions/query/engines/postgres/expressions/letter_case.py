"""Texts compared without the case of their letters, alike in every database, whatever its locale."""

from collections.abc import Sequence
from typing import Any

from sqlalchemy import ColumnElement, Text, func, literal

from query.questions.letters import unfolded


def in_one_case(text: ColumnElement[str], given: Sequence[Any]) -> ColumnElement[str]:
    """The text, its letters written as they are in the values given, once these are folded.

    `lower` knows the letters of ASCII in the locale C, and no others; those that the values have are translated one by
    one, which costs as much as there are.
    """
    letters = {
        letter: like
        for letter, like in unfolded(each for each in given if isinstance(each, str)).items()
        if not letter.isascii()
    }
    lower = func.lower(text.collate("C"), type_=Text())
    if not letters:
        return lower
    return func.translate(
        lower, literal("".join(letters), Text), literal("".join(letters.values()), Text), type_=Text()
    )
