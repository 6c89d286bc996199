"""Every report there is; a new one is a file, or a folder, and a line here."""

from typing import Any

from query.reports import changes, funnel, lifecycle, overview, paths, retention, sessions, stickiness, trends
from query.reports.report import Report

REPORTS: tuple[Report[Any, Any, Any], ...] = (
    trends.REPORT,
    funnel.REPORT,
    retention.REPORT,
    sessions.REPORT,
    paths.REPORT,
    lifecycle.REPORT,
    stickiness.REPORT,
    overview.REPORT,
    changes.REPORT,
)
