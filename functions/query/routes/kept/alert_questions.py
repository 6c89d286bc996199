"""What an alert asks, and when: looked at before it is kept."""

from datetime import datetime
from typing import Any, cast

from query.access.door import OpenApp
from query.alerts.rules import Rule
from query.kept import saved_reports
from query.kept.alerts import Alert
from query.routes.kept.alert_words import AlertChange
from spoor.time import zone_called


def checked(
    app: OpenApp, report: str, question: dict[str, Any], number: str | None, rule: Rule, timezone: str, days: int | None
) -> str:
    """The word of the number, of a question that can be asked. Raises Unprocessable."""
    from query.alerts import asking, periods
    from query.routes.reports.several import unknown_report

    if not asking.is_report(report):
        raise unknown_report(report)
    word, _ = asking.number_called(report, number)
    asking.over(report, question, timezone, periods.period_of(rule, zone_called(timezone), app.now, days))
    return word


def timed(rule: Rule, timezone: str, now: datetime) -> dict[str, Any]:
    """What is kept of a rule, and when it is looked at first."""
    from query.alerts import periods, rules

    return {"rule": rules.kept(rule), "next_check_at": periods.next_due(rule, zone_called(timezone), now)}


def asked_anew(app: OpenApp, found: Alert, words: AlertChange) -> dict[str, Any]:
    """What changes with an alert's rule, zone or number."""
    from query.alerts import rules

    report, question = found.report, found.question
    if found.saved_report_id is not None:
        saved = saved_reports.get(app.id, str(found.saved_report_id))
        report, question = saved.report, saved.question
    kept = {"when": found.when} if found.schedule is None else {"schedule": found.schedule}
    rule = words.when or words.schedule or rules.read(cast(dict[str, Any], kept))
    zone, wanted = words.timezone or found.timezone, words.number or found.number
    number = checked(app, str(report), question or {}, wanted, rule, zone, found.last_days)
    return {"number": number, "timezone": zone, "state": "waiting", **timed(rule, zone, app.now)}
