"""Opens a body, whatever a tracker wrapped it in: gzip, deflate, a form, base64; never past the limit."""

import base64
import binascii
import zlib

from ingest.form import unquote
from ingest.limits import MAX_DECODED
from ingest.request import Request
from spoor.errors import BadRequest, SpoorError, TooLarge, UnsupportedMedia

_GZIP = b"\x1f\x8b"
_LOST = "\ufffd".encode()  # what a gateway puts where bytes were not UTF-8
_DAMAGED_GZIP = b"\x1f" + _LOST
_CHARSETS = {"utf-8", "utf8", "us-ascii"}


class DamagedBody(BadRequest):
    """A gateway took compressed bytes for text and replaced what was not UTF-8: they cannot be had back."""

    code = "BODY_DAMAGED"
    message = (
        "The body was compressed but labelled as text, and a gateway on the way damaged it. Send it uncompressed "
        "(posthog-js: disable_compression: true), or as application/octet-stream."
    )


def read_text(request: Request) -> str:
    """The text of a request's body.

    Opened in the order that fits every tracker: gzip by its first bytes whatever the headers say, deflate by the
    header, then a form's `data`, then base64 around JSON. An empty body takes `data` from the query.

    Raises BadRequest, DamagedBody, TooLarge, UnsupportedMedia.
    """
    content_type = request.headers.get("content-type", "")
    if content_type:
        _check_type(content_type)
    data = _uncompress(request)
    if data.startswith(b"data="):
        data = _form_data(data)
    elif not data and "data" in request.query:
        data = request.query["data"].encode()
    data = data.strip()
    if not data:
        raise BadRequest("The body is empty.", code="EMPTY_BODY")
    if data[0] not in b"{[":
        data = _around_json(data)
    return _as_text(data)


def _check_type(content_type: str) -> None:
    kind, _, parameters = content_type.lower().partition(";")
    if kind.strip().startswith("multipart/"):
        raise UnsupportedMedia("Send JSON; multipart forms are not understood.")
    name, _, charset = parameters.strip().partition("charset=")
    if charset and name == "" and charset.strip('" ') not in _CHARSETS:
        raise UnsupportedMedia("Send UTF-8; other character sets are not understood.", code="UNSUPPORTED_CHARSET")


def _uncompress(request: Request) -> bytes:
    data = request.body
    encoding = request.headers.get("content-encoding", "identity").strip().lower()
    if encoding not in {"identity", "gzip", "deflate", ""}:
        raise UnsupportedMedia("Send plain, gzip or deflate; this content-encoding is not understood.")
    if data.startswith(_GZIP):
        return _inflate(data, 16 + zlib.MAX_WBITS)
    if request.as_text and data.startswith(_DAMAGED_GZIP):
        raise DamagedBody
    if encoding == "deflate":
        return _inflate(data, zlib.MAX_WBITS)
    if encoding == "gzip":
        raise BadRequest("The body is announced as gzip and is not.", code="INVALID_GZIP")
    return data


def _inflate(data: bytes, window: int) -> bytes:
    """`data` uncompressed, stopping at the limit: a megabyte of gzip can hold a gigabyte."""
    opener = zlib.decompressobj(window)
    try:
        opened = opener.decompress(data, MAX_DECODED + 1)
    except zlib.error as error:
        raise BadRequest("The compressed body is broken.", code="INVALID_GZIP") from error
    _check_size(opened)
    if not opener.eof:
        raise BadRequest("The compressed body ends too early.", code="INVALID_GZIP")
    return opened


def _form_data(data: bytes) -> bytes:
    value = data[len(b"data=") :].partition(b"&")[0]
    opened = unquote(value)
    return opened.replace(b" ", b"+") if opened[:1] not in (b"{", b"[") else opened  # base64 has plus signs, no blanks


def _around_json(data: bytes) -> bytes:
    """What base64 wraps, when that is JSON; `data` itself otherwise, for the parser to refuse."""
    try:
        opened = base64.b64decode(data, validate=True)
    except (binascii.Error, ValueError):
        return data
    if opened.startswith(_GZIP):
        return _inflate(opened, 16 + zlib.MAX_WBITS)
    return opened if opened[:1] in (b"{", b"[") else data


def _check_size(data: bytes) -> None:
    if len(data) > MAX_DECODED:
        raise TooLarge(f"The body opens to more than {MAX_DECODED} bytes. Send smaller batches.", code="BODY_TOO_LARGE")


def _as_text(data: bytes) -> str:
    _check_size(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        refusal: SpoorError = BadRequest(f"The body is not UTF-8 (byte {error.start}).", code="INVALID_UTF8")
        raise refusal from error
