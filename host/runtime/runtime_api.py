"""The Runtime API of one execution environment: https://docs.aws.amazon.com/lambda/latest/dg/runtimes-api.html."""

import threading
import time
import uuid
from dataclasses import dataclass, field

from host.http.message import Request, Response
from host.http.server import Manners, Server
from host.runtime.errors import Crashed, FunctionError, InitFailed, error_payload

PAYLOAD_LIMIT = 6 * 1024 * 1024
"""Bytes of an event, or of an answer, of a synchronous invocation."""
_PREFIX = "/2018-06-01/runtime/"
_FOREVER = 365 * 86400.0


@dataclass
class Invocation:
    """One event on its way through an environment."""

    payload: bytes
    timeout: float
    request_id: str = field(default_factory=lambda: str(uuid.uuid4()))
    answer: bytes = b""
    error: FunctionError | None = None
    _done: threading.Event = field(default_factory=threading.Event)

    def succeed(self, answer: bytes) -> None:
        """The function answered."""
        self.answer = answer
        self._done.set()

    def fail(self, error: FunctionError) -> None:
        """The function failed; the first word stands."""
        if not self._done.is_set():
            self.error = error
            self._done.set()

    def wait(self, seconds: float) -> bool:
        """Whether the outcome is known within `seconds`."""
        return self._done.wait(seconds)


class RuntimeApi:
    """Hands invocations to the runtime client of one environment and takes its answers."""

    def __init__(self, arn: str) -> None:
        self._arn = arn
        self._state = threading.Condition()
        self._ready = False
        self._closed: FunctionError | None = None
        self._pending: Invocation | None = None
        self._current: Invocation | None = None
        manners = Manners(PAYLOAD_LIMIT, self._refuse, head_limit=2 * 1024 * 1024, idle=_FOREVER, patience=_FOREVER)
        self._server = Server(0, self._answer, manners)
        self._server.start()

    @property
    def address(self) -> str:
        """What the runtime client is told in AWS_LAMBDA_RUNTIME_API."""
        return f"127.0.0.1:{self._server.port}"

    def wait_ready(self, seconds: float) -> bool:
        """Whether the client asks for its first event within `seconds`. Raises InitFailed."""
        with self._state:
            self._state.wait_for(lambda: self._ready or self._closed, seconds)
            if self._closed:
                raise InitFailed(self._closed.payload)
            return self._ready

    def offer(self, invocation: Invocation) -> None:
        """Give the client its next event."""
        with self._state:
            if self._closed:
                invocation.fail(self._closed)
            else:
                self._pending = invocation
                self._state.notify_all()

    def close(self, why: FunctionError) -> None:
        """End it: whatever runs or waits fails with `why`. The first reason stands."""
        with self._state:
            if self._closed is None:
                self._closed = why
            for invocation in (self._pending, self._current):
                if invocation:
                    invocation.fail(self._closed)
            self._state.notify_all()
        self._server.close()

    def _answer(self, request: Request) -> Response:
        match request.path.removeprefix(_PREFIX).split("/"):
            case ["invocation", "next"] if request.method == "GET":
                return self._next()
            case ["invocation", request_id, "response"]:
                return self._finish(request_id, request.body, None)
            case ["invocation", request_id, "error"]:
                return self._finish(request_id, b"", FunctionError(request.body))
            case ["init", "error"]:
                self._fail_init(request.body)
                return _accepted()
        return Response(404, body=b"not a path of the Runtime API")

    def _next(self) -> Response:
        with self._state:
            self._ready = True
            self._current = None
            self._state.notify_all()
            self._state.wait_for(lambda: self._pending or self._closed)
            invocation, self._pending = self._pending, None
            if invocation is None or self._closed:
                return Response(410, body=b"this environment is being shut down")
            self._current = invocation
        deadline = int((time.time() + invocation.timeout) * 1000)
        headers = [
            ("content-type", "application/json"),  # awslambdaric leaves without a word where it is missing
            ("Lambda-Runtime-Aws-Request-Id", invocation.request_id),
            ("Lambda-Runtime-Deadline-Ms", str(deadline)),
            ("Lambda-Runtime-Invoked-Function-Arn", self._arn),
            ("Lambda-Runtime-Trace-Id", f"Root=1-{int(time.time()):08x}-{invocation.request_id.replace('-', '')[:24]}"),
        ]
        return Response(200, headers, invocation.payload)

    def _finish(self, request_id: str, answer: bytes, error: FunctionError | None) -> Response:
        with self._state:
            invocation = self._current
            if invocation is None or invocation.request_id != request_id:
                return Response(400, body=b'{"errorType":"InvalidRequestID","errorMessage":"no such invocation"}')
            self._current = None
        if error:
            invocation.fail(error)
        else:
            invocation.succeed(answer)
        return _accepted()

    def _refuse(self, status: int) -> Response:
        payload = error_payload("InvalidRequest", "the Runtime API could not read this")
        if status == 413:
            message = f"Response payload size exceeded maximum allowed payload size ({PAYLOAD_LIMIT} bytes)."
            payload = error_payload("Function.ResponseSizeTooLarge", message)
            with self._state:
                if self._current:
                    self._current.fail(Crashed(payload))  # the client gives up on a refused answer, and leaves
        return Response(status, [("content-type", "application/json")], payload)

    def _fail_init(self, payload: bytes) -> None:
        with self._state:
            self._closed = InitFailed(payload)
            self._state.notify_all()


def _accepted() -> Response:
    return Response(202, [("content-type", "application/json")], b'{"status":"OK"}')
