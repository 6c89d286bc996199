"""Why which engine answers; the list is closed."""

from enum import StrEnum


class Reason(StrEnum):
    """`sealed` speaks for the lake, all others for Postgres."""

    SEALED = "sealed"
    NO_LAKE = "no_lake"
    """None is configured."""
    REPORT_NOT_SEALED = "report_not_sealed"
    """The lake does not know this report or look, or a word of it."""
    FILTER_NOT_SEALED = "filter_not_sealed"
    """The lake does not know a filter of it, or its operator."""
    KEY_NOT_SEALED = "key_not_sealed"
    """The property files have no column for a property that is asked for."""
    NOT_SEALED = "not_sealed"
    """No day of the range is sealed, or too few events of it are."""
    DIRTY_DAYS = "dirty_days"
    """Too many events of the range are of days that changed since they were sealed."""
    SMALL_RANGE = "small_range"
    """The range has so few events that Postgres is as fast."""
    TOO_LARGE = "too_large"
    """More than fits into the function's memory."""
    BROKEN_FILES = "broken_files"
    """A file, or what the manifest says of a day, is not what was sealed."""
    STORE_AWAY = "store_away"
    """The store cannot be asked."""


class Elsewhere(Exception):
    """The lake cannot answer this question now, and Postgres can."""

    def __init__(self, reason: Reason) -> None:
        super().__init__(reason)
        self.reason = reason
