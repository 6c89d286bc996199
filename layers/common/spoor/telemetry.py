"""The logger and the metrics of a function: ids, counts and codes, never payloads, keys or cookies."""

from traceback import extract_tb

from aws_lambda_powertools import Logger, Metrics
from aws_lambda_powertools.metrics import MetricUnit

__all__ = ["MetricUnit", "log_fault", "logger", "metrics"]

logger = Logger(log_uncaught_exceptions=False)
metrics = Metrics(namespace="Spoor")


def log_fault(error: BaseException) -> None:
    """Log an error nobody foresaw by its kind and place; its text may quote a payload and stays out."""
    places = [f"{frame.filename.rsplit('/', 1)[-1]}:{frame.lineno}" for frame in extract_tb(error.__traceback__)]
    logger.error("unexpected fault", kind=type(error).__name__, places=places[-6:])
