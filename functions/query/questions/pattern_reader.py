"""Reads a regular expression: the part of RE2's language that means the same on every engine, and says of the rest why
not."""

import re
from functools import lru_cache
from string import punctuation

from query.questions import letter_sets
from query.questions.letter_sets import LINE_BREAK, Ranges, all_but
from query.questions.pattern import LARGEST, MOST_REPEATED, Choice, Edge, OneOf, Part, Repeated, Sequence

DEEPEST = 20
"""Groups within one another."""

_TIMES = re.compile(r"(?:([*+?])|\{(\d{1,4})(?:(,)(\d{0,4}))?\})(\??)", re.ASCII)
_HEX = re.compile(r"x(?:([0-9A-Fa-f]{2})|\{([0-9A-Fa-f]{1,6})\})", re.ASCII)
_NAMED = re.compile(r"\[:(\^?)([a-z]+):\]")
_CONTROLS = {"t": "\t", "n": "\n", "r": "\r", "f": "\f", "v": "\v", "a": "\a"}
_EDGES: dict[str, Edge] = {"A": Edge("begin"), "z": Edge("end"), "b": Edge("word"), "B": Edge("noWord")}
_LITERAL = set(punctuation) - {"_"} | {" "}


@lru_cache(maxsize=64)
def read(text: str, ignore_case: bool) -> Part:
    """What the pattern means.

    Raises ValueError, saying where it can't be read, and why.
    """
    reader = _Reader(text, ignore_case)
    found = reader.choice(0)
    if reader.left:
        raise reader.wrong("`)` closes no group; write `\\)` for the letter")
    if found.size > LARGEST:
        raise ValueError(
            f"the pattern is too large: written out it has about {found.size} parts, and {LARGEST} is the most"
        )
    return found


class _Reader:
    """A pattern, and how far it is read."""

    def __init__(self, text: str, ignore_case: bool) -> None:
        self._text = text
        self._ignore_case = ignore_case
        self._at = 0

    @property
    def left(self) -> str:
        """What is not read yet."""
        return self._text[self._at :]

    def wrong(self, told: str) -> ValueError:
        """What is wrong where the reader is."""
        return ValueError(f"the pattern can't be read at letter {self._at + 1}: {told}")

    def choice(self, depth: int) -> Part:
        """Branches, up to the end or a closing parenthesis."""
        branches = [self._sequence(depth)]
        while self._took("|"):
            branches.append(self._sequence(depth))
        return branches[0] if len(branches) == 1 else Choice(tuple(branches))

    def _sequence(self, depth: int) -> Part:
        parts: list[Part] = []
        while self.left and self.left[0] not in "|)":
            parts.append(self._repeated(self._single(depth)))
        return parts[0] if len(parts) == 1 else Sequence(tuple(parts))

    def _repeated(self, part: Part) -> Part:
        found = _TIMES.match(self._text, self._at)
        if found is None:
            return part
        sign, least, comma, most, _ = found.groups()
        bounds = {"*": (0, None), "+": (1, None), "?": (0, 1)}.get(sign)
        low, high = bounds or (int(least), int(most) if most else None if comma else int(least))
        if part.has_edge and high != 1:
            raise self.wrong("`^`, `$`, `\\b` and their like can't be repeated, nor a group that has one")
        if max(low, high or 0) > MOST_REPEATED:
            raise self.wrong(f"{MOST_REPEATED} times is the most")
        if high is not None and high < low:
            raise self.wrong("the first number of `{n,m}` must not be greater than the second")
        self._at = found.end()
        if self.left.startswith(("*", "+", "?", "{")):
            raise self.wrong("what is repeated can't be repeated again; put it into a group, `(?:…)`")
        return Repeated(part, low, high)

    def _single(self, depth: int) -> Part:
        if self._took("("):
            return self._group(depth + 1)
        if self._took("["):
            return self._class()
        if self._took("."):
            return OneOf(all_but(LINE_BREAK))
        if self._took("^"):
            return Edge("begin")
        if self._took("$"):
            return Edge("end")
        if self._took("\\"):
            return self._escaped()
        if self.left[0] in "*+?":
            raise self.wrong(
                f"`{self.left[0]}` repeats what stands before it, and nothing does; write `\\{self.left[0]}`"
            )
        if self.left[0] == "{":
            raise self.wrong(
                "a repetition is `{n}`, `{n,}` or `{n,m}` behind what it repeats; write `\\{` for the letter"
            )
        return self._one_of(letter_sets.of_letters(self._next()))

    def _group(self, depth: int) -> Part:
        if depth > DEEPEST:
            raise self.wrong(f"groups lie more than {DEEPEST} deep in one another")
        if self.left.startswith("?") and not self._took("?:"):
            raise self.wrong(_why_not(self.left))
        found = self.choice(depth)
        if not self._took(")"):
            raise self.wrong("a group is not closed; write `\\(` for the letter")
        return found

    def _escaped(self) -> Part:
        if self.left[:1] in _EDGES:
            return _EDGES[self._next()]
        found = self._set_escaped()
        return OneOf(found) if found is not None else self._one_of(letter_sets.of([(code := self._code(), code)]))

    def _set_escaped(self) -> Ranges | None:
        name = self.left[:1]
        if not name or name not in "dswDSW":
            return None
        self._at += 1
        found = self._with_case(letter_sets.by_escape()[name.lower()])
        return found if name.islower() else all_but(found)

    def _code(self) -> int:
        """The letter that stands behind a backslash."""
        if found := _HEX.match(self._text, self._at):
            code = int(found[1] or found[2], 16)
            if not letter_sets.has(letter_sets.EVERY, code):
                raise self.wrong("there is no such letter in any text")
            self._at = found.end()
            return code
        letter = self.left[:1]
        if letter in _CONTROLS:
            self._at += 1
            return ord(_CONTROLS[letter])
        if letter not in _LITERAL:
            raise self.wrong(_why_no_escape(letter))
        return ord(self._next())

    def _class(self) -> Part:
        negated = self._took("^")
        found: list[tuple[int, int]] = []
        first = True
        while first or not self._took("]"):
            if not self.left:
                raise self.wrong("`[` is not closed; write `\\[` for the letter")
            found += self._in_class(first)
            first = False
        letters = self._with_case(letter_sets.of(found))
        letters = all_but(letters) if negated else letters
        if not letters:
            raise self.wrong("no letter is left in this class")
        return OneOf(letters)

    def _in_class(self, first: bool) -> Ranges:
        if self.left.startswith("[:"):
            named = _NAMED.match(self._text, self._at)
            if named is None or named[2] not in letter_sets.by_name():
                raise self.wrong(f"classes with names are {', '.join(letter_sets.by_name())}, written `[:alpha:]`")
            self._at = named.end()
            found = self._with_case(letter_sets.by_name()[named[2]])
            return all_but(found) if named[1] else found
        if self._took("\\"):
            found_set = self._set_escaped()
            if found_set is not None:
                return found_set
            begin = self._code()
        elif self.left[0] == "-" and not first and not self.left.startswith("-]"):
            raise self.wrong("`-` stands between two letters, or first or last; write `\\-` for the letter")
        else:
            begin = ord(self._next())
        if not self.left.startswith("-") or self.left.startswith("-]"):
            return ((begin, begin),)
        self._at += 1
        return ((begin, self._end_of_range(begin)),)

    def _end_of_range(self, begin: int) -> int:
        if self._took("\\"):
            if self.left[:1] in set("dswDSW"):
                raise self.wrong("a range ends with one letter")
            end = self._code()
        elif self.left[:1] in ("[", "-", ""):
            raise self.wrong("a range ends with a letter; write `\\[` and `\\-` for these two")
        else:
            end = ord(self._next())
        if end < begin:
            raise self.wrong("this range runs backwards")
        return end

    def _one_of(self, letters: Ranges) -> OneOf:
        return OneOf(self._with_case(letters))

    def _with_case(self, letters: Ranges) -> Ranges:
        return letter_sets.alike(letters) if self._ignore_case else letters

    def _took(self, expected: str) -> bool:
        if not self._text.startswith(expected, self._at):
            return False
        self._at += len(expected)
        return True

    def _next(self) -> str:
        self._at += 1
        return self._text[self._at - 1]


def _why_not(group: str) -> str:
    if group.startswith(("?=", "?!", "?<=", "?<!")):
        return "a pattern can't look ahead or behind; use two filters, or `isNot` and `notContains`"
    if group.startswith(("?P", "?<", "?'")):
        return "groups have no names here; write `(…)` or `(?:…)`"
    return "flags are not known; say `ignoreCase` for `(?i)`, and `[\\s\\S]` for any letter at all"


def _why_no_escape(letter: str) -> str:
    if letter.isdecimal() or letter in ("k", "g"):
        return "back-references are not known, since no search with them is bounded"
    if letter in ("p", "P"):
        return "classes of Unicode are not known; write a range such as `[A-Za-zÀ-ÿ]`"
    if not letter:
        return "a backslash stands last; write `\\\\` for the letter"
    return f"`\\{letter}` is not known; the letter itself stands without a backslash"
