"""Sends the mail that could not be sent at once, until it is sent or what it says has expired."""

from time import monotonic
from uuid import UUID

from spoor.accounts import mail
from spoor.database import change, run, sql
from spoor.telemetry import logger

_WORKING = 3.0
"""Seconds after which no other letter is begun; a letter takes seven at most."""


def deliver() -> dict[str, int]:
    """Try what is due, and tell how many letters were sent, have to wait for another try, or were lost.

    A letter is taken by one run alone, and no transaction is open while SES is asked. Who dies in between leaves it to
    a later run, so that it may arrive twice. When SES is not to be had, the rest waits for the next run.

    Raises DatabaseAway.
    """
    found = {"sent": 0, "delayed": 0, "lost": change(sql("rollup", "forget_lost_mail"), repeatable=True)}
    if found["lost"]:
        logger.error("mail was lost: it could not be sent before its links expired", letters=found["lost"])
    until = monotonic() + _WORKING
    while mail.is_configured() and monotonic() < until:
        claimed = run(sql("rollup", "claim_mail"), repeatable=False)
        if not claimed:
            break
        letter_id: UUID = claimed[0].pop("id")
        try:
            mail.send(mail.Letter(**claimed[0]))
        except mail.NotSent as error:
            found["delayed"] += 1
            logger.error("mail not sent, a later run will try again", reason=str(error))
            if not error.rejected:
                break
        else:
            found["sent"] += 1
            change(sql("rollup", "forget_mail"), {"id": letter_id}, repeatable=True)
    return found


def next_due_s() -> int | None:
    """Seconds until the next letter that waits is due; None where none waits, or none could be sent.

    Raises DatabaseAway.
    """
    if not mail.is_configured():
        return None
    rows = run(sql("rollup", "next_mail"), repeatable=True)
    return int(rows[0]["seconds"]) if rows else None
