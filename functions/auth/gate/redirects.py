"""Fields that send the browser somewhere: only to trusted origins, or to a path that cannot leave this one."""

import re
from collections.abc import Mapping, Sequence
from typing import Any

from auth.http.call import Call
from auth.http.refusals import Refused, invalid_redirect, redirect_not_text
from spoor.http.origins import is_trusted

_FIELDS = (  # field, its name in the refusal, code
    ("callbackURL", "callbackURL", "INVALID_CALLBACK_URL"),
    ("redirectTo", "redirectURL", "INVALID_REDIRECT_URL"),
    ("errorCallbackURL", "errorCallbackURL", "INVALID_ERROR_CALLBACK_URL"),
    ("newUserCallbackURL", "newUserCallbackURL", "INVALID_NEW_USER_CALLBACK_URL"),
)
_LONGEST = 4096  # a gateway's headers hold ten thousand; and it ends up in mail that others get
_ODD = re.compile(r"[\\\x00-\x1f\x7f-\x9f\ud800-\udfff]")
_ENCODED_SLASH = re.compile(r"%(?:25)*(?:2f|5c)", re.IGNORECASE)  # however often it was encoded
_DOTS = re.compile(r"/(?:\.|%(?:25)*2e){1,2}(?:/|$)", re.IGNORECASE)


def check_redirects(call: Call, body: Any) -> None:
    """Look at every redirect field of the body, and at callbackURL in the query where the body has none.

    Raises Refused.
    """
    fields = body if isinstance(body, dict) else {}
    for name, label, code in _FIELDS:
        value = fields.get(name)
        if _is_absent(value) and name == "callbackURL":
            value = _in_query(call.query, name)
        if _is_absent(value):
            continue
        if not isinstance(value, str):
            raise Refused(redirect_not_text(label))
        if not is_allowed(call, value):
            raise Refused(invalid_redirect(label, code))


def is_allowed(call: Call, text: str) -> bool:
    """Whether a browser may be sent to `text`."""
    return len(text) <= _LONGEST and (is_safe_path(text) or is_trusted(text, call.site.trusted))


def is_safe_path(text: str) -> bool:
    """Whether `text` is a path that no browser reads as another host.

    Browsers take backslashes for slashes and drop control letters, so that `/\\evil.example` would leave this origin;
    somebody on the way may decode `/%2fevil.example`, or take the dots out of `/.//evil.example`.
    """
    path = re.split(r"[?#]", text, maxsplit=1)[0]
    strange = _ODD.search(text) or "//" in path or _ENCODED_SLASH.search(path) or _DOTS.search(path)
    return text.startswith("/") and not strange


def _is_absent(value: Any) -> bool:
    """What JavaScript calls falsy: such a field counts as not given."""
    return not value and not isinstance(value, list | dict)


def _in_query(query: Mapping[str, Sequence[str]], name: str) -> str | Sequence[str] | None:
    values = query.get(name, ())
    return values[0] if len(values) == 1 else values or None
