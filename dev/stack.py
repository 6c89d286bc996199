"""The gateway over a template: servers, pools, clocks, queues."""

import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, replace
from functools import partial
from pathlib import Path

from host.gateway import function_url, http_api
from host.gateway.function_url import FunctionUrl
from host.gateway.http_api import HttpApi
from host.gateway.invoke import invoke, is_invoke, run_unwatched
from host.http.message import Request, Response
from host.http.server import Manners, Server
from host.runtime.environment import Environment
from host.runtime.errors import InitFailed
from host.runtime.launcher import Launcher
from host.runtime.logs import Logs
from host.runtime.pool import LOCAL, Pool, Upkeep
from host.runtime.watch import Watch
from host.services.poller import Poller
from host.services.queues import Queues
from host.services.schedule import Clock, UnknownExpression
from host.template.bundle import Bundle, Function
from host.template.sam import TemplateError, read
from host.template.variables import Variables

_REAP_EVERY = 5.0

_IN_LINE = Upkeep(line_s=3.0)
"""A call of the API waits for an environment: one machine needs seconds for what AWS starts at once on many. Trackers
are told of a full function as AWS tells them, and schedules pass over it."""


class PortTaken(Exception):
    """Somebody else listens on a port that we need."""

    def __init__(self, port: int) -> None:
        super().__init__(f"port {port} is taken")
        self.port = port


class FunctionsFailed(Exception):
    """Functions that could not be loaded; the message holds a line for each."""


@dataclass(frozen=True)
class _Running:
    """What a template became."""

    bundle: Bundle
    pools: dict[str, Pool]
    api: HttpApi
    url: FunctionUrl | None
    callers: list[Clock | Poller]


class Stack:
    """Runs every function of a template. The ports are taken at once, connections from `serve` on.

    `launcher` is the stack's from now on; `trusting` lets a request say where it comes from.

    Raises TemplateError, PortTaken.
    """

    def __init__(
        self,
        template: Path,
        logs: Logs,
        port: int,
        ingest_port: int,
        launcher: Launcher | None = None,
        *,
        trusting: bool = False,
    ) -> None:
        self._trusting = trusting
        self._template = template
        self._variables = Variables()
        self._queues: Queues | None = None
        self._logs = logs
        self._watch = Watch([template])
        self._seen = self._watch.stamp
        self._lock = threading.Lock()
        self._stopped = threading.Event()
        self._launcher = launcher or Launcher()
        bundle = read(template)
        self._api_server = _bind(port, self._answer_api, Manners(http_api.BODY_LIMIT, http_api.refuse))
        try:
            manners = Manners(function_url.BODY_LIMIT, function_url.refuse)
            self._url_server = _bind(ingest_port, self._answer_url, manners)
        except PortTaken:
            self._api_server.close()
            raise
        self._running = self._made(bundle, {})

    @property
    def port(self) -> int:
        """Where the HTTP API listens."""
        return self._api_server.port

    @property
    def ingest_port(self) -> int:
        """Where the function URL listens."""
        return self._url_server.port

    @property
    def pools(self) -> dict[str, Pool]:
        """The pools by the functions' logical ids."""
        return self._running.pools

    def warm(self, variables: Variables) -> None:
        """Load every function once, with `variables` from now on, after making the queues where there is an endpoint.

        Raises FunctionsFailed, QueuesFailed.
        """
        running = self._running
        if variables.endpoint:
            self._queues = Queues(variables.endpoint, running.bundle.queues)
            variables = replace(variables, queues=self._queues.urls)
        self._variables = variables
        self._running = replace(running, callers=self._callers(running.bundle, running.pools))
        pools = self._running.pools.values()
        threads = ThreadPoolExecutor(len(pools) or 1)
        try:
            problems = [problem for problem in threads.map(_warm, pools) if problem]
        finally:
            threads.shutdown(wait=False)  # who is interrupted here closes the stack, which ends the threads' waiting
        if problems:
            raise FunctionsFailed("\n".join(problems))

    def serve(self) -> None:
        """Accept connections and start clocks and pollers. Raises PortTaken."""
        for server in (self._api_server, self._url_server):
            try:
                server.start()
            except OSError as error:
                raise PortTaken(server.port) from error
        for caller in self._running.callers:
            caller.start()
        threading.Thread(target=self._reap, name="reaper", daemon=True).start()

    def close(self) -> None:
        """Hang up, end every process, wait until they are gone."""
        self._stopped.set()
        for server in (self._api_server, self._url_server):
            server.close()
        with self._lock:
            for caller in self._running.callers:
                caller.stop()
            for pool in self._running.pools.values():
                pool.retire()
            for pool in self._running.pools.values():
                pool.close()
        self._launcher.close()

    def _answer_api(self, request: Request) -> Response:
        running = self._current()
        if is_invoke(request):
            return invoke(request, running.pools)
        return running.api.answer(request)

    def _answer_url(self, request: Request) -> Response:
        url = self._current().url
        return url.answer(request) if url else function_url.refuse(404)

    def _current(self) -> _Running:
        stamp = self._watch.stamp
        if stamp != self._seen:
            with self._lock:
                if stamp != self._seen and not self._stopped.is_set():
                    self._seen = stamp
                    self._reload()
        return self._running

    def _reload(self) -> None:
        try:
            bundle = read(self._template)
        except TemplateError as error:
            self._logs.line("dev", f"{error} What ran before still runs.")
            return
        old = self._running
        self._running = self._made(bundle, old.pools)
        for caller in old.callers:
            caller.stop()
        for caller in self._running.callers:
            caller.start()
        for name, pool in old.pools.items():
            if self._running.pools.get(name) is not pool:
                pool.retire()
        self._logs.line("dev", f"{self._template.name} changed and was read again")

    def _made(self, bundle: Bundle, old: dict[str, Pool]) -> _Running:
        pools: dict[str, Pool] = {}
        called = {route.function for route in bundle.routes} | {each.function for each in bundle.authorizers.values()}
        for name, function in bundle.functions.items():
            known = old.get(name)
            upkeep = _IN_LINE if name in called and function.reserved is not None else LOCAL
            pools[name] = known if known and known.function == function else self._pool(function, upkeep)
        url = FunctionUrl(pools[bundle.url_function.name], self.ingest_port) if bundle.url_function else None
        api = HttpApi(bundle, pools, self.port, trusting=self._trusting)
        return _Running(bundle, pools, api, url, self._callers(bundle, pools))

    def _pool(self, function: Function, upkeep: Upkeep) -> Pool:
        return Pool(
            function,
            lambda: Environment(function, self._variables.of(function), self._launcher, self._logs),
            partial(self._logs.line, function.nickname),
            upkeep,
        )

    def _callers(self, bundle: Bundle, pools: dict[str, Pool]) -> list[Clock | Poller]:
        callers: list[Clock | Poller] = []
        for function in bundle.functions.values():
            for schedule in function.schedules:
                try:
                    callers.append(Clock(schedule, partial(run_unwatched, pools[function.name])))
                except UnknownExpression as error:
                    self._logs.line("dev", f"{schedule.name} is not run here: {error}")
            if self._queues:
                callers += [self._queues.poller(event, pools[function.name]) for event in function.queue_events]
        return callers

    def _reap(self) -> None:
        while not self._stopped.wait(_REAP_EVERY):
            for pool in list(self._running.pools.values()):
                pool.reap()


def _bind(port: int, answer: Callable[[Request], Response], manners: Manners) -> Server:
    try:
        return Server(port, answer, manners)
    except OSError as error:
        raise PortTaken(port) from error


def _warm(pool: Pool) -> str | None:
    try:
        pool.warm()
    except InitFailed as error:
        return f"{pool.function.nickname} can't be loaded: {error}"
    return None
