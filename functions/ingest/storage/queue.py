"""Puts batches into the queue from which `ingest.drain` stores them."""

from typing import Any

from ingest.apps import keys
from ingest.events.event import Batch
from ingest.events.moment import Moment
from ingest.events.pipeline import Prepared
from spoor.errors import DatabaseAway, TooLarge
from spoor.settings import setting
from spoor.telemetry import logger


def is_configured() -> bool:
    """Whether there is a queue."""
    return bool(setting("INGEST_QUEUE_URL", ""))


def put(batch: Batch, prepared: Prepared, when: Moment, clean: bool, sender: str) -> None:
    """Queue those events of a batch that have become rows of `prepared`.

    The message bears the app's id where this instance knows the key: success was promised then, and a key that is
    rotated before the message is stored must not break that. Raises DatabaseAway when the queue is away, too, or an
    event does not fit into it: then nothing is promised.
    """
    if not prepared.rows:
        return
    from ingest.storage import message, sqs

    events: list[Any] = [batch.events[position] for position in prepared.positions]
    row_ids = [None if _has_id(event) else row[0] for event, row in zip(events, prepared.rows, strict=True)]
    app = keys.recall_app(batch.key)
    app_id = app.id if app else None
    waiting = message.Waiting(batch.key, when.received_at, batch.sent_at, clean, events, row_ids, app_id, sender)
    try:
        bodies = message.write(waiting)
        for body in bodies:
            sqs.send(setting("INGEST_QUEUE_URL"), body)
    except (TooLarge, sqs.QueueAway) as error:
        logger.error("events not queued", events=len(events), reason=str(error))
        raise DatabaseAway from error
    logger.warning("events queued", events=len(events), messages=len(bodies))


def _has_id(event: Any) -> bool:
    return event.client_id is not None and event.client_id != ""
