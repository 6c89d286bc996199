"""Opens what a tracker or something on the way has compressed, never past the limit, whatever its header says."""

import re
import zlib
from functools import lru_cache
from typing import NoReturn

from ingest.http.request import Request
from ingest.limits import MAX_DECODED
from spoor.errors import BadRequest, TooLarge, UnsupportedMedia

GZIP = b"\x1f\x8b"
_LOST = "\ufffd".encode()  # what a gateway puts where bytes were not UTF-8
_DAMAGED_GZIP = b"\x1f" + _LOST
_MOST_MEMBERS = 100  # of a gzip: each costs a copy of all that comes after it
_COMPRESSED = {"gzip": "gzip", "x-gzip": "gzip", "deflate": "deflate", "x-deflate": "deflate", "zlib": "deflate"}
_PLAIN = frozenset(
    {"", "identity", "none", "null", "utf-8", "utf8", "text", "plain", "binary", "base64", "aws-chunked"}
)
_MOST_ENCODINGS = 3  # each is a pass over the whole body
_OPENED = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:[{\[]|eyJ|W3|[A-Za-z0-9_.%+-]{1,64}=)")  # JSON, base64 of it, a form


class DamagedBody(BadRequest):
    """A gateway took compressed bytes for text and replaced what was not UTF-8: they cannot be had back."""

    code = "BODY_DAMAGED"
    message = (
        "The body was compressed but labelled as text, and a gateway on the way damaged it. Send it uncompressed "
        "(posthog-js: disable_compression: true), or as application/octet-stream."
    )


def uncompress(request: Request) -> bytes:
    """The body of a request without whatever compression: gzip by its first bytes, deflate by the header.

    Raises BadRequest (DamagedBody among them), TooLarge, UnsupportedMedia.
    """
    data = request.body
    said = request.headers.get("content-encoding", "")
    encodings = _encodings(said) if said else ()
    if request.as_text and data.startswith(_DAMAGED_GZIP):
        raise DamagedBody
    if data.startswith(GZIP):
        data = gunzip(data)
        encodings = encodings[:-1]  # the last was put on last
    for encoding in reversed(encodings):
        if data.startswith(GZIP):
            data = gunzip(data)
        elif encoding == "deflate":
            data = _undeflate(data)
        elif not _is_opened(data):
            raise BadRequest("The body is announced as gzip and is not.", code="INVALID_GZIP")
    return data


@lru_cache(maxsize=64)
def _encodings(said: str) -> tuple[str, ...]:
    """How a body is compressed by its header: `gzip` or `deflate` each, in the order in which it was done.

    Raises UnsupportedMedia.
    """
    named = [one.strip().lower() for one in said.split(",")]
    try:
        found = tuple(_COMPRESSED[one] for one in named if one not in _PLAIN)
    except KeyError:
        raise UnsupportedMedia(
            "Send the body plain, or compressed with gzip or deflate; this content-encoding is not understood."
        ) from None
    if len(found) > _MOST_ENCODINGS:
        raise UnsupportedMedia(f"The body is compressed more than {_MOST_ENCODINGS} times; compress it once.")
    return found


def _undeflate(data: bytes) -> bytes:
    """`data` inflated, or as it is where something on the way has done that already."""
    try:
        return _inflate(data, zlib.MAX_WBITS if _is_framed(data) else -zlib.MAX_WBITS)[0]
    except BadRequest:
        if _is_opened(data):
            return data
        raise


def _is_opened(data: bytes) -> bool:
    """Whether what is announced as compressed begins as text does: proxies open a body and leave its header."""
    return _OPENED.match(data) is not None


def _is_framed(data: bytes) -> bool:
    """Whether compressed data begins as zlib's does (RFC 1950 section 2.2), so that it is no bare deflate."""
    return data[:1] == b"" or (data[0] & 0x0F == zlib.DEFLATED and int.from_bytes(data[:2], "big") % 31 == 0)


def gunzip(data: bytes) -> bytes:
    """`data` uncompressed; gzips may follow one another (RFC 1952 section 2.2), and the limit is for all of them."""
    opened, left = _inflate(data, 16 + zlib.MAX_WBITS)
    members = [opened]
    while left.startswith(GZIP):
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
        refuse_size()
    if not opener.eof:
        raise BadRequest("The compressed body ends too early.", code="INVALID_GZIP")
    return opened, opener.unused_data


def refuse_size() -> NoReturn:
    """Say how large a body may be once it is open."""
    raise TooLarge(f"The body opens to more than {MAX_DECODED} bytes. Send smaller batches.", code="BODY_TOO_LARGE")
