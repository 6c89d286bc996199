"""Serves the browser tracker, spoor.js: sources and meaning are in tracker/."""

import base64
import hashlib
import re
import zlib
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from ingest.http.reply import Reply
from ingest.http.request import Request
from spoor.errors import MethodNotAllowed

_FOLDER = Path(__file__).parent / "static"
_SCRIPT = "text/javascript; charset=utf-8"
_KINDS = {".js": _SCRIPT, ".mjs": _SCRIPT, ".d.ts": "text/plain; charset=utf-8"}
_PATH = re.compile(r"/spoor(?:\.(?P<version>[0-9a-f]{16}))?(?P<kind>\.js|\.mjs|\.d\.ts)")

_FOR_GOOD = "public, max-age=31536000, immutable"
_A_DAY = "public, max-age=86400, stale-while-revalidate=604800"  # and for a week an old one while a new one is fetched
_ONCE = "no-cache"


@dataclass(frozen=True, slots=True)
class TrackerFile:
    """One file as it is served: its text, the same as gzip in base64, and a version that changes with the text."""

    text: str
    zipped: str
    version: str


@cache
def load(kind: str) -> TrackerFile:
    """The file of a kind: `.js`, `.mjs` or `.d.ts`."""
    content = (_FOLDER / f"spoor{kind}").read_bytes()
    zipped = base64.b64encode(zlib.compress(content, 9, wbits=31)).decode()
    return TrackerFile(content.decode(), zipped, hashlib.sha256(content).hexdigest()[:16])


def answer(request: Request) -> Reply | None:
    """The tracker in the form that is asked for, 304 where the browser has it, None for any other address.

    `/spoor.js` may change with a release and is kept for a day; `/spoor.<version>.js` never does and is kept for good.
    Under the version of another release there is today's file, which must not stay there.

    Raises MethodNotAllowed.
    """
    if not (found := _PATH.fullmatch(request.path)):
        return None
    if request.method not in {"GET", "HEAD"}:
        raise MethodNotAllowed("This file can be read with GET. Send events to POST /v1/events.")
    file, version = load(found["kind"]), found["version"]
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{file.version}-gzip"' if zipped else f'"{file.version}"'
    headers = {
        "cache-control": _A_DAY if version is None else _FOR_GOOD if version == file.version else _ONCE,
        "etag": tag,
        "vary": "Origin, Accept-Encoding",
        "cross-origin-resource-policy": "cross-origin",  # pages that isolate themselves load nothing without it
        "x-content-type-options": "nosniff",
    }
    content_type = _KINDS[found["kind"]]
    if _has(request.headers.get("if-none-match", ""), tag):
        return Reply(304, "", content_type, headers)
    if zipped:
        headers["content-encoding"] = "gzip"
    if request.method == "HEAD":
        return Reply(200, "", content_type, headers)
    return Reply(200, file.zipped if zipped else file.text, content_type, headers, encoded=zipped)


def _has(if_none_match: str, tag: str) -> bool:
    """RFC 9110 section 13.1.2: weak comparison with a list of tags, or `*`."""
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return tag in known or "*" in known
