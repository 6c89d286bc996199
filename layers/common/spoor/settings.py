"""Settings, read from the environment once, at first use, never at import."""

import os
from collections import deque
from functools import cache
from threading import Thread
from time import monotonic

from spoor import snapshots
from spoor.errors import Misconfigured, SecretAway

FETCH_WITHIN_S = 3.0
"""Seconds that a secret may take, all tries together."""

MOST_FETCHES, WHILE = 8, 60.0
"""How often an instance fetches secrets anew within so many seconds. While a URL or a password is wrong each request
would: on a public address that is a bill without a ceiling."""

_fetched: dict[str, str] = {}
_fetches: deque[float] = deque(maxlen=MOST_FETCHES)


@cache
def setting(name: str, default: str | None = None) -> str:
    """The environment variable `name`, or `default`; an empty variable counts as absent.

    Raises Misconfigured, naming the variable, when there is neither.
    """
    value = os.environ.get(name) or default
    if value is None:
        raise Misconfigured(f"Set the environment variable {name}.")
    return value


@cache
def secret(name: str) -> str:
    """A secret: the variable `name` where it is given (the local stack), else what `name`_ARN points to, which is a
    Secrets Manager secret or an SSM parameter.

    Raises Misconfigured, naming the variable, when there is neither, SecretAway when it is not to be had in time.
    """
    if value := os.environ.get(name):
        return value
    arn = os.environ.get(f"{name}_ARN")
    if not arn:
        raise Misconfigured(f"Set {name}, or {name}_ARN to the secret or parameter that holds it.")
    if name not in _fetched:
        _fetched[name] = _fetch(name, arn)
        _fetches.append(monotonic())
    return _fetched[name]


def fetch_ahead() -> None:
    """Fetch all secrets that the environment points to. While a function starts the processor is free and nobody waits;
    what cannot be had then is fetched at its first use. Where a snapshot is taken of the instance, that is done when it
    is restored. Never raises."""
    if snapshots.is_expected():
        snapshots.arm(_fetch_all)
    else:
        _fetch_all()


def _fetch_all() -> None:
    names = [word[: -len("_ARN")] for word, arn in os.environ.items() if word.endswith("_ARN") and arn]
    waiting = [Thread(target=_try, args=(name,), daemon=True) for name in names]
    for each in waiting:
        each.start()
    until = monotonic() + FETCH_WITHIN_S
    for each in waiting:
        each.join(max(0.0, until - monotonic()))


def forget_secret(name: str) -> None:
    """Forget a secret so that the next use fetches it again: it may have been changed. It is kept where that was done
    often lately."""
    often = len(_fetches) == MOST_FETCHES and monotonic() - _fetches[0] < WHILE
    if os.environ.get(f"{name}_ARN") and not often:
        _fetched.pop(name, None)
        secret.cache_clear()


def _try(name: str) -> None:
    from spoor.telemetry import logger

    try:
        secret(name)
    except Misconfigured as error:
        logger.warning("secret not fetched ahead", variable=name, reason=error.message)


def _fetch(name: str, arn: str) -> str:
    from spoor.aws import secret_store

    try:
        return secret_store.fetch(arn, FETCH_WITHIN_S)
    except secret_store.NotFetched as error:
        raise SecretAway(f"The secret of {name} could not be fetched: {error.kind}.") from None
