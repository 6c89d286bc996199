"""Parses JSON so that one unusable value spoils its own event and not the batch around it."""

import json
import re
from dataclasses import dataclass
from typing import Any, NoReturn

from ingest.limits import MAX_TOKENS
from spoor.errors import BadRequest, TooLarge

_MAX_DIGITS = 400
_MAX_LEVELS = 60
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*"|[\[\]{}]', re.DOTALL)
_ESCAPE = re.compile(r"\\u(?:0000|[dD][89a-fA-F])")


class Poison:
    """Stands where a value was that cannot be stored; its event is refused."""


POISON = Poison()


@dataclass(frozen=True, slots=True)
class Document:
    """A parsed body. `clean` promises that no text in it can hold NUL or a lone surrogate."""

    value: Any
    clean: bool


def parse(text: str) -> Document:
    """The JSON of `text`, the last of repeated keys winning.

    Numbers of absurd length, NaN, Infinity and values nested absurdly deep become POISON.

    Raises BadRequest when it is not JSON, TooLarge when it has too many parts.
    """
    if len(text) > MAX_TOKENS and text.count(",") + text.count("{") + text.count("[") > MAX_TOKENS:
        raise TooLarge(f"The body has more than {MAX_TOKENS} values. Send smaller batches.", code="BODY_TOO_LARGE")
    text = text.removeprefix("\ufeff")
    try:
        value = json.loads(text)
    except RecursionError:
        value = _parse_tolerantly(_cut_deep(text))
    except json.JSONDecodeError as error:
        _refuse(error)
    except ValueError:  # an integer beyond Python's digit limit
        value = _parse_tolerantly(text)
    clean = "\\u" not in text or _ESCAPE.search(text) is None
    return Document(value, clean)


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
    """`text` with everything nested below _MAX_LEVELS replaced by one constant that parses to POISON."""
    kept: list[str] = []
    level = start = 0
    for token in _TOKEN.finditer(text):
        sign = token.group()
        if sign in "[{":
            level += 1
            if level == _MAX_LEVELS:
                kept += [text[start : token.start()], "NaN"]
        elif sign in "]}":
            if level == _MAX_LEVELS:
                start = token.end()
            level -= 1
    return "".join([*kept, text[start:]]) if level < _MAX_LEVELS else text[:1]


def _refuse(error: json.JSONDecodeError) -> NoReturn:
    raise BadRequest(f"The body is not JSON: {error.msg} at character {error.pos}.", code="INVALID_JSON") from error
