"""Serves the style sheets, scripts and icon, under an address that changes whenever one of them does."""

import base64
import gzip
import hashlib
import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from web.request import Request
from web.response import Response, respond

ROOT = "/assets/"
_FOLDER = Path(__file__).parent / "static"
_IMPORT = re.compile(r'^import .*?"\./([a-z-]+\.js)"', re.MULTILINE)
_TYPES = {
    ".css": "text/css; charset=utf-8",
    ".js": "text/javascript; charset=utf-8",
    ".svg": "image/svg+xml",
}


@dataclass(frozen=True)
class StaticFile:
    """One file: what it is, its bytes (also compressed), and a tag that changes with them."""

    content_type: str
    plain: bytes
    zipped: bytes
    tag: str


@cache
def load() -> dict[str, StaticFile]:
    """Every static file by name. Nothing else can be asked for: a request looks up a name, it never opens a path."""
    return {path.name: _read(path) for path in sorted(_FOLDER.iterdir()) if path.suffix in _TYPES}


@cache
def folder() -> str:
    """Where the files are served, such as `/assets/3f9c20d1a4b7`: one hash over all of them.

    Scripts import their neighbours by relative address, so one folder for all keeps the files of one version together
    without a build step.
    """
    tags = "".join(f"{name}{file.tag}" for name, file in load().items())
    return ROOT + hashlib.sha256(tags.encode()).hexdigest()[:12]


@cache
def modules(entry: str) -> tuple[str, ...]:
    """A script and all that it imports, so that a page can fetch them at once instead of one import after the other."""
    found = [entry] if entry else []
    for name in found:
        found += [one for one in _IMPORT.findall(load()[name].plain.decode()) if one not in found]
    return tuple(found)


def response(request: Request) -> Response | None:
    """The file that is asked for, 304 where the browser has it, None where there is none."""
    place, _, name = request.path.rpartition("/")
    file = load().get(name)
    if file is None or place.count("/") != ROOT.count("/"):
        return None
    zipped = "gzip" in request.headers.get("accept-encoding", "")
    tag = f'"{file.tag}-gzip"' if zipped else f'"{file.tag}"'
    headers = {
        # A page of an older release asks under its own hash: it gets today's file, which must not stay under that name.
        "cache-control": "public, max-age=31536000, immutable" if place == folder() else "no-cache",
        "etag": tag,
        "vary": "accept-encoding",
    }
    if _has(request.headers.get("if-none-match", ""), tag):
        return respond(304, "", headers)
    headers["content-type"] = file.content_type
    if zipped:
        headers["content-encoding"] = "gzip"
        return respond(200, base64.b64encode(file.zipped).decode(), headers, encoded=True)
    return respond(200, file.plain.decode(), headers)


def _read(path: Path) -> StaticFile:
    plain = path.read_bytes()
    return StaticFile(
        content_type=_TYPES[path.suffix],
        plain=plain,
        zipped=gzip.compress(plain, mtime=0),
        tag=hashlib.sha256(plain).hexdigest()[:16],
    )


def _has(if_none_match: str, tag: str) -> bool:
    """RFC 9110 section 13.1.2: weak comparison with a list of tags, or `*`."""
    known = {one.strip().removeprefix("W/") for one in if_none_match.split(",")}
    return tag in known or "*" in known
