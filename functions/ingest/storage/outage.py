"""Goes on while the database is away, where there is a queue: apps are remembered, batches wait."""

from time import monotonic
from typing import Any

from ingest.apps import keys
from ingest.apps.app_rules import AppRules
from ingest.events.event import Batch
from ingest.events.moment import Moment
from ingest.events.pipeline import Prepared
from ingest.storage import outcomes, queue, receipt, store
from ingest.storage.outcomes import Tally
from ingest.storage.receipt import Receipt
from spoor import nudges
from spoor.errors import DatabaseAway, Misconfigured, NotNow

REST_S = 10.0
"""Seconds for which an instance that met the outage does not try again: a frozen pooler costs each try 8 s."""

CANNOT_STORE = (NotNow, Misconfigured)
"""What keeps events from being stored though nothing is wrong with them: they wait, where there is a queue."""

_rests_until = 0.0


class Unasked(AppRules):
    """Stands for the app of a key that could not be looked up. Its id is the key: good for telling apps apart, while
    the ids of rows are made anew when they are stored. It wants every event: what the app wants is asked then, too."""


def find_app(key: Any) -> AppRules:
    """The app of a key; during an outage what is remembered of it, or else an Unasked.

    Raises UnknownKey, and one of CANNOT_STORE where there is no queue.
    """
    if not is_resting():
        try:
            return keys.find_app(key)
        except CANNOT_STORE as error:
            if not queue.is_configured():
                raise
            rest_after(error)
    return keys.recall_app(key) or Unasked(key, keep_bots=True)


def save(app: AppRules, batch: Batch, prepared: Prepared, when: Moment, clean: bool, tally: Tally) -> Receipt:
    """Store the rows of a batch, or queue its events during an outage.

    Raises UnknownKey, and one of CANNOT_STORE where there is no queue or it is away as well.
    """
    if type(app) is not Unasked and not is_resting():
        try:
            return store_now(app, batch, prepared, tally)
        except CANNOT_STORE as error:
            if not queue.is_configured():
                raise
            rest_after(error)
    queue.put(batch, prepared, when, clean, tally.sender)
    if type(app) is not Unasked:  # what waits is counted when it is stored
        tally.told = outcomes.tell(batch.events, Prepared(refusals=prepared.refusals, unwanted=prepared.unwanted))
        outcomes.add(app.id, tally)
    queued = len(prepared.rows)
    return Receipt(queued, 0, prepared.refusals, prepared.warnings, queued, prepared.unwanted, prepared.breaches)


def store_now(app: AppRules, batch: Batch, prepared: Prepared, tally: Tally) -> Receipt:
    """Store the rows of a batch, and count what became of all its events.

    Raises UnknownKey, or one of CANNOT_STORE.
    """
    if prepared.refusals or prepared.unwanted or prepared.warnings or prepared.breaches:
        tally.told = outcomes.tell(batch.events, prepared)
    if prepared.rows:
        stored = store.save(app, batch.key, prepared.rows, prepared.links, tally)
        if stored.new:
            nudges.nudge_about_events()
        return receipt.write(prepared, stored)
    outcomes.note(app.id, tally)
    return receipt.write(prepared, store.Stored())


def is_resting() -> bool:
    """Whether this instance met the outage and asks the database for nothing."""
    return _rests_until > monotonic()


def rest_after(error: Exception) -> None:
    """Rest, where there is a queue: but not if the database is there and had this one request wait too long, since the
    next may be quick."""
    global _rests_until
    if queue.is_configured() and isinstance(error, DatabaseAway | Misconfigured):
        _rests_until = monotonic() + REST_S
