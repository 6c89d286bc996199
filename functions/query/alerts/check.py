"""Looks at the alerts that are due, within a budget, and settles each: what is to be told is written down with it."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from time import monotonic
from typing import Any
from uuid import UUID

from query.access.door import OpenApp, find_access
from query.access.permissions import Permission
from query.access.roles import permissions_of
from query.alerts import asking, messages, periods, rules
from query.alerts.judgement import is_beyond, is_told, needs_before, state_after
from query.alerts.numbers import WatchedNumber
from query.alerts.rules import Rule, Schedule
from query.api.caller import Caller
from query.json_text import json_text
from query.reports.units import sentence_in_units
from query.scope import Scope
from spoor import database
from spoor.accounts import plugins
from spoor.accounts.plugins import Plugin
from spoor.errors import Forbidden, NotNow, SpoorError, TooSlow
from spoor.telemetry import log_fault, logger
from spoor.time import zone_called

MOST = 300
"""Alerts of one run; those that were due first come first."""
WORKING_S = 12.0
"""Seconds after which no other alert is begun: the function has 29, and a question may take half of the rest."""
RECENT = 14
"""Numbers of the last checks that are kept, for the picture."""


_LEFT = "Whoever set this alert up may not see the app any more. Say anew where it goes to take it over."
MOST_TRIALS = 10
"""Of all alerts of an app within an hour."""


class _Left(Exception):
    """Whoever the alert asks as may not ask about the app any more."""


@dataclass
class _Run:
    """One run: what was looked up and asked in it already, since many alerts are alike."""

    until: float
    apps: dict[tuple[str, UUID], OpenApp | None] = field(default_factory=dict)
    answers: dict[tuple[Any, ...], Any] = field(default_factory=dict)


def check(most: int = MOST, working_s: float = WORKING_S) -> dict[str, int]:
    """Look at what is due; tells how many alerts were looked at, how many messages are to be sent and mailed, and how
    many checks are left. Safe to kill anywhere, and to run twice at once: whoever settles a check first has made it.

    Raises DatabaseAway.
    """
    run = _Run(monotonic() + working_s)
    due = database.run(database.sql("query.alerts", "due_alerts"), {"most": most}, repeatable=True)
    done = {"checked": 0, "to_send": 0, "mailed": 0, "failed": 0}
    for row in due:
        if monotonic() >= run.until:
            break
        settled = _settle(row, _found(row, run))
        done["checked"] += 1
        done["failed"] += settled.failed
        done["to_send"] += sum(way != "mail" for way in settled.ways)
        done["mailed"] += sum(way == "mail" for way in settled.ways)
    return {**done, "left": len(due) - done["checked"] + (len(due) == most)}


@dataclass(frozen=True)
class _Found:
    """What a check found: the alert's new state, the number, and the message where there is one to be told."""

    state: str
    value: float | None = None
    problem: str | None = None
    message: Mapping[str, Any] | None = None


@dataclass(frozen=True)
class _Settled:
    ways: list[str]
    failed: bool


def _found(row: Mapping[str, Any], run: _Run) -> _Found:
    """What a check of one alert finds; what is wrong with one costs the others nothing."""
    try:
        return _look(row, run)
    except _Left:
        return _Found("stopped", problem=_LEFT)
    except NotNow:
        raise
    except SpoorError as error:
        problems = getattr(error, "problems", None)
        told = problems[0]["message"] if problems else error.message
        return _Found("failed", problem=TooSlow.message if isinstance(error, TooSlow) else told)
    except Exception as error:  # the outermost edge of this alert: the others have one of their own
        log_fault(error)
        return _Found("failed", problem="It could not be looked at, which is a mistake of this program.")


def trial(app_id: UUID, alert_id: UUID) -> list[str]:
    """Tell what the alert would say now, whatever its bound says, to all its destinations; the ways that it goes. None
    where it was tried MOST_TRIALS times in the last hour.

    Raises what asking its question does, Forbidden.
    """
    [row] = database.run(
        database.sql("query.alerts", "alert_to_try"), {"app_id": app_id, "id": alert_id}, repeatable=True
    )
    try:
        found = _look(row, _Run(monotonic() + WORKING_S), is_trial=True)
    except _Left:
        raise Forbidden(_LEFT) from None
    params = {"id": alert_id, "app_id": app_id, "now": row["now"], "most": MOST_TRIALS, **_telling(row, found, "test")}
    rows = database.run(database.sql("query.alerts", "try_alert"), params, repeatable=True)
    return [each["way"] for each in rows]


def _look(row: Mapping[str, Any], run: _Run, *, is_trial: bool = False) -> _Found:
    app = _app(row, run)
    rule, zone = rules.read(row["rule"]), zone_called(row["timezone"])
    _, number = asking.number_called(row["report"], row["number"])
    span = periods.period_of(rule, zone, row["now"], row["last_days"])
    asked = asking.over(row["report"], row["question"], row["timezone"], span)
    answer = _answer(row, asked, app, run)
    now, was, earlier = number.read(answer), None, None
    if needs_before(rule):
        earlier = periods.before(rule, zone, span)
        was = number.read(_answer(row, asking.over(row["report"], row["question"], row["timezone"], earlier), app, run))
    beyond = is_beyond(rule, now, was)
    state = state_after(rule, row["state"], beyond)
    if not is_trial and not is_told(rule, row["state"], beyond):
        return _Found(state, now)
    called = sentence_in_units(row["report"], asked, number.called(answer))
    told = messages.ToTell(rule, number, called, span, earlier, now, was)
    causes = _causes(row, told, asked, app.scope(), run)
    return _Found(state, now, message=messages.message(row, app, told, causes, _line(row, told, number, app, run)))


def _app(row: Mapping[str, Any], run: _Run) -> OpenApp:
    """The app, as whoever set the alert up sees it. Raises _Left."""
    key = (row["user_id"], row["app_id"])
    if key not in run.apps:
        run.apps[key] = next(iter(find_access(Caller(row["user_id"]), row["app_id"]).apps), None)
    app = run.apps[key]
    if app is None or Permission.APP_ASK not in permissions_of(app.role.split(",")):
        raise _Left
    return app


def _answer(row: Mapping[str, Any], asked: Any, app: OpenApp, run: _Run) -> Any:
    key = (row["app_id"], row["user_id"], row["report"], asked.model_dump_json())
    if key not in run.answers:
        run.answers[key] = asking.answer_to(row["report"], asked, app.scope(), run.until + asking.WITHIN_S)
    return run.answers[key]


def _causes(row: Mapping[str, Any], told: messages.ToTell, asked: Any, scope: Scope, run: _Run) -> Any:
    """What moved the number, where `changes` can say that of it and there is time to."""
    rule: Rule = told.rule
    if not (isinstance(rule, Schedule) or rule.silent_for is None) or monotonic() >= run.until:
        return None
    if (row["report"], row["number"]) not in {("trends", "A"), ("funnel", "conversion")}:
        return None
    earlier = told.earlier or periods.before(rule, zone_called(row["timezone"]), told.span)
    return asking.causes_of(row["report"], asked, told.span, earlier, scope, run.until + asking.WITHIN_S)


def _line(
    row: Mapping[str, Any], told: messages.ToTell, number: WatchedNumber, app: OpenApp, run: _Run
) -> list[float | None]:
    """The numbers of the picture: of a line of trends the last periods, of all else what the last checks found."""
    recent = [*row["recent"], told.now][-RECENT:]
    rule = told.rule
    silent = not isinstance(rule, Schedule) and rule.silent_for is not None
    if row["report"] != "trends" or silent or monotonic() >= run.until:
        return recent
    place = ord(row["number"]) - ord("A")
    span = periods.line_of(rule.interval, zone_called(row["timezone"]), told.span.end, RECENT)
    question = {**row["question"], "interval": rule.interval}
    try:
        series = _answer(row, asking.over("trends", question, row["timezone"], span), app, run).series
    except NotNow:
        raise
    except SpoorError:
        return recent
    return list(series[place].values) if place < len(series) else recent


def _settle(row: Mapping[str, Any], found: _Found) -> _Settled:
    """Keep what was found, and what is to be told of it."""
    rule, now = rules.read(row["rule"]), row["now"]
    params = {
        "id": row["id"],
        "due_at": row["next_check_at"],
        "next_check_at": periods.next_due(rule, zone_called(row["timezone"]), now),
        "state": found.state,
        "problem": found.problem,
        "recent": database.Json([*row["recent"], found.value][-RECENT:] if found.problem is None else row["recent"]),
        "now": now,
        **_telling(row, found, "digest" if isinstance(rule, Schedule) else "alert"),
    }
    rows = database.run(database.sql("query.alerts", "settle_alert"), params, repeatable=True)
    if found.problem:
        logger.warning("an alert was not found out", alert=str(row["id"]), state=found.state)
    return _Settled([each["way"] for each in rows], found.problem is not None)


def _telling(row: Mapping[str, Any], found: _Found, kind: str) -> dict[str, Any]:
    """What is to be told, as the statements that keep it want to know it."""
    destinations = row["destinations"] if found.message else []
    addresses = [each["target"] for each in destinations if each["way"] == "mail"]
    letter = messages.letter_of(found.message) if found.message and addresses else messages.NO_LETTER
    return {
        "kind": kind,
        "message": database.Json(found.message),
        "destinations": json_text([{**each, "place": at} for at, each in enumerate(destinations)]),
        "addresses": addresses,
        "teams": plugins.is_on(Plugin.ORGANIZATION),
        "second_factors": plugins.is_on(Plugin.TWO_FACTOR),
        **letter,
    }


def next_waking() -> datetime | None:
    """When the next check is due for which the database may be woken.

    Raises DatabaseAway.
    """
    rows = database.run(database.sql("query.alerts", "next_waking"), repeatable=True)
    return rows[0]["at"] if rows else None
