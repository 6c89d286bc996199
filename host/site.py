"""The functions of the template as a server of one's own: processes, clocks, queues, mail, one address."""

import threading
from collections.abc import Callable, Mapping
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from pathlib import Path
from time import monotonic

from host.configuration import Configuration
from host.gateway import front
from host.gateway.front import Front
from host.gateway.function_url import BODY_LIMIT, FunctionUrl
from host.gateway.http_api import HttpApi
from host.gateway.invoke import run_unwatched
from host.http.certificate import Certificate
from host.http.message import Request, Response
from host.http.server import Bounds, Manners, Server
from host.mail.ses import SesDoor
from host.preparation import Preparation
from host.queue.folder import can_keep, only_with_queue, queues_in
from host.queue.sqs import FAULTS, LocalSqs
from host.queue.store import QueueStore
from host.runtime.environment import Environment
from host.runtime.errors import InitFailed
from host.runtime.launcher import PLAIN_LOOP, Launcher
from host.runtime.logs import Output
from host.runtime.pool import Pool, Upkeep
from host.services.poller import Poller
from host.services.schedule import Clock
from host.site_variables import variables_of
from host.template.bundle import Function
from host.template.sam import read
from host.template.variables import Variables

TEMPLATE = Path(__file__).parents[1] / "template.yaml"
_WARM = {"ingest", "authorizer", "web"}
"""What always has a process: a tracker does not wait for one to start, nor does a page."""
_LINE_S = 10.0
"""Seconds that a request waits for a process to be free."""
_REST_S, _SWEEP_S = 300.0, 60.0
_REAP_EVERY = 5.0
_ROOM = 64 * 1024 * 1024
_SLOWEST = 16 * 1024


class SiteFailed(Exception):
    """It cannot be started; the message says why."""


class Site:
    """Takes the port at once, and connections from `start` on. Raises SiteFailed, TemplateError."""

    def __init__(self, configuration: Configuration, secrets: Mapping[str, str], output: Output) -> None:
        self._configuration = configuration
        self._output = output
        self._stopping = threading.Event()
        self._bundle = only_with_queue(read(TEMPLATE), with_queue=can_keep(configuration.data))
        self._launcher = Launcher(PLAIN_LOOP)
        self._callers: list[Clock | Poller] = []
        self._pools: dict[str, Pool] = {}
        self._front: Front | None = None
        self._certificate = self._own_certificate()
        self._server = self._bind(configuration.port, self._answer)
        own = configuration.ingest_port
        self._ingest_server = None if own is None else self._bind(own, self._answer_ingest)
        self._store, self._sqs = self._queues()
        deliver = configuration.mail_server.deliver if configuration.mail_server else None
        self._mail = SesDoor(deliver) if deliver else None
        self._secrets = {**secrets, "DATABASE_URL": configuration.database_url}
        self._preparation = Preparation(configuration, secrets["BETTER_AUTH_SECRET"], partial(output.line, "host"))

    @property
    def port(self) -> int:
        """Where it listens."""
        return self._server.port

    @property
    def ingest_port(self) -> int | None:
        """Where trackers have a port of their own, if they have."""
        return self._ingest_server.port if self._ingest_server else None

    @property
    def pools(self) -> Mapping[str, Pool]:
        """The pools by the functions' logical ids."""
        return self._pools

    def start(self) -> None:
        """Prepare the database, load what is to be quick, accept connections. Raises SiteFailed, NotPrepared."""
        self._preparation.begin()
        variables = self._variables()
        self._pools = {name: self._pool(each, variables) for name, each in self._bundle.functions.items()}
        self._warm()
        url = self._bundle.url_function
        self._front = Front(
            HttpApi(self._bundle, self._pools, self.port),
            FunctionUrl(self._pools[url.name], self.port) if url else None,
            self._configuration.proxies,
            self._unready,
        )
        self._callers = self._made_callers()
        for server in self._servers():
            try:
                server.start()
            except OSError as error:
                raise SiteFailed(f"Port {server.port} cannot be listened on: {error.strerror}.") from error
        for caller in self._callers:
            caller.start()
        threading.Thread(target=self._reap, name="reaper", daemon=True).start()

    def stop(self) -> bool:
        """Take nothing new, finish what is being done, end; whether all of it was finished in the time there is."""
        end = monotonic() + self._configuration.stop_s
        self._stopping.set()
        self._preparation.stop()
        for caller in self._callers:
            caller.stop()
        finished = True
        for server in self._servers():
            finished = server.drain(max(0.0, end - monotonic())) and finished
        for pool in self._pools.values():
            pool.retire()
        for pool in self._pools.values():
            finished = pool.finish(max(0.0, end - monotonic())) and finished
        self.close()
        return finished

    def close(self) -> None:
        """End at once."""
        self._stopping.set()
        self._preparation.stop()
        for server in self._servers():
            server.close()
        for pool in self._pools.values():
            pool.close()
        self._launcher.close()
        for door in (self._sqs, self._mail, self._store):
            if door:
                door.close()

    def _servers(self) -> list[Server]:
        return [server for server in (self._server, self._ingest_server) if server]

    def _bind(self, port: int, answer: Callable[[Request], Response]) -> Server:
        wishes = self._configuration
        bounds = Bounds(wishes.most_connections, wishes.most_from_one, wishes.proxies.has, _ROOM, _SLOWEST)
        manners = Manners(BODY_LIMIT, front.refuse, idle=60.0, patience=15.0, bounds=bounds)
        try:
            return Server(
                port, answer, manners, wishes.address, self._certificate.context if self._certificate else None
            )
        except OSError as error:
            raise SiteFailed(f"Port {port} of {wishes.address} cannot be had: {error.strerror}.") from error

    def _own_certificate(self) -> Certificate | None:
        if self._configuration.certificate is None:
            return None
        try:
            return Certificate(*self._configuration.certificate, partial(self._output.line, "host"))
        except OSError as error:
            raise SiteFailed(f"TLS_CERTIFICATE and TLS_KEY cannot be read: {error}.") from error

    def _answer(self, request: Request) -> Response:
        return self._front.answer(request) if self._front else front.refuse(503)

    def _answer_ingest(self, request: Request) -> Response:
        return self._front.answer_ingest(request) if self._front else front.refuse(503)

    def _unready(self) -> list[str]:
        reasons = []
        if self._stopping.is_set():
            reasons.append("it is being stopped")
        if not self._preparation.done:
            reasons.append("the database is not prepared yet")
        return reasons

    def _queues(self) -> tuple[QueueStore | None, LocalSqs | None]:
        wishes = self._configuration
        if not self._bundle.queues:
            self._output.line("host", f"{wishes.data} cannot be written: no queue while Postgres is away")
            return None, None
        return queues_in(wishes.data, self._bundle.queues, wishes.queue_bytes)

    def _variables(self) -> Variables:
        ports, doors = (self.port, self.ingest_port), (self._sqs, self._mail)
        return variables_of(self._configuration, ports, self._secrets, self._preparation.urls, doors)

    def _pool(self, function: Function, variables: Variables) -> Pool:
        name = function.nickname
        upkeep = Upkeep(
            self._configuration.instances.get(name, 1),
            _LINE_S,
            keeps=1 if name in _WARM else 0,
            idle_s=_SWEEP_S if function.schedules or function.queue_events else _REST_S,
            watches=False,
        )
        start = partial(Environment, function, variables.of(function), self._launcher, self._output)
        return Pool(function, start, partial(self._output.line, name), upkeep)

    def _warm(self) -> None:
        warm = [pool for pool in self._pools.values() if pool.function.nickname in _WARM]
        with ThreadPoolExecutor(len(warm)) as threads:
            for pool, done in [(pool, threads.submit(pool.warm)) for pool in warm]:
                try:
                    done.result()
                except InitFailed as error:
                    raise SiteFailed(f"{pool.function.nickname} cannot be loaded: {error}") from error

    def _made_callers(self) -> list[Clock | Poller]:
        callers: list[Clock | Poller] = []
        for name, function in self._bundle.functions.items():
            pool = self._pools[name]
            callers += [Clock(schedule, partial(run_unwatched, pool)) for schedule in function.schedules]
            if self._sqs:
                urls = self._sqs.urls
                callers += [Poller(it, urls[it.queue], self._sqs, pool, FAULTS) for it in function.queue_events]
        return callers

    def _reap(self) -> None:
        while not self._stopping.wait(_REAP_EVERY):
            for pool in self._pools.values():
                pool.reap()
