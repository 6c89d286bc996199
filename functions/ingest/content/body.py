"""Opens a body, whatever a tracker wrapped it in: gzip, deflate, a form, base64; never past the limit."""

import base64
import binascii
import re
from functools import lru_cache
from urllib.parse import parse_qsl

from ingest.content.compression import GZIP, gunzip, refuse_size, uncompress
from ingest.content.form import unquote
from ingest.encode import encode
from ingest.http.request import Request
from ingest.limits import MAX_DECODED
from spoor.errors import BadRequest, SpoorError, UnsupportedMedia

_FORM = re.compile(rb"[A-Za-z0-9_.%+-]{1,64}=")  # neither JSON nor base64 begins like this and has a field after it
_STANDARD = bytes.maketrans(b"-_", b"+/")
_LINES = frozenset(
    {
        "application/x-ndjson",
        "application/ndjson",
        "application/jsonl",
        "application/jsonlines",
        "application/x-jsonlines",
        "application/json-lines",
        "application/x-json-stream",
        "text/x-ndjson",
    }
)
_FORM_TYPE = "application/x-www-form-urlencoded"
_MOST_FIELDS = 400
_UTF_8 = "utf-8"
_CHARSET = re.compile(r""";\s*charset\s*=\s*["']?([^"'\s;,]+)""")
_CHARSETS = {
    **dict.fromkeys(("utf-8", "utf8", "utf8mb4", "us-ascii", "ascii"), _UTF_8),
    **dict.fromkeys(("iso-8859-1", "iso8859-1", "latin1", "latin-1", "windows-1252", "cp1252"), "cp1252"),
    "iso-8859-15": "iso-8859-15",
}


def read_text(request: Request) -> str:
    """The text of a request's body.

    Opened in the order that fits every tracker: gzip by its first bytes whatever the headers say, deflate by the
    header (with or without zlib's frame), then a form's `data`, then base64 around JSON, of either alphabet. An empty
    body takes `data` from the query; a form without `data` is an object of texts.

    Raises BadRequest (DamagedBody among them), TooLarge, UnsupportedMedia.
    """
    content_type = request.headers.get("content-type", "")
    charset = _charset_of(content_type) if content_type else _UTF_8
    data = uncompress(request).strip()
    bare = not is_form(data)
    if not bare:
        data = _form_data(data)
    elif not data and "data" in request.query:
        data = _with_plus_signs(request.query["data"].encode())
    data = data.strip()
    if not data:
        raise BadRequest("The body is empty.", code="EMPTY_BODY")
    if data[0] not in b"{[":
        data = _around_json(data)
        if bare and data[0] not in b"{[" and content_type.lower().startswith(_FORM_TYPE):
            return encode(dict(read_fields(_as_text(data, charset))))
    return _as_text(data, charset)


def has_lines(request: Request) -> bool:
    """Whether a body says that each of its lines is JSON of its own."""
    return request.headers.get("content-type", "").lower().partition(";")[0].strip() in _LINES


def read_fields(text: str) -> list[tuple[str, str]]:
    """The fields of a form.

    Raises BadRequest when it has more of them than any tracker's.
    """
    try:
        return parse_qsl(text, keep_blank_values=True, max_num_fields=_MOST_FIELDS)
    except ValueError as error:
        raise BadRequest(f"The form has more than {_MOST_FIELDS} fields.", code="INVALID_SHAPE") from error


def is_form(body: bytes) -> bool:
    """Whether a body is a form with a field `data`, in whatever place."""
    return body.startswith(b"data=") or (b"&data=" in body and _FORM.match(body) is not None)


@lru_cache(maxsize=64)
def _charset_of(content_type: str) -> str:
    """What a body is read with where it is not UTF-8.

    JSON is, whatever its header says (RFC 8259 section 8.1); some HTTP libraries name their language's default there.

    Raises UnsupportedMedia for what is no text, or in a set in which ASCII is written otherwise.
    """
    said = content_type.lower()
    if said.strip().startswith("multipart/"):
        raise UnsupportedMedia("Send JSON; multipart forms are not understood.")
    found = _CHARSET.search(said)
    charset = _CHARSETS.get(found[1]) if found else _UTF_8
    if charset is None:
        raise UnsupportedMedia("Send UTF-8; this character set is not understood.", code="UNSUPPORTED_CHARSET")
    return charset


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
    if opened.startswith(GZIP):
        return gunzip(opened)
    return opened if opened[:1] in (b"{", b"[") else data


def _check_size(data: bytes) -> None:
    if len(data) > MAX_DECODED:
        refuse_size()


def _as_text(data: bytes, charset: str) -> str:
    _check_size(data)
    try:
        return data.decode(_UTF_8)
    except UnicodeDecodeError as error:
        if charset != _UTF_8:
            return data.decode(charset, "replace")
        refusal: SpoorError = BadRequest(f"The body is not UTF-8 (byte {error.start}).", code="INVALID_UTF8")
        raise refusal from error
