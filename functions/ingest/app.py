"""The ingest function: a tracker's request in, events stored, a receipt out."""

import gc
from dataclasses import replace
from datetime import UTC, datetime
from typing import Any

from ingest import enrich, wire
from ingest.apps import keys
from ingest.apps.app_rules import AppRules
from ingest.content import body, document
from ingest.content.document import Document
from ingest.events import moment
from ingest.gate import judged, rules, throttle, turns
from ingest.http import cors, reply, tracker
from ingest.http import request as requests
from ingest.http.reply import Reply
from ingest.http.request import Request
from ingest.limits import MAX_EVENTS
from ingest.storage import outage, outcomes, receipt, salts
from ingest.wire.vendor import Vendor
from spoor.errors import BadRequest, MethodNotAllowed, NotFound, SpoorError, TooLarge
from spoor.http import edge
from spoor.settings import fetch_ahead
from spoor.telemetry import log_fault, logger

_MOST_PREFIXES = 2

_TRIALS = frozenset({"debug", "test", "dry-run", "dry_run", "dryrun", "validate", "validation"})
"""Prefixes by which other products take events that they check and do not keep."""


def answer(event: dict[str, Any], _: Any) -> dict[str, Any]:
    """What Lambda is to answer: every request gets an answer a browser can read, whatever happens."""
    origin = cors.headers(event.get("headers") or {})
    try:
        given = respond(requests.read(event))
    except SpoorError as error:
        given = reply.of_error(error)
    except Exception as error:  # the outermost edge: nothing of an unforeseen fault may reach the caller
        log_fault(error)
        given = reply.of_error(SpoorError())
    return reply.for_lambda(given, origin)


def respond(request: Request) -> Reply:
    """The answer to a request, at whatever address.

    One or two first segments that nobody knows are a prefix: of a proxy that hands on the whole path, or of an SDK that
    was told one. Raises SpoorError where there is no vendor to put it in words.
    """
    if request.method == "OPTIONS":
        return cors.preflight(request)
    if given := _serve(request) or tracker.answer(request):
        return given
    prefix, below = "", request.path
    for _ in range(_MOST_PREFIXES):
        segment, slash, rest = below[1:].partition("/")
        if not slash:
            break
        if segment.lower() in _TRIALS:
            raise NotFound(f"Nothing is kept of what is only tried out, so nothing is taken below /{segment}.")
        prefix, below = f"{prefix}/{segment}", f"/{rest}"
        if given := _serve(replace(request, path=below, prefix=prefix)):
            return given
    raise NotFound("Nothing is served here. Events go to POST /v1/events.")


def _serve(request: Request) -> Reply | None:
    """The answer of a vendor at the request's path, or None where none has anything there."""
    if request.path == "/v1/imports":
        from ingest.history import upload  # seldom needed, and it reads many a format

        return upload.answer(request)
    if request.path == "/groups":
        from ingest import profiles  # seldom sent

        return profiles.answer(request)
    candidates = wire.find_candidates(request)
    if not candidates:
        return wire.answer_side_call(request)
    able = tuple(vendor for vendor in candidates if request.method in vendor.methods)
    if not able:
        raise MethodNotAllowed("Send events with POST.")
    unopened = wire.choose(able, request, None)
    try:
        if app := _recall(unopened.key(request, None)):
            rules.check_origin(request, app)
            _check_limits(app, unopened)
            turns.check(app, len(request.body))
        opened = (unopened.open or _open)(request)
    except SpoorError as error:
        return unopened.refuse(request, error)
    vendor = wire.choose(able, request, opened.value)
    parts = vendor.split(opened) if vendor.split else [opened]
    answers = [_collect(request, part, vendor) for part in parts]
    return answers[0] if len(answers) == 1 else vendor.merge(answers)


def _collect(request: Request, opened: Document, vendor: Vendor) -> Reply:
    """What `collect` answers, in the vendor's words whatever happens."""
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
        return document.of_fields(request.query)
    text = body.read_text(request)
    return document.parse_lines(text) if body.has_lines(request) else document.parse(text)


def collect(request: Request, opened: Document, vendor: Vendor) -> Reply:
    """Read, check, prepare and store the events of a request.

    Raises SpoorError when the request as a whole is refused.
    """
    received_at = datetime.now(UTC)
    key = vendor.key(request, opened.value)
    if known := _recall(key):
        rules.check_origin(request, known)
        _check_limits(known, vendor)
    if opened.size < turns.LARGE:
        return _store(request, opened, vendor, key, received_at)
    app = outage.find_app(key)
    rules.check_origin(request, app)  # before the turn, which is a statement
    with turns.turn(app, opened.size):
        return _store(request, opened, vendor, key, received_at)


def _store(request: Request, opened: Document, vendor: Vendor, key: Any, received_at: datetime) -> Reply:
    batch = vendor.read(request, opened, key)
    _check_count(len(batch.events))
    app = outage.find_app(key)
    rules.check_origin(request, app)
    tally = outcomes.tally(app.id, received_at, outcomes.sender_of(batch.events, vendor.name))
    try:
        throttle.take(app, len(batch.events), opened.size)
    except throttle.TooManyEvents as error:
        tally.told = [(error.code, len(batch.events), None)]
        outcomes.note(app.id, tally)
        raise
    enrich.put_context(batch.events, request)
    salts.put_anonymous_ids(batch.events, app.id, received_at)
    clean = opened.clean and batch.clean
    when = moment.of_request(received_at, batch.sent_at)
    prepared = judged.prepare(batch.events, app, when, clean)
    written = outage.save(app, batch, prepared, when, clean, tally)
    receipt.count(written, vendor.name)
    if not outage.is_resting():
        outcomes.flush()
    return vendor.accept(request, batch, written)


def _recall(key: Any) -> AppRules | None:
    """What is known of a key's app without asking; no further work is done for a key that is known to be nobody's, or
    cannot be one. Raises UnknownKey."""
    return None if key is None else keys.recall_app(key)


def _check_limits(app: AppRules, vendor: Vendor) -> None:
    """Refuse an app that is over its limits already, before its events are read: the request counts as one of them.

    Raises TooManyEvents.
    """
    try:
        throttle.check(app)
    except throttle.TooManyEvents as error:
        tally = outcomes.tally(app.id, datetime.now(UTC), vendor.name)
        tally.told = [(error.code, 1, None)]
        outcomes.note(app.id, tally)
        raise


def _check_count(count: int) -> None:
    if count == 0:
        raise BadRequest("There is no event in the body.", code="EMPTY_BATCH")
    if count > MAX_EVENTS:
        raise TooLarge(f"A request has at most {MAX_EVENTS} events; this one has {count}.", code="BATCH_TOO_LARGE")


handler = edge.guarded(answer, blind_opens=True)

fetch_ahead()

# A batch makes its many objects and drops them again without a circle, so collections find next to nothing: let there
# be few, and let them not look at what is loaded now, which stays.
gc.set_threshold(20_000)
gc.freeze()
