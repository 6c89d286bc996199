"""Opens a connection to whichever of several addresses answers first, all of them before one deadline."""

import re
import select
from collections.abc import Mapping, Sequence
from math import ceil, inf
from time import monotonic

import psycopg
from psycopg.conninfo import make_conninfo
from psycopg.pq import ConnStatus, PGconn, PollingStatus, abc

from spoor.postgres.causes import NOBODY_ANSWERED, Cause, cause_in

PATIENCE = 1.0
"""Seconds for which an address may say nothing before the next one is tried beside it."""

_REFUSED_VALUE = re.compile("^invalid |failed: invalid ")  # libpq's own, before it has spoken to anybody
_EVENTS = {PollingStatus.READING: select.POLLIN, PollingStatus.WRITING: select.POLLOUT}


class CannotConnect(psycopg.OperationalError):
    """A connection that could not be opened: its `cause`, and whether a password was `asked`; no text, which may hold
    one."""

    def __init__(self, cause: Cause, asked: bool = False) -> None:
        super().__init__(cause)
        self.cause = cause
        self.asked = asked


class _Call:
    """One connection on its way."""

    def __init__(self, attempt: Mapping[str, str]) -> None:
        self.conn: abc.PGconn = PGconn.connect_start(make_conninfo("", **attempt).encode())
        self.wants = select.POLLOUT
        self.failure = self._failure() if self.conn.status == ConnStatus.BAD else None

    def go_on(self) -> bool:
        """Do what can be done without waiting; whether the connection is open."""
        status = PollingStatus(self.conn.connect_poll())
        if status is PollingStatus.FAILED:
            self.failure = self._failure()
        self.wants = _EVENTS.get(status, select.POLLIN)
        return status is PollingStatus.OK

    def _failure(self) -> CannotConnect:
        text = self.conn.error_message.decode(errors="replace")
        asked = bool(self.conn.used_password)
        self.conn.finish()
        return CannotConnect(Cause.URL if _REFUSED_VALUE.search(text) else cause_in(text), asked)


def dial(attempts: Sequence[Mapping[str, str]], deadline: float) -> abc.PGconn:
    """The first connection that opens. The next address is tried when those before have failed or kept silent for a
    while: so one that is silent costs little where another is good, and all together end at `deadline`.

    Raises CannotConnect.
    """
    waiting = list(reversed(attempts))
    patience = min(PATIENCE, max(0.0, deadline - monotonic()) / (len(attempts) + 1))
    calls: list[_Call] = []
    failures: list[CannotConnect] = []
    next_at = -inf
    try:
        while waiting or calls:
            now = monotonic()
            if now >= deadline:
                failures.append(CannotConnect(Cause.TIME_OUT))
                break
            if waiting and (not calls or now >= next_at):
                calls.append(_Call(waiting.pop()))
                next_at = now + patience
            else:
                for call in _ready(calls, min(deadline, next_at if waiting else inf) - now):
                    if call.go_on():
                        calls.remove(call)
                        return call.conn
            failures += [call.failure for call in calls if call.failure]
            calls = [call for call in calls if not call.failure]
    finally:
        for call in calls:
            call.conn.finish()
    raise _telling(failures)


def _ready(calls: Sequence[_Call], seconds: float) -> list[_Call]:
    """Those on which something has happened, after so many seconds at the most."""
    poll = select.poll()
    by_socket = {call.conn.socket: call for call in calls}
    for number, call in by_socket.items():
        poll.register(number, call.wants)
    return [by_socket[number] for number, _ in poll.poll(ceil(seconds * 1000))]


def _telling(failures: Sequence[CannotConnect]) -> CannotConnect:
    """The failure that says most: of a server that answered, where one did."""
    answered = [each for each in failures if each.cause not in NOBODY_ANSWERED]
    told = (answered or failures)[0]
    return CannotConnect(told.cause, any(each.asked for each in failures))
