"""The logger and the metrics of a function: ids, counts and codes, never payloads, keys or cookies."""

from collections.abc import Mapping
from traceback import extract_tb

import orjson
from aws_lambda_powertools import Logger
from aws_lambda_powertools.metrics import MetricUnit
from aws_lambda_powertools.metrics.provider.cloudwatch_emf.cloudwatch import AmazonCloudWatchEMFProvider

logger = Logger(log_uncaught_exceptions=False)
_format = AmazonCloudWatchEMFProvider(namespace="Spoor")


def log_fault(error: BaseException) -> None:
    """Log an error nobody foresaw by its kind and place; its text may quote a payload and stays out."""
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    logger.error("unexpected fault", kind=type(error).__name__, places=places[-6:])


def emit(about: Mapping[str, str] | None = None, /, **counts: int) -> None:
    """Print `counts` as metrics in CloudWatch's embedded metric format; names are CamelCase.

    What they are `about` stands in the same line of the log and is no dimension.

    Powertools writes the format; its way of collecting metrics would cost a request of one event a tenth of its time.
    """
    found = {name: {"Unit": MetricUnit.Count.value, "Value": [count]} for name, count in counts.items()}
    line = _format.serialize_metric_set(
        metrics=found, dimensions={"service": logger.service}, metadata=dict(about or {})
    )
    print(orjson.dumps(line).decode())
