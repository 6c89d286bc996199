"""Hands messages to a mail server."""

import smtplib
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import make_msgid
from urllib.parse import unquote, urlsplit

from host.mail.ses import Delayed, Rejected

_PATIENCE_S = 4.0
"""For connecting and for each answer: the function that sends waits no longer than five."""
_PORTS = {"smtp": 587, "smtps": 465}


@dataclass(frozen=True)
class MailServer:
    """Where mail is handed in. `tls` from the first byte on; else it is turned on, which `plain` alone does without."""

    host: str
    port: int
    user: str = ""
    password: str = field(default="", repr=False)
    tls: bool = False
    plain: bool = False

    @classmethod
    def of(cls, url: str) -> "MailServer":
        """`smtp://user:password@host:587` turns TLS on (`?starttls=never` does not), `smtps://…:465` begins with it.

        Raises ValueError.
        """
        parts = urlsplit(url)
        if parts.scheme not in _PORTS or not parts.hostname or parts.query not in {"", "starttls=never"}:
            raise ValueError("SMTP_URL has to look like smtp://user:password@host:587 or smtps://user:password@host.")
        return cls(
            parts.hostname,
            parts.port or _PORTS[parts.scheme],
            unquote(parts.username or ""),
            unquote(parts.password or ""),
            parts.scheme == "smtps",
            bool(parts.query),
        )

    def deliver(self, message: EmailMessage) -> str:
        """Hand in a message; its id. Raises Delayed, Rejected."""
        message["Message-ID"] = name = make_msgid(domain="spoor.invalid")
        try:
            with self._connected() as line:
                if self.user:
                    line.login(self.user, self.password)
                line.send_message(message)
        except (smtplib.SMTPRecipientsRefused, smtplib.SMTPDataError) as error:
            raise _by_code(error) from error
        except (OSError, smtplib.SMTPException, ValueError) as error:
            raise Delayed from error
        return name

    def _connected(self) -> smtplib.SMTP:
        trusted = ssl.create_default_context()
        if self.tls:
            return smtplib.SMTP_SSL(self.host, self.port, timeout=_PATIENCE_S, context=trusted)
        line = smtplib.SMTP(self.host, self.port, timeout=_PATIENCE_S)
        if not self.plain:
            try:
                line.starttls(context=trusted)
            except BaseException:
                line.close()
                raise
        return line


def _by_code(error: smtplib.SMTPException) -> Exception:
    """What begins with 5 is for good (RFC 5321 section 4.2.1)."""
    if isinstance(error, smtplib.SMTPRecipientsRefused):
        codes = [code for code, _ in error.recipients.values()]
    else:
        codes = [error.smtp_code] if isinstance(error, smtplib.SMTPDataError) else []
    return Rejected() if codes and all(code >= 500 for code in codes) else Delayed()
