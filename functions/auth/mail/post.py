"""Takes a letter to the post: by SES at once, or else into the table from which rollup sends it."""

from dataclasses import asdict
from datetime import datetime
from uuid import uuid4

from spoor.accounts import mail
from spoor.accounts.mail import Letter
from spoor.database import change, sql
from spoor.nudges import nudge
from spoor.telemetry import emit, logger


def post(letter: Letter, until: datetime) -> None:
    """Send `letter`; what cannot be sent now is worth trying `until` its link expires.

    Never call it inside a transaction: SES may take seconds to answer.

    Raises DatabaseAway when the letter can neither be sent nor kept.
    """
    try:
        mail.send(letter)
    except mail.NotSent as error:
        change(sql("auth.mail", "keep_mail"), {"id": uuid4(), "expires_at": until, **asdict(letter)}, repeatable=True)
        logger.error("mail not sent, rollup will try again", reason=str(error))
        emit(MailDelayed=1)
        nudge()
    else:
        emit(MailSent=1)
