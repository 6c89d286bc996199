"""The drain function: batches that waited in the queue are stored, by the code that would have stored them at once.

A message that cannot be stored goes to the dead-letter queue with its reason; one that finds the database away comes
again, later each time. One of a key that nobody knew and nobody knows, or of a deleted app, is dropped.
"""

from collections import Counter
from typing import Any

from ingest.apps import keys
from ingest.apps.app_rules import AppRules
from ingest.apps.keys import UnknownKey
from ingest.events import moment
from ingest.events.event import Batch
from ingest.gate import judged
from ingest.storage import message, outage, outcomes, receipt, sqs
from ingest.storage.message import UnreadableMessage, Waiting
from ingest.storage.receipt import Receipt
from ingest.storage.sqs import QueueAway
from spoor import correlation, database
from spoor.errors import DatabaseAway, Misconfigured
from spoor.settings import fetch_ahead, setting
from spoor.telemetry import emit, log_fault, logger

FIRST_PAUSE_S, LONGEST_PAUSE_S = 15, 900
"""Seconds until a message that found the database away comes again: doubled each time, up to the second."""

_ENOUGH_MS = 17_000  # milliseconds for one more message: a look-up and a statement, each with its deadline of 8 s


FAULTS_FORGIVEN = 4
"""How often a fault nobody foresaw may send a message round again."""


DRAIN = "drain"
"""Who sends where no message says it."""


class ComeAgain(Exception):
    """This message cannot be stored just now."""


class Unstorable(Exception):
    """This message cannot be stored as it is; the text says why, without quoting it."""


def handler(event: dict[str, Any], context: Any) -> dict[str, Any]:
    """Lambda's entry, for an SQS event with ReportBatchItemFailures: gives the messages that have to come again."""
    correlation.begin(event, context)
    left: list[dict[str, Any]] = []
    away = False
    for record in event["Records"]:
        if away or context.get_remaining_time_in_millis() < _ENOUGH_MS:
            left.append(record)
            continue
        try:
            _drain(record)
        except (*outage.CANNOT_STORE, QueueAway, ComeAgain) as error:
            away = isinstance(error, DatabaseAway | Misconfigured)
            left.append(record)
    if left:
        _postpone(left)
        logger.warning("messages left in the queue", messages=len(left), database_away=away)
    return {"batchItemFailures": [{"itemIdentifier": record["messageId"]} for record in left]}


def _drain(record: dict[str, Any]) -> None:
    try:
        stored = save(record["body"])
        receipt.count(stored, DRAIN)
        if stored.rejected:  # every one of them was fit to be stored when it was queued
            codes = Counter(refused.code for _, refused in stored.rejected)
            raise Unstorable(", ".join(f"{code} ({count})" for code, count in codes.items()))
    except UnknownKey:
        emit(MessagesDropped=1)
        logger.warning("message of an unknown key dropped", message_id=record["messageId"])
    except (Unstorable, UnreadableMessage) as error:
        _bury(record, str(error))
    except (*outage.CANNOT_STORE, QueueAway):
        raise
    except Exception as error:  # the outermost edge: a fault of ours must not hold up the other messages
        log_fault(error)
        if _came(record) <= FAULTS_FORGIVEN:
            raise ComeAgain from error
        _bury(record, f"unexpected fault: {type(error).__name__}")


def save(body: str) -> Receipt:
    """Store the events of a message as of the moment when they were received.

    Those of an app that was known then are stored whatever its key is by now: they were answered with success.

    Raises UnreadableMessage, UnknownKey, one of outage.CANNOT_STORE, and ComeAgain when the key is rotated this very
    moment.
    """
    waiting = message.read(body)
    try:
        return _store(waiting, keys.find_app(waiting.key), waiting.key)
    except UnknownKey:
        if waiting.app_id is None:
            raise
    app, key = _find_app_and_key(waiting.app_id)
    try:
        return _store(waiting, app, key)
    except UnknownKey as error:
        raise ComeAgain from error


def _find_app_and_key(app_id: str) -> tuple[AppRules, str]:
    """An app and the key that it has now.

    Raises UnknownKey when it was deleted, DatabaseAway.
    """
    rows = database.run(database.sql("ingest.apps", "find_app_and_key"), {"app_id": app_id}, repeatable=True)
    if not rows:
        raise UnknownKey
    return AppRules.from_row(rows[0]), rows[0]["api_key"]


def _store(waiting: Waiting, app: AppRules, key: str) -> Receipt:
    """Raises UnknownKey when `key` is no more the app's, DatabaseAway."""
    then = moment.of_request(waiting.received_at, waiting.sent_at)
    prepared = judged.prepare(waiting.events, app, then, waiting.clean)
    for place, position in enumerate(prepared.positions):
        if row_id := waiting.row_ids[position]:
            prepared.rows[place] = (row_id, *prepared.rows[place][1:])
    tally = outcomes.tally(app.id, waiting.received_at, waiting.sender or DRAIN)
    return outage.store_now(app, Batch(key, list(waiting.events)), prepared, tally)


def _bury(record: dict[str, Any], reason: str) -> None:
    """Put a message into the dead-letter queue.

    Raises QueueAway; the message has to come again then.
    """
    logger.error("message to the dead-letter queue", message_id=record["messageId"], reason=reason)
    sqs.send(setting("DEAD_LETTER_QUEUE_URL"), record["body"], {"reason": reason, "message_id": record["messageId"]})
    emit(MessagesBuried=1)


def _postpone(records: list[dict[str, Any]]) -> None:
    """Hide messages for longer the more often they came; where that fails the queue's own time-out holds."""
    pauses = [(record["receiptHandle"], pause(_came(record))) for record in records]
    try:
        sqs.hide(setting("INGEST_QUEUE_URL"), pauses)
    except QueueAway as error:
        logger.warning("messages not postponed", reason=str(error))


def pause(came: int) -> int:
    """Seconds until a message comes again that has come `came` times in vain."""
    return min(FIRST_PAUSE_S << min(came - 1, 10), LONGEST_PAUSE_S)


def _came(record: dict[str, Any]) -> int:
    return int(record["attributes"]["ApproximateReceiveCount"])


fetch_ahead()
