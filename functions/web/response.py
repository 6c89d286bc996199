"""The answers of the pages' function, each with the security headers."""

import base64
from collections.abc import Mapping
from typing import NotRequired, TypedDict

from spoor.http.accept import accepts_gzip
from spoor.http.compression import SMALLEST, gzipped
from spoor.http.page_headers import headers_of_page


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
    return {
        "statusCode": status,
        "headers": {**headers_of_page(connects_to=connects_to), **headers},
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
