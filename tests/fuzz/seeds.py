"""Begins a corpus with what real trackers send: `python -m tests.fuzz.seeds FOLDER` writes an input a file."""

import base64
import gzip
import json
import sys
import zlib
from contextlib import suppress
from pathlib import Path
from urllib.parse import parse_qs, urlencode

from tests.fuzz.target import ROUTES

CAPTURES = Path(__file__).parents[1] / "data" / "captures"
_PLAINEST = b'{"event": "x", "type": "track"}'
LONGEST = 1500
"""Bytes of a seed; longer ones slow the fuzzer down and teach it nothing."""


def seeds() -> set[bytes]:
    """A route byte, plain wrapping, and the opened body of short captured requests; for each route a plain one."""
    found = {bytes([at, 0]) + _PLAINEST for at in range(len(ROUTES))}
    for file in sorted(CAPTURES.glob("*.json")):
        for request in json.loads(file.read_text())["requests"]:
            route = (request["path"].rstrip("/"), request["method"])
            if route not in ROUTES:
                continue
            body = opened(base64.b64decode(request["body_base64"] or ""))
            content = urlencode(request["query"]).encode() if request["method"] == "GET" else body
            if len(content) <= LONGEST:
                found.add(bytes([ROUTES.index(route), 0]) + content)
    return found


def opened(body: bytes) -> bytes:
    """What is inside of gzip, a form and base64."""
    if body.startswith(b"\x1f\x8b"):
        with suppress(zlib.error):
            body = gzip.decompress(body)
    if body.startswith(b"data="):
        body = parse_qs(body.decode())["data"][0].encode()
    with suppress(ValueError):
        body = base64.b64decode(body, validate=True)
    return body


if __name__ == "__main__":
    folder = Path(sys.argv[1])
    folder.mkdir(parents=True, exist_ok=True)
    for number, seed in enumerate(sorted(seeds())):
        (folder / f"seed-{number:05}").write_bytes(seed)
