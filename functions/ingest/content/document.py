"""Parses JSON so that one unusable value spoils its own event and not the batch around it."""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, NoReturn

import orjson

from ingest.limits import MAX_EVENTS, MAX_TOKENS
from spoor.errors import BadRequest, TooLarge

_MAX_DIGITS = 400
_MAX_LEVELS = 60
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")
_CUT = '"\u2026"'
_DIGITS = bytes.maketrans(b"123456789", b"000000000")
_LONG = b"0" * 19  # the digits of the shortest integer that may lie beyond 64 bits, behind a minus sign
_CUT_SHORT = "unexpected end of data"  # orjson's words where no reader could make anything of what came before


class Poison:
    """Stands where a value was that cannot be stored; its event is refused."""


POISON = Poison()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed body. `clean` promises that no text in it can hold NUL or a lone surrogate, `plain` the same of JSON
    written inside its texts, and that `parse_plain` reads that as `parse` would. `size` is its JSON's in bytes."""

    value: Any
    clean: bool
    plain: bool = False
    size: int = 0


def parse(text: str) -> Document:
    """The JSON of `text`, the last of repeated keys winning.

    A number of absurd length becomes POISON, and with it NaN and Infinity; what is nested absurdly deep becomes a text.

    Raises BadRequest when it is not JSON, TooLarge when it has too many parts.
    """
    data = text.encode("utf-8", "surrogatepass")
    if len(data) > MAX_TOKENS and count_tokens(data) > MAX_TOKENS:
        raise TooLarge(f"The body has more than {MAX_TOKENS} values. Send smaller batches.", code="BODY_TOO_LARGE")
    escaped, long = _is_escaped(data), _may_hold_long_number(data)
    value = _parse(text) if long else parse_plain(text)
    clean = not escaped or _ESCAPE.search(text) is None
    return Document(value, clean, plain=not escaped and not long, size=len(data))


def parse_lines(text: str) -> Document:
    """The JSON in each line of `text`, as a list; a line that is none is POISON, and spoils no other.

    Raises TooLarge as `parse` does, or where there are more lines than MAX_EVENTS.
    """
    lines = [line for line in text.split("\n") if line and not line.isspace()]
    if len(lines) > MAX_EVENTS:
        raise TooLarge(f"A request has at most {MAX_EVENTS} events; this one has {len(lines)}.", code="BATCH_TOO_LARGE")
    try:
        return parse(f"[{','.join(lines)}]")
    except BadRequest:
        opened = [_parse_line(line) for line in lines]
    size = sum(one.size for one in opened)
    return Document([one.value for one in opened], clean=all(one.clean for one in opened), size=size)


def _parse_line(line: str) -> Document:
    try:
        return parse(line)
    except BadRequest:
        return Document(POISON, clean=True)


def of_fields(fields: Mapping[str, str]) -> Document:
    """The document of a form or a query: an object of texts."""
    said = "".join((*fields, *fields.values()))
    return Document(dict(fields), clean="\0" not in said)


def count_tokens(data: bytes) -> int:
    """How many values, about, a JSON text holds: its commas and opening brackets, wherever they are."""
    return len(data) - len(data.translate(None, b",{["))


def is_plain(data: bytes) -> bool:
    """Whether the document of `data` would be `plain`."""
    return not _is_escaped(data) and not _may_hold_long_number(data)


def parse_plain(text: str | bytes) -> Any:
    """What `parse` makes of a text without long numbers, faster: orjson would round those without a word, and differs
    in nothing else that it takes. What it does not take is left to the standard library.

    Raises BadRequest when it is not JSON, UnicodeDecodeError when it is not UTF-8.
    """
    try:
        return orjson.loads(text)
    except orjson.JSONDecodeError as error:
        if error.msg == _CUT_SHORT:
            _refuse(error)
        return _parse(text if isinstance(text, str) else text.decode())


def _is_escaped(data: bytes) -> bool:
    """Whether a character may be written as its number; one byte is found far faster than two."""
    return b"\\" in data and b"\\u" in data


def _may_hold_long_number(data: bytes) -> bool:
    digits = data.translate(_DIGITS)
    return _LONG in digits and (b"0" + _LONG in digits or b"-" + _LONG in digits)


def _parse(text: str) -> Any:
    text = text.removeprefix("\ufeff")
    try:
        return json.loads(text)
    except RecursionError:
        return _parse_tolerantly(_cut_deep(text))
    except json.JSONDecodeError as error:
        _refuse(error)
    except ValueError:  # an integer beyond Python's digit limit
        return _parse_tolerantly(text)


def _parse_tolerantly(text: str) -> Any:
    try:
        return json.loads(text, parse_int=_integer, parse_constant=lambda _: POISON)
    except json.JSONDecodeError as error:
        _refuse(error)
    except RecursionError:
        return _parse_tolerantly(_cut_deep(text))


def _integer(digits: str) -> int | Poison:
    return POISON if len(digits) > _MAX_DIGITS else int(digits)


def _cut_deep(text: str) -> str:
    """`text` with everything nested below _MAX_LEVELS replaced by a text: deeper than any event's is pieces."""
    pieces: list[str] = []
    level = start = 0
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign in "[{":
            level += 1
            if level == _MAX_LEVELS:
                pieces += [text[start : token.start()], _CUT]
        elif sign in "]}":
            if level == _MAX_LEVELS:
                start = token.end()
            level -= 1
    return "".join([*pieces, text[start:]]) if level < _MAX_LEVELS else text[:1]


def _refuse(error: json.JSONDecodeError) -> NoReturn:
    raise BadRequest(f"The body is not JSON: {error.msg} at character {error.pos}.", code="INVALID_JSON") from error
