"""Sets of letters, as ranges of their code points: what one place of a regular expression takes."""

from collections.abc import Iterable
from functools import cache
from string import ascii_lowercase, ascii_uppercase, digits, punctuation

from query.questions.letters import orbits

Ranges = tuple[tuple[int, int], ...]
"""From a code point to another, both within; ascending, apart from one another."""

EVERY: Ranges = ((1, 0xD7FF), (0xE000, 0x10FFFF))
"""What texts are made of: no NUL, and no halves of pairs."""

LINE_BREAK: Ranges = ((10, 10),)


def of(ranges: Iterable[tuple[int, int]]) -> Ranges:
    """The letters of all ranges."""
    found: list[tuple[int, int]] = []
    for first, last in sorted(
        (max(first, begin), min(last, end))
        for first, last in ranges
        for begin, end in EVERY
        if first <= end and last >= begin
    ):
        if found and first <= found[-1][1] + 1:
            found[-1] = (found[-1][0], max(found[-1][1], last))
        else:
            found.append((first, last))
    return tuple(found)


def of_letters(letters: Iterable[str]) -> Ranges:
    """The letters themselves."""
    return of((ord(letter), ord(letter)) for letter in letters)


def all_but(ranges: Ranges) -> Ranges:
    """Every other letter."""
    found, at = [], 1
    for first, last in ranges:
        found.append((at, first - 1))
        at = last + 1
    return of(each for each in (*found, (at, EVERY[-1][1])) if each[0] <= each[1])


def alike(ranges: Ranges) -> Ranges:
    """With all letters that differ from one of them in case only."""
    more = (other for letter, same in orbits().items() if has(ranges, ord(letter)) for other in same)
    return of((*ranges, *((ord(letter), ord(letter)) for letter in more)))


def has(ranges: Ranges, code: int) -> bool:
    """Whether a letter is one of them."""
    return any(first <= code <= last for first, last in ranges)


@cache
def by_escape() -> dict[str, Ranges]:
    """What `\\\\d`, `\\\\s` and `\\\\w` stand for, which is ASCII."""
    word = of_letters(digits + ascii_lowercase + ascii_uppercase + "_")
    return {"d": of_letters(digits), "s": of_letters("\t\n\f\r "), "w": word}


@cache
def by_name() -> dict[str, Ranges]:
    """What `[:alpha:]` and its like stand for, which is ASCII."""
    return {
        "alnum": of_letters(digits + ascii_lowercase + ascii_uppercase),
        "alpha": of_letters(ascii_lowercase + ascii_uppercase),
        "ascii": of([(1, 127)]),
        "blank": of_letters("\t "),
        "cntrl": of([(1, 31), (127, 127)]),
        "digit": of_letters(digits),
        "graph": of([(33, 126)]),
        "lower": of_letters(ascii_lowercase),
        "print": of([(32, 126)]),
        "punct": of_letters(punctuation),
        "space": of_letters("\t\n\v\f\r "),
        "upper": of_letters(ascii_uppercase),
        "word": by_escape()["w"],
        "xdigit": of_letters(digits + "abcdefABCDEF"),
    }
