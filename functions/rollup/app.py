"""The rollup function: sweep away what has expired, send the mail that waits, bring sessions up to the events, tell
what alerts say; on every tick of the schedule at which there is work, since a tick without any must not wake the
database."""

from dataclasses import asdict
from time import monotonic
from typing import Any

from rollup import clearings, wakefulness
from rollup.outgoing_mail import deliver, next_due_s
from rollup.sessions.rounds import catch_up
from rollup.sweep import sweep
from rollup.table_size import megabytes
from rollup.webhooks import sending
from spoor import correlation, nudges
from spoor.settings import fetch_ahead
from spoor.telemetry import emit, logger


def handler(event: dict[str, Any], context: Any) -> dict[str, dict[str, int]]:
    """Lambda's entry; safe to run twice at once. An error is raised, so that the alarm on errors sees it, and the
    nudges of that run come again. A tick without work answers with nothing."""
    correlation.begin(event, context)
    try:
        occasion = wakefulness.occasion(event)
    except wakefulness.Asleep:
        return {}
    done = _work()
    nudges.settle(occasion)
    _ask_for_another(done)
    return done


def _work() -> dict[str, dict[str, int]]:
    begun = monotonic()
    swept = sweep()
    emit(**{f"Expired{what.title()}": count for what, count in swept.items()})
    logger.info("swept", extra=swept)
    mail = deliver()
    emit(**{f"Mail{what.title()}": count for what, count in mail.items()})
    logger.info("mail delivered", extra=mail)
    cleared = clearings.work_off()
    emit(EventsCleared=cleared["cleared"])
    logger.info("clearings worked off", extra=cleared)
    caught_up = asdict(catch_up())
    emit(**{f"Sessions{what.title()}": count for what, count in caught_up.items()})
    logger.info("sessions kept", extra=caught_up)
    messages = sending.send_messages(until=begun + sending.BEGUN_WITHIN_S)
    emit(**{f"Messages{what.title()}": count for what, count in messages.items()})
    logger.info("messages sent", extra={"messages": messages})
    emit(TableMegabytes=megabytes())
    return {"swept": swept, "mail": mail, "clearings": cleared, "sessions": caught_up, "messages": messages}


def _ask_for_another(done: dict[str, dict[str, int]]) -> None:
    """A run that found events looks once more when they have ended; what waits to be sent is tried when it is due.
    Alerts that are due are looked at by the alerts function, now that the database is awake."""
    unfinished = done["sessions"]["unfinished"] or done["clearings"]["unfinished"]
    waits_s = min((each for each in (next_due_s(), sending.next_due_s()) if each is not None), default=None)
    if waits_s is None and (unfinished or any(done["sessions"].values()) or done["clearings"]["cleared"]):
        waits_s = nudges.LONGEST_S
    if waits_s is not None:
        nudges.nudge(0 if unfinished else waits_s)
    if nudges.is_configured(nudges.ALERTS) and sending.are_alerts_due():
        nudges.nudge(queue=nudges.ALERTS)


fetch_ahead()
