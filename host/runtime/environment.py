"""One execution environment: a process of its own under AWS's runtime client, for one event at a time."""

import signal
import threading
from collections.abc import Mapping

from host.runtime.errors import Crashed, FunctionError, error_payload
from host.runtime.launcher import Launcher, end
from host.runtime.logs import Output
from host.runtime.runtime_api import Invocation, RuntimeApi
from host.template.bundle import Function
from host.template.cloudformation import PSEUDO_PARAMETERS


class Environment:
    """A process that has loaded, or is loading, the handler of `function`.

    `variables` come on top of those that Lambda itself sets.
    """

    def __init__(self, function: Function, variables: Mapping[str, str], launcher: Launcher, logs: Output) -> None:
        region, account = PSEUDO_PARAMETERS["AWS::Region"], PSEUDO_PARAMETERS["AWS::AccountId"]
        self._api = RuntimeApi(f"arn:aws:lambda:{region}:{account}:function:{function.name}")
        self._killed: FunctionError | None = None
        own = {
            **variables,
            **_lambda_variables(function, variables.get("LOG_LEVEL", "INFO")),
            "AWS_LAMBDA_RUNTIME_API": self._api.address,
        }
        self._process = launcher.launch(function.handler, own, function.code)
        self._log = threading.Thread(target=self._pump, args=(logs, function.nickname), daemon=True)
        self._log.start()
        self._waiter = threading.Thread(target=self._wait, daemon=True)
        self._waiter.start()

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    @property
    def alive(self) -> bool:
        """Whether it can take another event."""
        return self._killed is None and self._process.returncode is None

    def wait_ready(self, seconds: float) -> bool:
        """Whether the handler is loaded within `seconds`. Raises InitFailed."""
        return self._api.wait_ready(seconds)

    def run(self, invocation: Invocation) -> None:
        """Give it an event; `invocation` learns the outcome."""
        self._api.offer(invocation)

    def kill(self, why: FunctionError | None = None) -> None:
        """End it without a word, as Lambda does."""
        self._killed = self._killed or why or Crashed(error_payload("Sandbox.Stopped", "the local stack stopped it"))
        end(self._process)  # first, as a client whose Runtime API is gone has something to say about it
        self._api.close(self._killed)

    def join(self) -> None:
        """Wait until it is gone and its last words are written."""
        self._waiter.join(5)
        self._log.join(1)

    def _pump(self, logs: Output, name: str) -> None:
        assert self._process.stdout  # noqa: S101 - it was opened as a pipe
        with self._process.stdout as output:
            logs.pump(name, output)

    def _wait(self) -> None:
        code = self._process.wait()
        end(self._process)  # what it may have started itself
        how = f"signal: {signal.Signals(-code).name}" if code < 0 else f"exit status {code}"
        exited = Crashed(error_payload("Runtime.ExitError", f"Runtime exited with error: {how}"))
        self._api.close(self._killed or exited)


def _lambda_variables(function: Function, level: str) -> dict[str, str]:
    """What Lambda sets: https://docs.aws.amazon.com/lambda/latest/dg/configuration-envvars.html."""
    variables = {
        "_HANDLER": function.handler,
        "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.runtime}",
        "AWS_LAMBDA_FUNCTION_NAME": function.name,
        "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory),
        "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
        "AWS_LAMBDA_INITIALIZATION_TYPE": "on-demand",
        "AWS_LAMBDA_LOG_GROUP_NAME": f"/aws/lambda/{function.name}",
        "AWS_LAMBDA_LOG_STREAM_NAME": "local",
        "LAMBDA_TASK_ROOT": str(function.code),
        "PYTHONPATH": ":".join(map(str, (function.code, *function.layers))),
        "TZ": ":UTC",
    }
    if function.json_logs:
        variables |= {"AWS_LAMBDA_LOG_FORMAT": "JSON", "AWS_LAMBDA_LOG_LEVEL": level}
    return variables
