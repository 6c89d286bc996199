"""Serves the style sheets, scripts and pictures, each under an address that changes with its content."""

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spoor.accept import accepts_gzip
from spoor.entity_tags import is_named, tag_of
from spoor.gzipped import gzipped
from web import joined
from web.request import PageRequest
from web.response import Response, respond

ROOT = "/assets/"
_FOLDER = Path(__file__).parent / "static"
_KINDS = {
    ".css": ("text/css; charset=utf-8", joined.style),
    ".js": ("text/javascript; charset=utf-8", joined.script),
    ".svg": ("image/svg+xml", joined.read),
}


@dataclass(frozen=True)
class StaticFile:
    """One file as it is served: what it is, its text, and a tag that changes with the text."""

    content_type: str
    text: str
    tag: str


@cache
def names() -> frozenset[str]:
    """What can be asked for. A request looks a name up here and never opens a path."""
    return frozenset(path.name for path in _FOLDER.iterdir() if path.suffix in _KINDS)


@cache
def load(name: str) -> StaticFile:
    """One of `names()`, with all that it imports."""
    content_type, text_of = _KINDS[Path(name).suffix]
    text = text_of(name)
    return StaticFile(content_type, text, tag_of(text.encode())[:16])


def address(name: str) -> str:
    """Where the file is served, such as `/assets/3f9c20d1a4b77e02/base.css`."""
    return f"{ROOT}{load(name).tag}/{name}"


def response(request: PageRequest) -> Response | None:
    """The file that is asked for, 304 where the browser has it, None where there is none."""
    name = request.path.rpartition("/")[2]
    if name not in names() or request.path.count("/") != ROOT.count("/") + 1:
        return None
    file = load(name)
    zipped = accepts_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{file.tag}-gzip"' if zipped else f'"{file.tag}"'
    headers = {
        # A page of an older release asks for its own version: it gets today's, which must not stay under that address.
        "cache-control": "public, max-age=31536000, immutable" if request.path == address(name) else "no-cache",
        "etag": tag,
        "vary": "accept-encoding",
    }
    if is_named(tag, request.headers.get("if-none-match", "")):
        return respond(304, "", headers)
    headers["content-type"] = file.content_type
    if zipped:
        return respond(200, _zipped(name), {**headers, "content-encoding": "gzip"}, encoded=True)
    return respond(200, file.text, headers)


@cache
def _zipped(name: str) -> str:
    return base64.b64encode(gzipped(load(name).text.encode())).decode()
