"""The way in through CloudFront, where a domain of one's own stands before the functions, and the lock on every other.

CloudFront adds a secret header to whatever it hands on, and its viewer function names the viewer's address and the type
of a body that it had to call binary. Nothing of this is believed without the secret.
"""

from collections.abc import Callable, Mapping
from hmac import compare_digest
from typing import Any, TypeVar

from spoor import correlation
from spoor.errors import SecretAway
from spoor.settings import forget_secret, secret, setting

KEY, VIEWER, TYPE = "x-spoor-edge", "x-spoor-viewer", "x-spoor-content-type"
"""Headers between CloudFront and the functions: the secret, the viewer's address, and what a body's type was."""

_NONE = "-"
_Answer = TypeVar("_Answer")
_REFUSED: dict[str, Any] = {
    "statusCode": 403,
    "headers": {"content-type": "application/json", "cache-control": "no-store"},
    "body": '{"message":"Forbidden"}',
    "isBase64Encoded": False,
}
_BLIND: dict[str, Any] = {
    "statusCode": 503,
    "headers": {"content-type": "application/json", "cache-control": "no-store", "retry-after": "10"},
    "body": '{"code":"SECRET_UNAVAILABLE","message":"Try again in a moment."}',
    "isBase64Encoded": False,
}


def is_there() -> bool:
    """Whether requests come through CloudFront."""
    return any(setting(name, _NONE) != _NONE for name in ("EDGE_SECRET", "EDGE_SECRET_ARN"))


def admit(event: dict[str, Any]) -> dict[str, Any] | None:
    """The event of a request as its viewer sent it; None for one that came past the edge.

    Raises SecretAway where that cannot be told.
    """
    if not is_there():
        return event
    headers = event.get("headers") or {}
    if not _is_ours(headers.get(KEY, "")):
        return None
    return _as_sent(event, headers)


def guarded(
    handler: Callable[[dict[str, Any], Any], _Answer], *, blind_opens: bool = False
) -> Callable[[dict[str, Any], Any], _Answer | dict[str, Any]]:
    """A handler behind the lock, who knows which request it is.

    Where the secret cannot be had nobody is let in, unless `blind_opens`: what trackers send is kept then, since the
    lock is there against floods.
    """

    def guard(event: dict[str, Any], context: Any) -> _Answer | dict[str, Any]:
        correlation.begin(event, context)
        try:
            admitted = admit(event)
        except SecretAway:
            if not blind_opens:
                return _BLIND
            admitted = event
        return _REFUSED if admitted is None else handler(admitted, context)

    return guard


def _is_ours(said: str) -> bool:
    """Whether a header holds the secret, or one of several with commas between, while it is changed."""
    if _matches(said):
        return True
    if said:
        forget_secret("EDGE_SECRET")  # it may have been changed since this instance started
    return bool(said) and _matches(said)


def _matches(said: str) -> bool:
    known = [each.strip().encode() for each in secret("EDGE_SECRET").split(",")]
    return any(each and compare_digest(each, one.strip().encode()) for each in known for one in said.split(","))


def _as_sent(event: dict[str, Any], headers: Mapping[str, str]) -> dict[str, Any]:
    seen = {name: value for name, value in headers.items() if name not in (KEY, VIEWER, TYPE)}
    if TYPE in headers:
        seen["content-type"] = headers[TYPE]
    circumstances = event.get("requestContext") or {}
    if viewer := headers.get(VIEWER):
        http = {**(circumstances.get("http") or {}), "sourceIp": viewer}
        circumstances = {**circumstances, "http": http}
    return {**event, "headers": seen, "requestContext": circumstances}
