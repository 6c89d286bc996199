"""Patterns in Postgres' own words.

Its regular expressions look like RE2's and mean other things by many of them: `.`, `\\d`, `\\b`, what is a letter. So
none of these words are used: each place is a set of letters that is written out, and a word's edge is what stands
before and behind it. Without back-references Postgres searches as RE2 does, in one pass.
"""

from sqlalchemy import ColumnElement, Text, literal

from query.questions.letter_sets import EVERY, Ranges, all_but, by_escape
from query.questions.pattern import Choice, Edge, OneOf, Part, Repeated, Sequence
from query.questions.pattern_reader import read


def is_found_in(text: ColumnElement[str], pattern: str, ignore_case: bool) -> ColumnElement[bool]:
    """Whether the pattern is found in the text; the locale has no say in it."""
    found: ColumnElement[bool] = text.collate("C").op("~", is_comparison=True)(
        literal(spelled(read(pattern, ignore_case)), Text)
    )
    return found


def spelled(part: Part) -> str:
    """The pattern as Postgres' operator `~` takes it."""
    match part:
        case OneOf(letters=letters):
            return _one_of(letters)
        case Edge(kind=kind):
            return _EDGES[kind]
        case Sequence(parts=parts):
            return (
                "".join(f"(?:{spelled(each)})" if isinstance(each, Choice) else spelled(each) for each in parts)
                or "(?:)"
            )
        case Choice(branches=branches):
            return "|".join(map(spelled, branches))
        case Repeated(part=inside, least=least, most=most):
            return f"(?:{spelled(inside)}){_times(least, most)}"


def _times(least: int, most: int | None) -> str:
    if (least, most) in _SIGNS:
        return _SIGNS[least, most]
    return f"{{{least},{'' if most is None else most}}}"


_SIGNS: dict[tuple[int, int | None], str] = {(0, None): "*", (1, None): "+", (0, 1): "?"}


def _one_of(letters: Ranges) -> str:
    if letters == EVERY:
        return "."
    if len(letters) == 1 and letters[0][0] == letters[0][1]:
        return _letter(letters[0][0])
    others = all_but(letters)
    return f"[^{_ranges(others)}]" if len(others) < len(letters) else f"[{_ranges(letters)}]"


def _ranges(letters: Ranges) -> str:
    return "".join(_letter(first) if first == last else f"{_letter(first)}-{_letter(last)}" for first, last in letters)


def _letter(code: int) -> str:
    letter = chr(code)
    return letter if code > 127 or letter.isalnum() or code < 32 else f"\\{letter}"


_WORD = _one_of(by_escape()["w"])
_BEGINS, _ENDS = f"(?<!{_WORD})(?={_WORD})", f"(?<={_WORD})(?!{_WORD})"
_INSIDE, _OUTSIDE = f"(?<={_WORD})(?={_WORD})", f"(?<!{_WORD})(?!{_WORD})"
_EDGES = {"begin": "^", "end": "$", "word": f"(?:{_BEGINS}|{_ENDS})", "noWord": f"(?:{_INSIDE}|{_OUTSIDE})"}
