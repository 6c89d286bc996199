"""The logger and the metrics of a function: ids, counts and codes, never payloads, keys or cookies."""

import logging
from collections.abc import Mapping
from time import time
from traceback import extract_tb

import orjson
from aws_lambda_powertools import Logger

from spoor import correlation
from spoor.settings import setting

logger = Logger(log_uncaught_exceptions=False)


class _OfRequest(logging.Filter):
    """Says in each line which request it is of; asked when there is a line, so that others cost nothing."""

    def filter(self, record: logging.LogRecord) -> bool:
        if mark := correlation.current():
            record.correlation_id = mark
        return True


logger.addFilter(_OfRequest())


def log_fault(error: BaseException) -> None:
    """Log an error nobody foresaw by its kind and place; its text may quote a payload and stays out."""
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    logger.error("unexpected fault", kind=type(error).__name__, places=places[-6:])


def emit(about: Mapping[str, str] | None = None, /, **counts: int) -> None:
    """Print `counts` as metrics in CloudWatch's embedded metric format; names are CamelCase.

    A count of zero is left out, and a line without any count is not printed: CloudWatch charges for each metric that a
    month has seen, and an alarm treats a missing one as nothing. The namespace is the stack's own, so that two stacks
    in one account share no figure.

    What they are `about` stands in the same line of the log and is no dimension.

    The line is written here: Powertools' way to it would cost a request of one event a tenth of its time.
    """
    told = {name: [count] for name, count in counts.items() if count}
    if not told:
        return
    metrics = [{"Name": name, "Unit": "Count"} for name in told]
    about_them = {"Namespace": setting("METRICS_NAMESPACE", "Spoor"), "Dimensions": [["service"]], "Metrics": metrics}
    line = {
        "_aws": {"Timestamp": int(time() * 1000), "CloudWatchMetrics": [about_them]},
        "service": logger.service,
        **(about or {}),
        **told,
    }
    print(orjson.dumps(line).decode())
