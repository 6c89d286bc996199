"""Formulas: a line computed from others, such as `(A - B) / A * 100`."""

import operator
import re
from collections.abc import Callable, Sequence
from math import isfinite

MOST_CHARACTERS = 200
DEEPEST = 20

Number = int | float | None
Evaluate = Callable[[Sequence[Number]], Number]
"""Gives a formula's value from those of the series; None where one is missing, or where it divides by zero."""

_TOKEN = re.compile(r"\s*(?:(?P<number>\d+(?:\.\d+)?)|(?P<letter>[A-Za-z]+)|(?P<sign>[-+*/()]))")
_SUMS = {"+": operator.add, "-": operator.sub}
_PRODUCTS = {"*": operator.mul, "/": operator.truediv}


def parse(expression: str, series: int) -> Evaluate:
    """A formula over the first `series` letters with + - * / and parentheses.

    Raises ValueError, saying what is wrong where.
    """
    parser = _Parser(_tokens(expression), series)
    evaluate = parser.sum(0)
    if parser.next is not None:
        raise ValueError(f"{parser.next!r} is not expected there")
    return evaluate


def _tokens(expression: str) -> list[str]:
    tokens: list[str] = []
    at, text = 0, expression.rstrip()
    while at < len(text):
        found = _TOKEN.match(text, at)
        if found is None:
            rest = text[at:].lstrip()
            raise ValueError(f"{rest[:1]!r} is not known here; a formula has letters of series, numbers, + - * / ( )")
        tokens.append(found[found.lastgroup or 0])
        at = found.end()
    return tokens


class _Parser:
    """Recursive descent: a sum of products of signed parts."""

    def __init__(self, tokens: list[str], series: int) -> None:
        self._tokens = tokens[::-1]
        self._series = series

    @property
    def next(self) -> str | None:
        return self._tokens[-1] if self._tokens else None

    def sum(self, depth: int) -> Evaluate:
        return self._chain(self._product, _SUMS, depth)

    def _product(self, depth: int) -> Evaluate:
        return self._chain(self._part, _PRODUCTS, depth)

    def _chain(self, part: Callable[[int], Evaluate], signs: dict[str, Callable[..., Number]], depth: int) -> Evaluate:
        made = part(depth)
        while self.next in signs:
            made = _applied(signs[self._tokens.pop()], made, part(depth))
        return made

    def _part(self, depth: int) -> Evaluate:
        if depth > DEEPEST:
            raise ValueError(f"it is more than {DEEPEST} parentheses or signs deep")
        if self.next is None:
            raise ValueError("it ends too early")
        part = self._tokens.pop()
        if part == "-":
            return _applied(operator.sub, _constant(0), self._part(depth + 1))
        if part == "(":
            inside = self.sum(depth + 1)
            if self.next != ")":
                raise ValueError("a parenthesis is not closed")
            self._tokens.pop()
            return inside
        if part[0].isdigit():
            return _constant(float(part) if "." in part else int(part))
        return self._letter(part)

    def _letter(self, letter: str) -> Evaluate:
        if not letter.isalpha():
            raise ValueError(f"{letter!r} is not expected there")
        at = ord(letter) - ord("A") if len(letter) == 1 else -1
        if not 0 <= at < self._series:
            raise ValueError(f"there is no series {letter!r}; they are called A to {chr(ord('A') + self._series - 1)}")
        return lambda values: values[at]


def _constant(number: int | float) -> Evaluate:
    return lambda _: number


def _applied(sign: Callable[..., Number], left: Evaluate, right: Evaluate) -> Evaluate:
    def evaluate(values: Sequence[Number]) -> Number:
        one, other = left(values), right(values)
        if one is None or other is None:
            return None
        try:
            made = sign(one, other)
        except (ZeroDivisionError, OverflowError):
            return None
        return made if made is not None and isfinite(made) else None

    return evaluate
