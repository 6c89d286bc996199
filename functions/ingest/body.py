"""Opens a body, whatever a tracker wrapped it in: gzip, deflate, a form, base64; never past the limit."""

import base64
import binascii
import re
import zlib
from typing import NoReturn

from ingest.form import unquote
from ingest.limits import MAX_DECODED
from ingest.request import Request
from spoor.errors import BadRequest, SpoorError, TooLarge, UnsupportedMedia

_GZIP = b"\x1f\x8b"
_LOST = "\ufffd".encode()  # what a gateway puts where bytes were not UTF-8
_DAMAGED_GZIP = b"\x1f" + _LOST
_MOST_MEMBERS = 100  # of a gzip: each costs a copy of all that comes after it
_FORM = re.compile(rb"[A-Za-z0-9_.%+-]{1,64}=")  # neither JSON nor base64 begins like this and has a field after it
_STANDARD = bytes.maketrans(b"-_", b"+/")
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
    header (with or without zlib's frame), then a form's `data`, then base64 around JSON, of either alphabet. An empty
    body takes `data` from the query.

    Raises BadRequest, DamagedBody, TooLarge, UnsupportedMedia.
    """
    content_type = request.headers.get("content-type", "")
    if content_type:
        _check_type(content_type)
    data = _uncompress(request).strip()
    if is_form(data):
        data = _form_data(data)
    elif not data and "data" in request.query:
        data = _with_plus_signs(request.query["data"].encode())
    data = data.strip()
    if not data:
        raise BadRequest("The body is empty.", code="EMPTY_BODY")
    if data[0] not in b"{[":
        data = _around_json(data)
    return _as_text(data)


def is_form(body: bytes) -> bool:
    """Whether a body is a form with a field `data`, in whatever place."""
    return body.startswith(b"data=") or (b"&data=" in body and _FORM.match(body) is not None)


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
        return _gunzip(data)
    if request.as_text and data.startswith(_DAMAGED_GZIP):
        raise DamagedBody
    if encoding == "deflate":
        return _inflate(data, zlib.MAX_WBITS if _is_framed(data) else -zlib.MAX_WBITS)[0]
    if encoding == "gzip":
        raise BadRequest("The body is announced as gzip and is not.", code="INVALID_GZIP")
    return data


def _is_framed(data: bytes) -> bool:
    """Whether compressed data begins as zlib's does (RFC 1950 section 2.2), so that it is no bare deflate."""
    return data[:1] == b"" or (data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0)


def _gunzip(data: bytes) -> bytes:
    """`data` uncompressed; gzips may follow one another (RFC 1952 section 2.2), and the limit is for all of them."""
    opened, left = _inflate(data, 16 + zlib.MAX_WBITS)
    members = [opened]
    while left.startswith(_GZIP):
        if len(members) == _MOST_MEMBERS:
            raise BadRequest(f"The body is made of more than {_MOST_MEMBERS} gzips; send one.", code="INVALID_GZIP")
        opened, left = _inflate(left, 16 + zlib.MAX_WBITS, MAX_DECODED - sum(map(len, members)))
        members.append(opened)
    return b"".join(members) if len(members) > 1 else opened


def _inflate(data: bytes, window: int, most: int = MAX_DECODED) -> tuple[bytes, bytes]:
    """`data` uncompressed, and what comes after it; stops past `most` bytes: a megabyte of gzip can hold a gigabyte."""
    opener = zlib.decompressobj(window)
    try:
        opened = opener.decompress(data, most + 1)
    except zlib.error as error:
        raise BadRequest("The compressed body is broken.", code="INVALID_GZIP") from error
    if len(opened) > most:
        _refuse_size()
    if not opener.eof:
        raise BadRequest("The compressed body ends too early.", code="INVALID_GZIP")
    return opened, opener.unused_data


def _form_data(data: bytes) -> bytes:
    value = data[len(b"data=") :] if data.startswith(b"data=") else data.partition(b"&data=")[2]
    return _with_plus_signs(unquote(value.partition(b"&")[0]))


def _with_plus_signs(data: bytes) -> bytes:
    """What a form's way of writing has made blanks of in base64, which has plus signs and no blanks."""
    return data.replace(b" ", b"+") if data[:64].lstrip()[:1] not in (b"{", b"[") else data


def _around_json(data: bytes) -> bytes:
    """What base64 wraps, when that is JSON; `data` itself otherwise, for the parser to refuse."""
    try:
        plain = data.translate(_STANDARD, b"\r\n").rstrip(b"=")
        opened = base64.b64decode(plain + b"=" * (-len(plain) % 4), validate=True)
    except (binascii.Error, ValueError):
        return data
    if opened.startswith(_GZIP):
        return _gunzip(opened)
    return opened if opened[:1] in (b"{", b"[") else data


def _check_size(data: bytes) -> None:
    if len(data) > MAX_DECODED:
        _refuse_size()


def _refuse_size() -> NoReturn:
    raise TooLarge(f"The body opens to more than {MAX_DECODED} bytes. Send smaller batches.", code="BODY_TOO_LARGE")


def _as_text(data: bytes) -> str:
    _check_size(data)
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError as error:
        refusal: SpoorError = BadRequest(f"The body is not UTF-8 (byte {error.start}).", code="INVALID_UTF8")
        raise refusal from error
