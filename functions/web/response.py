"""The answers of the pages' function, each with the security headers."""

import base64
from collections.abc import Mapping
from typing import NotRequired, TypedDict

from spoor.http.accept import accepts_gzip
from spoor.http.compression import SMALLEST, gzipped

#: No script, style or connection but our own, no frame round us, and no way for a script to write HTML.
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'{}; "
    "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; "
    "require-trusted-types-for 'script'; trusted-types 'none'"
)
_HEADERS = {
    "x-content-type-options": "nosniff",
    # Not no-referrer: with that a plain form post carries `Origin: null`, which the auth function refuses.
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=()",
    # Browsers heed this on https only, which is all that AWS offers; `make dev` is not touched by it.
    "strict-transport-security": "max-age=31536000",
}


class Response(TypedDict):
    """A payload 2.0 response."""

    statusCode: int
    headers: dict[str, str]
    body: str
    isBase64Encoded: NotRequired[bool]


def respond(
    status: int, body: str, headers: Mapping[str, str], *, connects_to: str = "", encoded: bool = False
) -> Response:
    """A response: `connects_to` is one more origin that its scripts may call, `encoded` says the body is base64."""
    policy = _POLICY.format(f" {connects_to}" if connects_to else "")
    return {
        "statusCode": status,
        "headers": {**_HEADERS, "content-security-policy": policy, **headers},
        "body": body,
        "isBase64Encoded": encoded,
    }


def html(status: int, text: str, *, connects_to: str = "", headers: Mapping[str, str] | None = None) -> Response:
    """A page. Never stored: after sign-out the Back button shows nothing of what was there."""
    usual = {"content-type": "text/html; charset=utf-8", "cache-control": "no-store"}
    return respond(status, text, {**usual, **(headers or {})}, connects_to=connects_to)


def packed(response: Response, accept_encoding: str) -> Response:
    """The page, compressed where it is large enough and the browser takes that. What is packed already stays so."""
    body = response["body"].encode()
    if len(body) < SMALLEST or response.get("isBase64Encoded"):
        return response
    headers = {**response["headers"], "vary": "accept-encoding"}
    if not accepts_gzip(accept_encoding):
        return {**response, "headers": headers}
    packed_body = base64.b64encode(gzipped(body)).decode()
    return {
        **response,
        "headers": {**headers, "content-encoding": "gzip"},
        "body": packed_body,
        "isBase64Encoded": True,
    }


def redirect(location: str) -> Response:
    """A 302 to an address of our own, that no cache keeps since it depends on a cookie."""
    return respond(302, "", {"location": location, "cache-control": "no-store"})


def without_body(response: Response) -> Response:
    """The answer to HEAD: the same, less the body."""
    return {**response, "body": "", "isBase64Encoded": False}
