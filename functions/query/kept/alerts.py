"""Alerts as their owners keep them: a question, when it tells, and where."""

import secrets
from base64 import b64encode
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any
from uuid import UUID

from sqlalchemy import select

from query.answers import LEFT_OUT
from query.kept.bounds import Kind, as_json
from query.kept.table import KeptTable
from query.row_ids import row_id
from spoor import database
from spoor.accounts import plugins
from spoor.accounts.plugins import Plugin
from spoor.errors import NotFound
from spoor.schema import alert_messages, alerts
from spoor.statements import compiled

KIND = Kind("alerts", 100, alerts.c.app_id)
MOST_MESSAGES = 100
"""In its history."""


@dataclass(frozen=True, slots=True)
class Alert:
    """A question that is asked by itself. `to` says of each destination as much as may be seen. `state` is `waiting`
    until it is looked at, then `calm`, or `firing` while the number is beyond the bound, `failed` where it could not be
    found out, `stopped` where whoever set it up may not see the app any more; `problem` says why. `failing` is why the
    last message did not arrive. `recent` are the numbers of the last checks. `signing_secret` is told once, to whoever
    names a webhook."""

    id: UUID
    name: str
    report: str | None
    question: dict[str, Any] | None
    saved_report_id: UUID | None
    last_days: int | None
    address: str | None
    number: str
    when: dict[str, Any] | None
    schedule: dict[str, Any] | None
    timezone: str
    to: list[dict[str, str]]
    wakes_database: bool
    muted: bool
    snoozed_until: datetime | None
    state: str
    problem: str | None
    failing: str | None
    recent: list[float | None]
    checked_at: datetime | None
    next_check_at: datetime
    created_at: datetime
    signing_secret: str | None = field(default=None, metadata=LEFT_OUT)


@dataclass(frozen=True, slots=True)
class AlertMessage:
    """One message of an alert to one destination. `state` is `waiting` or `sending`, then `sent`, `failed`, or
    `unknown` where nobody can say whether it arrived; a letter is `mailed` once the post has it. `kind` is `alert`,
    `digest` or `test`."""

    id: UUID
    kind: str
    way: str
    to: str
    state: str
    problem: str | None
    title: str
    sentence: str
    because: str
    picture: str
    link: str
    created_at: datetime
    ended_at: datetime | None


class NoSuchAlert(NotFound):
    """Unknown, or of another app."""

    code = "ALERT_NOT_FOUND"
    message = "There is no such alert in this app."


def _read(row: database.Row) -> Alert:
    return Alert(
        id=row["id"],
        name=row["name"],
        report=row["report"],
        question=row["question"],
        saved_report_id=row["saved_report_id"],
        last_days=row["last_days"],
        address=row["address"],
        number=row["number"],
        when=row["rule"].get("when"),
        schedule=row["rule"].get("schedule"),
        timezone=row["timezone"],
        to=[{each["way"]: each["shown"]} for each in row["destinations"]],
        wakes_database=row["wakes"],
        muted=row["muted"],
        snoozed_until=row["snoozed_until"],
        state=row["state"],
        problem=row["problem"],
        failing=row["failing"],
        recent=row["recent"],
        checked_at=row["checked_at"],
        next_check_at=row["next_check_at"],
        created_at=row["created_at"],
    )


TABLE = KeptTable(KIND, alerts, _read, NoSuchAlert)
list_of, get, delete = TABLE.list_of, TABLE.get, TABLE.delete


def create(app_id: UUID, values: Mapping[str, Any]) -> Alert:
    """Keep an alert.

    Raises Unprocessable where its question is too large, TooManyKept.
    """
    given = _as_kept(values)
    return _told(TABLE.create(app_id, given), given)


def change(app_id: UUID, alert_id: str, values: Mapping[str, Any]) -> Alert:
    """Change what is said of an alert.

    Raises NoSuchAlert, Unprocessable where its question is too large.
    """
    given = _as_kept(values)
    return _told(TABLE.change(app_id, alert_id, given), given)


def readers(app_id: UUID, addresses: Sequence[str]) -> set[str]:
    """Those of the addresses that belong to somebody who has verified it and may see the app, in small letters."""
    params = {
        "app_id": app_id,
        "addresses": list(addresses),
        "teams": plugins.is_on(Plugin.ORGANIZATION),
        "second_factors": plugins.is_on(Plugin.TWO_FACTOR),
    }
    [row] = database.run(database.sql("query.kept", "alert_readers"), params, repeatable=True)
    return set(row["readers"])


def history(app_id: UUID, alert_id: str) -> list[AlertMessage]:
    """The newest messages of an alert.

    Raises NoSuchAlert, DatabaseAway.
    """
    get(app_id, alert_id)
    asked = (
        select(alert_messages)
        .where(alert_messages.c.alert_id == row_id(alert_id, NoSuchAlert))
        .order_by(alert_messages.c.created_at.desc(), alert_messages.c.place)
        .limit(MOST_MESSAGES)
    )
    return [_message(row) for row in database.run(*compiled(asked, "list_alert_messages"), repeatable=True)]


def _message(row: database.Row) -> AlertMessage:
    said = {word: row["message"][word] for word in ("title", "sentence", "because", "picture", "link")}
    return AlertMessage(
        id=row["id"],
        kind=row["kind"],
        way=row["way"],
        to=row["shown"],
        state=row["state"],
        problem=row["problem"],
        **said,
        created_at=row["created_at"],
        ended_at=row["ended_at"],
    )


def _as_kept(values: Mapping[str, Any]) -> dict[str, Any]:
    given = dict(values)
    if given.get("question") is not None:
        given["question"] = as_json(KIND, "question", given["question"])
    for word in ("rule", "destinations"):
        if word in given:
            given[word] = database.Json(given[word])
    if "destinations" in values:
        given["signing_secret"] = f"whsec_{b64encode(secrets.token_bytes(24)).decode()}"
    return given


def _told(alert: Alert, given: Mapping[str, Any]) -> Alert:
    """With the secret that its webhooks are signed with, where it is new."""
    is_new = "signing_secret" in given and any("webhook" in each for each in alert.to)
    return replace(alert, signing_secret=given["signing_secret"]) if is_new else alert
