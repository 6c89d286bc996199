"""Values of properties as JSON that is the same for equal values, exactly: 1 and 1.0 are one, however many digits."""

import json
from collections.abc import Sequence
from decimal import Decimal
from typing import Any

_CONTROLS = {code: f"\\u{code:04X}" for code in range(32)}
_CONTROLS |= {
    ord(letter): escaped
    for letter, escaped in zip('"\\\b\f\n\r\t', ('\\"', "\\\\", "\\b", "\\f", "\\n", "\\r", "\\t"), strict=True)
}
"""As DuckDB's JSON writes texts."""


def scalars_of(text: str, keys: Sequence[str]) -> list[str | None]:
    """What the properties `text` say under each of the keys; None for what is missing or JSON's null. An array or an
    object is told only as that, `[]` or `{}`, whatever is in it."""
    found = json.loads(text, parse_int=Decimal, parse_float=Decimal)
    return [_scalar(found.get(key)) for key in keys]


def _scalar(value: Any) -> str | None:
    match value:
        case bool():
            return "true" if value else "false"
        case str():
            return f'"{value.translate(_CONTROLS)}"'
        case Decimal():
            return _number(value)
        case list():
            return "[]"
        case dict():
            return "{}"
        case _:
            return None


def _number(value: Decimal) -> str:
    """Digits, and a point where it takes one: as Postgres writes a `numeric` that has no zeros at its end."""
    written = format(value, "f")
    trimmed = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if trimmed in ("-0", "") else trimmed
