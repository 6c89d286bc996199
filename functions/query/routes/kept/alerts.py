"""/api/apps/{appId}/alerts."""

from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any, Self, cast

from fastapi import Request, Response
from pydantic import Field, model_validator

from query.access.door import AppToKeep, AppToRead, OpenApp
from query.alerts.rules import Rule, Schedule, When
from query.api.room import Room
from query.api.same_origin import own_origin
from query.kept import alerts, saved_reports
from query.kept.alerts import Alert, AlertMessage
from query.kept.bounds import bounds_of
from query.questions.recent import LastDays
from query.questions.words import Name, Since, Words, Zone, read_since
from query.routes.answers import gives
from query.routes.form import Wanted, lists
from query.routes.kept.saved_reports import Address
from query.routes.words import in_words
from spoor.errors import Conflict, Unprocessable
from spoor.time import zone_called

router = Room()

ABOUT = f"Questions that are asked by themselves, and told where they say. {bounds_of(alerts.KIND)}"

Url = Annotated[str, Field(max_length=1000)]


class Destination(Words):
    """Where an alert is told: exactly one of these. Mail goes to whoever may see the app, at an address that they have
    verified."""

    mail: Annotated[str, Field(max_length=320)] | None = None
    slack: Url | None = None
    discord: Url | None = None
    teams: Url | None = None
    webhook: Url | None = None

    @model_validator(mode="after")
    def _check_one(self) -> Self:
        if len(self.said()) != 1:
            raise ValueError("give exactly one of `mail`, `slack`, `discord`, `teams` and `webhook`")
        return self

    def said(self) -> dict[str, str]:
        """The way, and where to."""
        return {way: str(target) for way, target in self.model_dump().items() if target is not None}


To = Annotated[list[Destination], Field(min_length=1, max_length=5)]
Number = Annotated[str, Field(max_length=50, description="Which number of the report; its first where it is not said.")]
Wakes = Annotated[bool, Field(description="Whether the database may be woken for it where it sleeps.")]


class AlertWords(Words):
    """An alert: a saved report, or a question of `report` without `from`, `to` and `compare`; and `when` it is told, by
    a bound, or by which `schedule`. It is asked about the last whole period in `timezone`, or about the `lastDays` that
    end with it."""

    name: Name
    report: Annotated[str, Field(max_length=50)] | None = None
    question: dict[str, Any] | None = None
    saved_report_id: Annotated[str, Field(max_length=64)] | None = None
    last_days: LastDays | None = None
    address: Address | None = None
    number: Number | None = None
    when: When | None = None
    schedule: Schedule | None = None
    timezone: Zone = "UTC"
    to: To
    wakes_database: Wakes = False

    @model_validator(mode="after")
    def _check(self) -> Self:
        if (self.when is None) == (self.schedule is None):
            raise ValueError("give either `when` or `schedule`")
        if (self.report is None) == (self.saved_report_id is None) or (self.report is None) != (self.question is None):
            raise ValueError("give either `report` and `question`, or `savedReportId`")
        if {"from", "to", "compare", "timezone"} & (self.question or {}).keys():
            raise ValueError("leave `from`, `to`, `compare` and `timezone` out of `question`: the alert says them")
        return self


class AlertChange(Words):
    """What is said of an alert anew; what is left out stays. Who says `to` takes the alert over: from then on it asks
    as them. `snoozedUntil` of null ends a snooze."""

    name: Name | None = None
    number: Number | None = None
    when: When | None = None
    schedule: Schedule | None = None
    timezone: Zone | None = None
    to: To | None = None
    wakes_database: Wakes | None = None
    muted: bool | None = None
    snoozed_until: Since | None = None

    @model_validator(mode="after")
    def _check(self) -> Self:
        if self.when is not None and self.schedule is not None:
            raise ValueError("give either `when` or `schedule`")
        return self


class TooManyTests(Conflict):
    """The app's alerts were tested often lately."""

    code = "TOO_MANY_TESTS"
    message = "The alerts of this app were tested often within the last hour. Try again later."


@router.post("/apps/{app_id}/alerts", status_code=201, responses=gives(Alert, "The alert.", 201))
def create_alert(app: AppToKeep, words: AlertWords, request: Request) -> Any:
    """Be told when a report's number passes a bound, or at a time of each day, week or month."""
    rule = _rule(words)
    report, question = words.report, words.question
    if words.saved_report_id is not None:
        saved = saved_reports.get(app.id, words.saved_report_id)
        report, question = saved.report, saved.question
    number = _checked(app, str(report), question or {}, words.number, rule, words.timezone, words.last_days)
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
        **_timed(rule, words.timezone, app.now),
        **_destinations(app, words.to, request),
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
        values |= _asked_anew(app, found, words)
    if "snoozed_until" in words.model_fields_set:
        values["snoozed_until"] = read_since(words.snoozed_until)
    if {"muted", "snoozed_until"} & words.model_fields_set:
        values["state"] = "waiting"  # so that it is told of what is so when it speaks again
    if words.to is not None:
        values |= {"state": "waiting", **_destinations(app, words.to, request)}
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


def _asked_anew(app: OpenApp, found: Alert, words: AlertChange) -> dict[str, Any]:
    """What changes with an alert's rule, zone or number."""
    from query.alerts import rules

    report, question = found.report, found.question
    if found.saved_report_id is not None:
        saved = saved_reports.get(app.id, str(found.saved_report_id))
        report, question = saved.report, saved.question
    kept = {"when": found.when} if found.schedule is None else {"schedule": found.schedule}
    rule = words.when or words.schedule or rules.read(cast(dict[str, Any], kept))
    zone, wanted = words.timezone or found.timezone, words.number or found.number
    number = _checked(app, str(report), question or {}, wanted, rule, zone, found.last_days)
    return {"number": number, "timezone": zone, "state": "waiting", **_timed(rule, zone, app.now)}


def _rule(words: AlertWords) -> Rule:
    return cast(Rule, words.when or words.schedule)


def _checked(
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


def _timed(rule: Rule, timezone: str, now: datetime) -> dict[str, Any]:
    from query.alerts import periods, rules

    return {"rule": rules.kept(rule), "next_check_at": periods.next_due(rule, zone_called(timezone), now)}


def _destinations(app: OpenApp, to: Sequence[Destination], request: Request) -> dict[str, Any]:
    """Where it is told, and as whom it asks from now on. Raises Unprocessable."""
    from spoor import webhooks
    from spoor.accounts import mail

    problems = []
    targets = [(at, way, target) for at, each in enumerate(to) for way, target in each.said().items()]
    addresses = [target for _, way, target in targets if way == "mail"]
    readers = alerts.readers(app.id, addresses) if addresses and mail.is_configured() else set()
    for at, way, target in targets:
        try:
            if way != "mail":
                webhooks.check(way, target)
            elif not mail.is_configured():
                raise webhooks.AddressRefused("This deployment sends no mail")
            elif target.lower() not in readers:
                raise webhooks.AddressRefused("This address belongs to nobody who has verified it and may see the app")
        except webhooks.AddressRefused as error:
            problems.append({"path": f"to[{at}].{way}", "message": str(error)})
    if problems:
        raise Unprocessable(problems)  # type: ignore[arg-type]  # they are such
    origin = own_origin(cast(dict[str, Any], request.scope.get("aws.event") or {}))
    told = [{"way": way, "target": target, "shown": webhooks.shown(way, target)} for _, way, target in targets]
    return {"destinations": told, "origin": origin, "user_id": app.user_id, "failing": None}


def _say_so() -> None:
    """Let the alerts function look when the next one is due that may wake the database."""
    from spoor.nudges import ALERTS, nudge

    nudge(queue=ALERTS)
