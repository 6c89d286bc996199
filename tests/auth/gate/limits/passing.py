"""What happens while a limit counts: attempts from many addresses, and time that passes."""

import psycopg
from psycopg.rows import DictRow

from tests.auth.browser import Browser


def from_everywhere(count: int, email: str = "ann@example.com") -> list[int]:
    """The statuses of attempts at an account from an address of its own each."""
    strangers = [Browser(source_ip=f"198.51.100.{number}") for number in range(count)]
    return [stranger.sign_in(email, "wrong password").status for stranger in strangers]


def wait(database: psycopg.Connection[DictRow], seconds: float) -> None:
    """Let time pass for every count."""
    database.execute("UPDATE spoor.rate_limit SET last_request = last_request - %s", [int(seconds * 1000)])
