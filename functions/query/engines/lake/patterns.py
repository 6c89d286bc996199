"""Patterns in the words of RE2, which DuckDB has: each place is a set of letters that is written out."""

from query.engines.reasons import Elsewhere, Reason
from query.questions.letter_sets import Ranges
from query.questions.pattern import Choice, Edge, OneOf, Part, Repeated, Sequence

_EDGES = {"begin": "\\A", "end": "\\z", "word": "\\b"}


def spelled(part: Part) -> str:
    """The pattern as RE2 takes it.

    Raises Elsewhere where it has a place that is no edge of a word: RE2 finds such within a letter of several bytes.
    """
    match part:
        case OneOf(letters=letters):
            return _one_of(letters)
        case Edge(kind="noWord"):
            raise Elsewhere(Reason.FILTER_NOT_SEALED)
        case Edge(kind=kind):
            return _EDGES[kind]
        case Sequence(parts=parts):
            return "".join(f"(?:{spelled(each)})" for each in parts) or "(?:)"
        case Choice(branches=branches):
            return "|".join(spelled(each) for each in branches)
        case Repeated(part=inside, least=least, most=most):
            return f"(?:{spelled(inside)}){{{least},{'' if most is None else most}}}"


def _one_of(letters: Ranges) -> str:
    if not letters:
        return "[^\\x{0}-\\x{10FFFF}]"
    return f"[{''.join(f'{_letter(first)}-{_letter(last)}' for first, last in letters)}]"


def _letter(code: int) -> str:
    return f"\\x{{{code:X}}}"
