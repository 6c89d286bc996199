"""What the local stack runs: functions, routes, authorizers, schedules, queues."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path

INTEGRATION_SECONDS = 30.0
"""How long an HTTP API waits for a function at most."""


@dataclass(frozen=True)
class Schedule:
    """A rule that calls a function by the clock."""

    name: str
    expression: str
    input: str | None = None
    scheduler: bool = False  # EventBridge Scheduler (ScheduleV2) rather than an EventBridge rule


@dataclass(frozen=True)
class Queue:
    """An SQS queue: `attributes` as CreateQueue takes them; `dead_letters` is the queue of the redrive policy."""

    name: str
    attributes: Mapping[str, str]
    dead_letters: str | None = None
    max_receives: int = 0


@dataclass(frozen=True)
class QueueEvent:
    """An event source mapping of SQS: `queue` is the queue's logical id, `itemised` whether the function reports
    messages one by one (ReportBatchItemFailures)."""

    queue: str
    batch: int = 10
    itemised: bool = False


@dataclass(frozen=True)
class Function:
    """A function: `name` is its logical id, `code` and `layers` are the folders it imports from."""

    name: str
    handler: str
    code: Path
    layers: tuple[Path, ...]
    runtime: str
    timeout: float
    memory: int
    reserved: int | None = None
    url: bool = False
    variables: Mapping[str, str] = field(default_factory=dict)
    declared: frozenset[str] = frozenset()
    json_logs: bool = False
    schedules: tuple[Schedule, ...] = ()
    queue_events: tuple[QueueEvent, ...] = ()
    queue_variables: Mapping[str, str] = field(default_factory=dict)  # variable → the queue whose URL it holds

    @property
    def package(self) -> str:
        """The package that its handler is in: `auth` for the authorizer, too."""
        return self.handler.partition(".")[0].partition("/")[0]

    @property
    def nickname(self) -> str:
        """The name people say: `ingest` for IngestFunction."""
        return self.name.removesuffix("Function").lower() or self.name.lower()

    @property
    def sources(self) -> tuple[Path, ...]:
        """The files and folders whose change makes a new environment necessary: its own package and its layers."""
        package = self.code / self.package
        return (package if package.is_dir() else package.with_suffix(".py"), *self.layers)


@dataclass(frozen=True)
class Route:
    """A route of the HTTP API; `key` is as AWS writes it: `GET /a/{b}` or `$default`."""

    key: str
    function: str
    authorizer: str | None = None
    seconds: float = INTEGRATION_SECONDS


@dataclass(frozen=True)
class Authorizer:
    """A Lambda authorizer of payload 2.0 with simple responses; `sources` are AWS's selection expressions."""

    name: str
    function: str
    sources: tuple[str, ...]
    seconds: float


@dataclass(frozen=True)
class Bundle:
    """Everything the local stack runs."""

    functions: Mapping[str, Function]
    routes: tuple[Route, ...]
    authorizers: Mapping[str, Authorizer]
    queues: Mapping[str, Queue] = field(default_factory=dict)

    @property
    def url_function(self) -> Function | None:
        """The function behind the function URL."""
        return next((function for function in self.functions.values() if function.url), None)
