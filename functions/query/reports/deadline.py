"""When an answer has to be made, for what is counted here and not in Postgres."""

from time import monotonic

from spoor.errors import TooSlow

_MORE = 2.0
"""Seconds after a statement's own limit: what came in on time can mostly still be counted. The function has 28."""


def check_time(until: float) -> None:
    """Give up where `until` (monotonic) is over: the gateway would hang up without a word of advice.

    Raises TooSlow.
    """
    if monotonic() > until + _MORE:
        raise TooSlow
