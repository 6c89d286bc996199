"""The ingest function: a tracker's request in, events stored, a receipt out."""

import gc
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ingest import (
    anonymous,
    answer,
    body,
    cors,
    document,
    enrich,
    keys,
    moment,
    outage,
    pipeline,
    receipt,
    rules,
    throttle,
    tracker,
    wire,
)
from ingest import request as requests
from ingest.answer import Answer
from ingest.document import Document
from ingest.limits import MAX_EVENTS
from ingest.request import Request
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest, MethodNotAllowed, NotFound, SpoorError, TooLarge
from spoor.settings import fetch_ahead
from spoor.telemetry import log_fault, logger


def handler(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """Lambda's entry: every request gets an answer a browser can read, whatever happens."""
    origin = cors.headers(event.get("headers") or {})
    try:
        given = respond(requests.read(event))
    except SpoorError as error:
        given = answer.of_error(error)
    except Exception as error:  # the outermost edge: nothing of an unforeseen fault may reach the caller
        log_fault(error)
        given = answer.of_error(SpoorError())
    return answer.for_lambda(given, origin)


def respond(request: Request) -> Answer:
    """The answer to a request, at whatever address.

    A first segment that nobody knows is a prefix: of a proxy that hands on the whole path, or of an SDK that was told
    one. Raises SpoorError where there is no vendor to put it in words.
    """
    if request.method == "OPTIONS":
        return cors.preflight(request)
    if given := _serve(request) or tracker.answer(request):
        return given
    _prefix, slash, below = request.path[1:].partition("/")
    if slash and (given := _serve(replace(request, path=f"/{below}"))):
        return given
    raise NotFound("Nothing is served here. Events go to POST /v1/events.")


def _serve(request: Request) -> Answer | None:
    """The answer of a vendor at the request's path, or None where none has anything there."""
    candidates = wire.find_candidates(request)
    if not candidates:
        return wire.answer_side_call(request)
    able = tuple(vendor for vendor in candidates if request.method in vendor.methods)
    if not able:
        raise MethodNotAllowed("Send events with POST.")
    unopened = wire.choose(able, request, None)
    try:
        _refuse_nobodys(unopened.key(request, None))
        opened = _open(request)
    except SpoorError as error:
        return unopened.refuse(request, error)
    vendor = wire.choose(able, request, opened.value)
    try:
        return collect(request, opened, vendor)
    except SpoorError as error:
        if error.status >= 500:
            logger.error("events not stored", vendor=vendor.name, code=error.code)
        return vendor.refuse(request, error)
    except Exception as error:  # the last edge that knows the vendor, whose SDKs understand no other words
        log_fault(error)
        return vendor.refuse(request, SpoorError())


def _open(request: Request) -> Document:
    """The document of a request; without a body it is in the query: in `data`, else all of it."""
    if request.method == "GET" and request.query and "data" not in request.query:
        return Document(dict(request.query), clean="\0" not in "".join((*request.query, *request.query.values())))
    return document.parse(body.read_text(request))


def collect(request: Request, opened: Document, vendor: Vendor) -> Answer:
    """Read, check, prepare and store the events of a request.

    Raises SpoorError when the request as a whole is refused.
    """
    received_at = datetime.now(UTC)
    key = vendor.key(request, opened.value)
    _refuse_nobodys(key)
    batch = vendor.read(request, opened, key)
    _check_count(len(batch.events))
    app = outage.find_app(key)
    rules.check_origin(request, app)
    throttle.take(app, len(batch.events))
    anonymous.put_anonymous_ids(batch.events, app.id, received_at)
    enrich.put_context(batch.events, request)
    wanted = rules.refuse_unwanted(batch.events, app)
    clean = opened.clean and batch.clean
    when = moment.of_request(received_at, batch.sent_at)
    prepared = pipeline.prepare(wanted, app.id, when, clean)
    written = outage.save(app, batch, prepared, when, clean)
    receipt.count(written, vendor.name)
    return vendor.accept(request, batch, written)


def _refuse_nobodys(key: Any) -> None:
    """Do no further work for a key that is known to be nobody's, or cannot be a key. Raises UnknownKey."""
    if key is not None:
        keys.recall_app(key)


def _check_count(count: int) -> None:
    if count == 0:
        raise BadRequest("There is no event in the body.", code="EMPTY_BATCH")
    if count > MAX_EVENTS:
        raise TooLarge(f"A request has at most {MAX_EVENTS} events; this one has {count}.", code="BATCH_TOO_LARGE")


fetch_ahead()

# A batch makes its many objects and drops them again without a circle, so collections find next to nothing: let there
# be few, and let them not look at what is loaded now, which stays.
gc.set_threshold(20_000)
gc.freeze()
