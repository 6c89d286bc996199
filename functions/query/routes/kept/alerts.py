"""/api/apps/{appId}/alerts."""

from typing import Any

from fastapi import Request, Response

from query.access.door import AppToKeep, AppToRead
from query.api.room import Room
from query.kept import alerts, saved_reports
from query.kept.alerts import Alert, AlertMessage
from query.kept.bounds import bounds_of
from query.questions.words import read_since
from query.routes.answers import gives
from query.routes.form import Wanted, lists
from query.routes.kept.alert_questions import asked_anew, checked, timed
from query.routes.kept.alert_words import AlertChange, AlertWords
from query.routes.kept.destinations import destinations
from query.routes.words import in_words
from spoor.errors import Conflict

router = Room()

ABOUT = f"Questions that are asked by themselves, and told where they say. {bounds_of(alerts.KIND)}"


class TooManyTests(Conflict):
    """The app's alerts were tested often lately."""

    code = "TOO_MANY_TESTS"
    message = "The alerts of this app were tested often within the last hour. Try again later."


@router.post("/apps/{app_id}/alerts", status_code=201, responses=gives(Alert, "The alert.", 201))
def create_alert(app: AppToKeep, words: AlertWords, request: Request) -> Any:
    """Be told when a report's number passes a bound, or at a time of each day, week or month."""
    rule = words.rule()
    report, question = words.report, words.question
    if words.saved_report_id is not None:
        saved = saved_reports.get(app.id, words.saved_report_id)
        report, question = saved.report, saved.question
    number = checked(app, str(report), question or {}, words.number, rule, words.timezone, words.last_days)
    values = {
        "name": words.name,
        "report": words.report,
        "question": words.question,
        "saved_report_id": words.saved_report_id,
        "last_days": words.last_days,
        "address": words.address,
        "number": number,
        "timezone": words.timezone,
        "wakes": words.wakes_database,
        **timed(rule, words.timezone, app.now),
        **destinations(app, words.to, request),
    }
    made = alerts.create(app.id, values)
    _say_so()
    return in_words(made)


@router.get("/apps/{app_id}/alerts", responses=lists("alerts", Alert, "The alerts."))
def list_alerts(app: AppToRead, form: Wanted) -> Any:
    """An app's alerts, newest first."""
    return form.of_list("alerts", alerts.list_of(app.id), Alert)


@router.get("/apps/{app_id}/alerts/{alert_id}", responses=gives(Alert, "The alert."))
def get_alert(app: AppToRead, alert_id: str) -> Any:
    """One alert."""
    return in_words(alerts.get(app.id, alert_id))


@router.patch("/apps/{app_id}/alerts/{alert_id}", responses=gives(Alert, "The alert, changed."))
def change_alert(app: AppToKeep, alert_id: str, words: AlertChange, request: Request) -> Any:
    """Change an alert; mute it or snooze it."""
    found = alerts.get(app.id, alert_id)
    values: dict[str, Any] = {
        word: said
        for word, said in (("name", words.name), ("wakes", words.wakes_database), ("muted", words.muted))
        if said is not None
    }
    if {"when", "schedule", "timezone", "number"} & words.model_fields_set:
        values |= asked_anew(app, found, words)
    if "snoozed_until" in words.model_fields_set:
        values["snoozed_until"] = read_since(words.snoozed_until)
    if {"muted", "snoozed_until"} & words.model_fields_set:
        values["state"] = "waiting"  # so that it is told of what is so when it speaks again
    if words.to is not None:
        values |= {"state": "waiting", **destinations(app, words.to, request)}
    changed = alerts.change(app.id, alert_id, values)
    _say_so()
    return in_words(changed)


@router.delete("/apps/{app_id}/alerts/{alert_id}", status_code=204)
def delete_alert(app: AppToKeep, alert_id: str) -> Response:
    """Forget an alert, with its history and whatever it had still to say."""
    alerts.delete(app.id, alert_id)
    return Response(status_code=204)


@router.post("/apps/{app_id}/alerts/{alert_id}/test", responses=gives(Alert, "The alert, as it is."))
def test_alert(app: AppToKeep, alert_id: str) -> Any:
    """Tell what the alert would say now to all of its destinations, as a test, whatever its bound says. It arrives
    within minutes; the history says what became of it."""
    from query.alerts.check import trial

    found = alerts.get(app.id, alert_id)
    if not trial(app.id, found.id):
        raise TooManyTests
    from spoor.nudges import nudge

    nudge()
    return in_words(found)


@router.get(
    "/apps/{app_id}/alerts/{alert_id}/history", responses=lists("messages", AlertMessage, "The newest messages.")
)
def list_alert_messages(app: AppToRead, alert_id: str, form: Wanted) -> Any:
    """What an alert has told lately, where, and what became of it."""
    return form.of_list("messages", alerts.history(app.id, alert_id), AlertMessage)


def _say_so() -> None:
    """Let the alerts function look when the next one is due that may wake the database."""
    from spoor.nudges import ALERTS, nudge

    nudge(queue=ALERTS)
