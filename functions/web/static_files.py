"""Serves the style sheets, scripts and pictures, under an address that changes when any of them does.

What is served is `built/`, made by `pages/build.js` of the sources in `static/` and committed with them: nobody who
runs or deploys Spoor needs a build step. With WEB_SOURCES the sources are served as they are, for who works on them.
"""

import base64
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from spoor.http.accept import accepts_gzip
from spoor.http.compression import gzipped
from spoor.http.entity_tags import is_named, tag_of
from spoor.settings import setting
from web.request import PageRequest
from web.response import Response, respond

ROOT = "/assets/"
_HERE = Path(__file__).parent
_KINDS = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
    ".ico": "image/x-icon",
}
_ALREADY_SMALL = {".ico"}


@dataclass(frozen=True)
class StaticFile:
    """One file as it is served: what it is, what is in it, and a tag that changes with that."""

    content_type: str
    content: bytes
    tag: str
    zips: bool


@cache
def serves_sources() -> bool:
    """Whether the sources are served as they are, each module by itself."""
    return setting("WEB_SOURCES", "false") == "true"


def _folder() -> Path:
    return _HERE / ("static" if serves_sources() else "built")


@cache
def names() -> frozenset[str]:
    """What can be asked for, such as `style/base.css`. A request looks a name up here and never opens a path."""
    folder = _folder()
    return frozenset(path.relative_to(folder).as_posix() for path in folder.rglob("*") if path.suffix in _KINDS)


def load(name: str) -> StaticFile:
    """One of `names()`; a source is read anew each time."""
    return _read(name) if serves_sources() else _kept(name)


@cache
def _kept(name: str) -> StaticFile:
    return _read(name)


def _read(name: str) -> StaticFile:
    path = _folder() / name
    content = path.read_bytes()
    tag = tag_of(content)[:16]
    return StaticFile(_KINDS[path.suffix], content, tag, path.suffix not in _ALREADY_SMALL)


@cache
def release() -> str:
    """One word for all files together: modules name each other by their place, so they move to a new one at once."""
    if serves_sources():
        return "sources"
    tags = "".join(load(name).tag for name in sorted(names()))
    return tag_of(tags.encode())[:16]


def address(name: str) -> str:
    """Where the file is served, such as `/assets/3f9c20d1a4b77e02/style/base.css`."""
    return f"{ROOT}{release()}/{name}"


def response(request: PageRequest) -> Response | None:
    """The file that is asked for, 304 where the browser has it, None where there is none."""
    asked, _, name = request.path.removeprefix(ROOT).partition("/")
    if not asked or name not in names():
        return None
    return answer(request, name, for_good=asked == release() and not serves_sources())


def answer(request: PageRequest, name: str, *, for_good: bool) -> Response:
    """The file as this browser gets it."""
    file = load(name)
    zipped = file.zips and accepts_gzip(request.headers.get("accept-encoding", ""))
    tag = f'"{file.tag}-gzip"' if zipped else f'"{file.tag}"'
    headers = {
        # A page of an older release asks for its own version: it gets today's, which must not stay under that address.
        "cache-control": "public, max-age=31536000, immutable" if for_good else "no-cache",
        "etag": tag,
        "vary": "accept-encoding",
    }
    if is_named(tag, request.headers.get("if-none-match", "")):
        return respond(304, "", headers)
    headers["content-type"] = file.content_type
    if zipped:
        return respond(200, _zipped(file), {**headers, "content-encoding": "gzip"}, encoded=True)
    if not file.zips:
        return respond(200, base64.b64encode(file.content).decode(), headers, encoded=True)
    return respond(200, file.content.decode(), headers)


@cache
def _zipped(file: StaticFile) -> str:
    return base64.b64encode(gzipped(file.content)).decode()
