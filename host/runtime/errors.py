"""Why an invocation has no answer."""

import json


class InvokeError(Exception):
    """An invocation has no answer."""


class FunctionError(InvokeError):
    """The function failed. `payload` is Lambda's JSON for it: errorMessage, errorType, often a stackTrace."""

    def __init__(self, payload: bytes) -> None:
        super().__init__(_message(payload))
        self.payload = payload


class InitFailed(FunctionError):
    """The function's module could not be loaded."""


class Crashed(FunctionError):
    """The process ended in the middle, or is about to; it had no chance to say why."""


class TimedOut(FunctionError):
    """The function overran its Timeout; its environment is gone."""


class Throttled(InvokeError):
    """Every environment that the function may have is busy."""


class GaveUp(InvokeError):
    """The caller's patience ended; the function runs on."""


class TooLarge(InvokeError):
    """The event exceeds Lambda's payload limit."""


def error_payload(kind: str, message: str) -> bytes:
    """Lambda's JSON for an error that the function did not report itself."""
    return json.dumps({"errorType": kind, "errorMessage": message}).encode()


def _message(payload: bytes) -> str:
    try:
        error = json.loads(payload)
        return f"{error['errorType']}: {error['errorMessage']}"
    except (ValueError, KeyError, TypeError):
        return payload.decode(errors="replace")
