"""Reading a request's body: which forms are taken, and what is in it."""

import json
from dataclasses import dataclass
from typing import Any, Final, NoReturn
from urllib.parse import parse_qsl

from auth.gate.fields import Field
from auth.http.call import Call
from auth.http.refusals import INVALID_JSON, TOO_MANY_FIELDS, Refused, unsupported_media_type

_JSON = "application/json"
_FORM = "application/x-www-form-urlencoded"
_MOST_FIELDS = 100  # no form has a tenth of it, and megabytes of `a&a&…` would keep an instance busy for seconds


class Undefined:
    """What was sent when nothing was sent."""


UNDEFINED: Final = Undefined()


@dataclass(frozen=True)
class Body:
    """What an endpoint wants in its body.

    `forms`: HTML forms are taken beside JSON. `optional`: no body at all is fine. `shapes` are the words for what the
    whole must be, each of which is told when it is something else; without any it may be whatever JSON can say.
    """

    fields: tuple[Field, ...]
    forms: bool = False
    optional: bool = False
    shapes: tuple[str, ...] = ("object",)


def read(call: Call, body: Body) -> Any:
    """The body as values, UNDEFINED when there is none (or nobody says what it is).

    Raises Refused: 415 for another type, 400 for broken JSON, and for a form with more fields than any has.
    """
    sent = call.headers.get("content-type", "")
    if not call.content or not sent:
        return UNDEFINED
    media_type = sent.partition(";")[0].strip().lower()
    allowed = (_FORM, _JSON) if body.forms else (_JSON,)
    if media_type not in allowed:
        raise Refused(unsupported_media_type(sent, allowed))
    text = call.content.decode("utf-8-sig", "replace")
    if media_type == _FORM:
        return _form(text)
    try:
        return json.loads(text, parse_constant=_no_number)
    except (ValueError, RecursionError) as error:
        raise Refused(INVALID_JSON) from error


def _form(text: str) -> dict[str, str]:
    try:
        return dict(parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS))
    except ValueError as error:
        raise Refused(TOO_MANY_FIELDS) from error


def _no_number(word: str) -> NoReturn:
    raise ValueError(f"{word} is no JSON")
