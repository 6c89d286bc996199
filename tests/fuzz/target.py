"""What the fuzzer calls: bytes become a request, and whatever they say it must end in a documented answer.

All of ingest runs but for the database: every key is some app's, and rows are checked in the place of being stored.
"""

import base64
import gzip
import json
import re
import zlib
from datetime import UTC, datetime
from pathlib import Path
from typing import Any
from urllib.parse import quote

from ingest import wire
from ingest.app import respond
from ingest.apps import keys
from ingest.apps.app_rules import AppRules
from ingest.encode import encode
from ingest.events.event import Batch, EventRow
from ingest.events.moment import Moment
from ingest.events.pipeline import Prepared
from ingest.http import reply
from ingest.http import request as requests
from ingest.limits import MAX_TEXT
from ingest.storage import outage, outcomes, receipt, salts
from ingest.storage.outcomes import Tally
from ingest.storage.receipt import Receipt
from ingest.storage.store import Stored
from spoor.errors import SpoorError

APP = AppRules("11111111-2222-4333-8444-555555555555", keep_bots=True)
ROUTES = sorted((path, method) for vendor in wire.VENDORS for path in vendor.paths for method in vendor.methods)
"""Every address that takes events; an input's first byte picks one."""

STATUSES = frozenset({200, 202, 204, 302, 400, 401, 403, 413, 415, 422, 429, 503})
"""What docs/ingest.md and the vendors' own protocols know; 500 is never an answer to bytes."""

_UNSTORABLE = re.compile("[\0\ud800-\udfff]")
_ESCAPED_NUL = re.compile(r"(?<!\\)(?:\\\\)*\\u0000")


def use_no_database() -> None:
    """From now on every key that could be one is APP's, and the visitors' salt is known."""
    outage.find_app = _find_app
    outage.save = _save
    remembered: dict[Any, tuple[str, float]] = salts._remembered
    remembered[datetime.now(UTC).date()] = ("salt", float("inf"))


def try_one(data: bytes) -> None:
    """Answer the request that `data` describes. Raises whatever goes wrong."""
    event = event_of(data)
    try:
        given = respond(requests.read(event))
    except SpoorError as error:
        given = reply.of_error(error)
    result = json.loads(json.dumps(reply.for_lambda(given, {})))
    assert result["statusCode"] in STATUSES, result
    if result["headers"]["content-type"].startswith("application/json") and result["body"]:
        json.loads(result["body"])


def event_of(data: bytes) -> dict[str, Any]:
    """A function URL's event: one byte for the route, one for the wrapping, then the body, or the query of a GET."""
    path, method = ROUTES[data[0] % len(ROUTES)] if data else ROUTES[0]
    wrapping, content = data[1] % len(_WRAPPINGS) if len(data) > 1 else 0, data[2:]
    headers = {"content-type": "application/json", "authorization": "Bearer spk_fuzz", "user-agent": "fuzz"}
    query, text, body = "", "", content
    if method == "GET":
        query, body = content.decode("latin-1"), b""
    else:
        body = _WRAPPINGS[wrapping](content, headers)
    try:
        text, encoded = body.decode(), False
    except UnicodeDecodeError:
        text, encoded = base64.b64encode(body).decode(), True
    return {
        "rawPath": path,
        "rawQueryString": query,
        "headers": headers,
        "requestContext": {"http": {"method": method, "path": path, "sourceIp": "203.0.113.9"}},
        "body": text,
        "isBase64Encoded": encoded,
    }


def _plain(content: bytes, _: dict[str, str]) -> bytes:
    return content


def _without_key(content: bytes, headers: dict[str, str]) -> bytes:
    del headers["authorization"]
    return content


def _deflated(content: bytes, headers: dict[str, str]) -> bytes:
    headers["content-encoding"] = "deflate"
    return zlib.compress(content)


def _announced(content: bytes, headers: dict[str, str]) -> bytes:
    """Content that says it is deflated: the decoder gets the fuzzer's own bytes."""
    headers["content-encoding"] = "deflate"
    return content


def _form(content: bytes, headers: dict[str, str]) -> bytes:
    headers["content-type"] = "application/x-www-form-urlencoded"
    return b"data=" + quote(content).encode()


def _form_of_base64(content: bytes, headers: dict[str, str]) -> bytes:
    headers["content-type"] = "application/x-www-form-urlencoded"
    return b"data=" + quote(base64.b64encode(content)).encode()


_WRAPPINGS = (
    _plain,
    _without_key,
    lambda content, _: gzip.compress(content, mtime=0),
    _deflated,
    _announced,
    _form,
    _form_of_base64,
    lambda content, _: base64.b64encode(content),
)


def _find_app(key: Any) -> AppRules:
    keys._check_form(key)
    return APP


def _save(app: AppRules, batch: Batch, prepared: Prepared, when: Moment, clean: bool, tally: Tally) -> Receipt:
    for row in prepared.rows:
        check_row(row)
    sent = encode([tally.hour, tally.sender, outcomes.tell(batch.events, prepared)])
    assert not _ESCAPED_NUL.search(sent)
    assert not _UNSTORABLE.search(json.dumps(json.loads(sent), ensure_ascii=False)), sent
    stored = Stored()
    stored.new = len(prepared.rows)
    written = receipt.write(prepared, stored)
    assert written.accepted + written.duplicates + len(written.rejected) <= len(batch.events)
    return written


def check_row(row: EventRow) -> None:
    """A row that Postgres would take: whole characters, finite numbers, a real id and time."""
    json.dumps(row[3], allow_nan=False)  # orjson would write NaN as null
    sent = encode(row)
    assert not _ESCAPED_NUL.search(sent), row
    id_, name, anonymous_id, properties, occurred_at = read = json.loads(sent)
    assert not _UNSTORABLE.search(json.dumps(read, ensure_ascii=False)), row
    assert re.fullmatch("[0-9a-f]{32}", id_), row
    assert 0 < len(name) <= MAX_TEXT, row
    assert len(anonymous_id or "") <= MAX_TEXT, row
    assert type(properties) is dict, row
    assert 2000 <= datetime.fromisoformat(occurred_at).year < 2100, row


def words() -> set[str]:
    """The field names that the wire formats know, as a dictionary for the fuzzer."""
    folder = Path(wire.__file__).parent
    found = {word for file in folder.glob("*.py") for word in re.findall(r'"([$\w.-]{1,40})"', file.read_text())}
    return found | {"0000", "ud800", "NaN", "1e999", "-Infinity", "x" * (MAX_TEXT + 1)}
