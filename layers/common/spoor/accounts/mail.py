"""Sends letters by Amazon SES."""

from dataclasses import dataclass
from functools import cache
from typing import Any

from spoor.settings import setting


@dataclass(frozen=True)
class Letter:
    """What somebody is to read, as plain text and as HTML; `recipient` is one address."""

    recipient: str
    subject: str
    text: str
    html: str


class NotSent(Exception):
    """SES did not take a letter: `rejected` when it refused this one, else it was not to be had."""

    def __init__(self, reason: str, *, rejected: bool) -> None:
        super().__init__(reason)
        self.rejected = rejected


def is_configured() -> bool:
    """Whether there is an address to send from."""
    return bool(setting("MAIL_SENDER", ""))


def send(letter: Letter) -> None:
    """Hand `letter` to SES, within seven seconds. It may arrive though an error says otherwise: an answer can get lost.

    Raises NotSent.
    """
    from botocore.exceptions import BotoCoreError, ClientError

    try:
        _client().send_email(
            FromEmailAddress=f"Spoor <{setting('MAIL_SENDER')}>",
            Destination={"ToAddresses": [letter.recipient]},
            Content={
                "Simple": {
                    "Subject": _utf8(letter.subject),
                    "Body": {"Text": _utf8(letter.text), "Html": _utf8(letter.html)},
                }
            },
        )
    except ClientError as error:
        code = error.response["Error"]["Code"]
        raise NotSent(code, rejected=_blames_the_letter(error)) from error
    except BotoCoreError as error:
        raise NotSent(type(error).__name__, rejected=False) from error


def _blames_the_letter(error: Any) -> bool:
    status = error.response.get("ResponseMetadata", {}).get("HTTPStatusCode", 500)
    return bool(status == 400)  # too many requests are 429, a permission that is missing 403


def _utf8(text: str) -> dict[str, str]:
    return {"Data": text, "Charset": "UTF-8"}


@cache
def _client() -> Any:
    """boto3 is loaded only here: most requests send no mail, and it takes long to load."""
    import boto3
    from botocore.config import Config

    patience = Config(connect_timeout=2, read_timeout=5, retries={"total_max_attempts": 1})
    return boto3.client("sesv2", config=patience)
