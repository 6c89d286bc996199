"""Letters that differ in nothing but their case, by Unicode's simple folding: one letter for one, in any language."""

from collections.abc import Iterable
from functools import cache
from itertools import chain

_WITH_CASE = (
    *((0x41, 0x588), (0x10A0, 0x1100), (0x13A0, 0x13FE), (0x1C80, 0x1CC0), (0x1E00, 0x2000), (0x2126, 0x2185)),
    *((0x24B6, 0x24EA), (0x2C00, 0x2D2E), (0xA640, 0xA7F7), (0xAB53, 0xABC0), (0xFB05, 0xFB07), (0xFF21, 0xFF5B)),
    *((0x10400, 0x10600), (0x10C80, 0x10D86), (0x118A0, 0x118E0), (0x16E40, 0x16EE0), (0x1E900, 0x1E944)),
)
"""Where Unicode has letters with case; a test looks at all the others."""

_LATER = {"\ufb05": "\ufb06", "\u1fd3": "\u0390", "\u1fe3": "\u03b0"}
"""Pairs that look the same. Unicode 15.1 calls them alike, an earlier one does not."""


def folded(text: str) -> str:
    """The text with each letter as all that are like it are written: `STRASSE` is `strasse`; `ẞ` is `ß`, not `ss`."""
    return "".join(map(_folded, text))


def alike(letter: str) -> frozenset[str]:
    """The letter and all that are like it."""
    return orbits().get(letter, frozenset((letter,)))


def unfolded(texts: Iterable[str]) -> dict[str, str]:
    """The letters that have to be written otherwise for a text to be compared with one of `texts`, once folded. Letters
    that no text has are like none in them."""
    found = {other: _folded(letter) for letter in sorted(set(chain(*texts))) for other in sorted(alike(letter))}
    return {letter: like for letter, like in found.items() if letter != like}


def _folded(letter: str) -> str:
    if letter in _LATER:
        return _LATER[letter]
    found = letter.casefold()
    if len(found) > 1:  # `ss` for `ẞ`
        found = letter.lower()
    return found if len(found) == 1 else letter


@cache
def orbits() -> dict[str, frozenset[str]]:
    """All that are like it for each letter that is not alone."""
    same: dict[str, set[str]] = {}
    for first, end in _WITH_CASE:
        for letter in map(chr, range(first, end)):
            if (like := _folded(letter)) != letter:
                same.setdefault(like, {like}).add(letter)
    return {letter: frozenset(letters) for letters in same.values() for letter in letters}
