"""An alert asks by itself when its time has come, and tells once what there is to tell."""

import base64
import hashlib
import hmac
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta

import pytest

from query.alerts import app as alerts_function
from tests.conftest import forget_settings
from tests.doubles.receiver import Receiver
from tests.people import Direct, happen, sign_up
from tests.query.alerts.conftest import TREND, Alerts, Send
from tests.query.conftest import Ask

DAY = timedelta(days=1)


def yesterday(hour: int = 12, days: int = 1) -> datetime:
    return datetime.now(UTC).replace(hour=hour, minute=0, second=0, microsecond=0) - days * DAY


def run() -> dict[str, int]:
    return alerts_function.handler({}, None)


def opened(database: Direct, shop: str, times: int, days: int = 1) -> None:
    happen(database, shop, [("open", f"v{each}", yesterday(days=days)) for each in range(times)])


def test_an_alert_beyond_its_bound_is_told_once_with_a_sentence_a_picture_a_link_and_a_proof_of_who_sent_it(
    alerts: Alerts, send: Send, receiver: Receiver, database: Direct, shop: str
) -> None:
    opened(database, shop, 3)
    opened(database, shop, 1, days=2)
    made = alerts.make(receiver.url, address="trends?look=bars&range=7d")
    assert run()["checked"] == 0, "its first period is not over"
    for _ in range(3):
        alerts.make_due()
        run()
        send()
    [got] = receiver.received
    day = yesterday()
    assert got.json["sentence"] == f"Open: 3 on {day.day} {day:%B %Y}, which is above 2."
    assert len(got.json["picture"]) == 14
    assert got.json["picture"].endswith("▁▃█")
    date = f"{day:%Y-%m-%d}"
    link = f"/dashboard/{shop}/trends?look=bars&from={date}&to={date}&timezone=UTC"
    assert got.json["link"].endswith(link)
    said = f"{got.headers['webhook-id']}.{got.headers['webhook-timestamp']}.".encode() + got.body
    key = base64.b64decode(made["signingSecret"].removeprefix("whsec_"))
    proof = base64.b64encode(hmac.new(key, said, hashlib.sha256).digest()).decode()
    assert got.headers["webhook-signature"] == f"v1,{proof}"
    [told] = alerts.history(made)
    assert (told["state"], told["kind"], told["id"]) == ("sent", "alert", got.headers["webhook-id"])
    seen = alerts.seen(made)
    assert (seen["state"], seen["recent"], "signingSecret" in seen) == ("firing", [3, 3, 3], False)
    assert receiver.url not in str(seen), "the address of a webhook is a password"


WATCHED: list[tuple[dict[str, object], int, int, str | None]] = [
    ({"when": {"below": 2}}, 0, 1, ", which is below 2."),
    ({"when": {"above": 1}}, 0, 1, None),
    ({"when": {"changedBy": 0.5}}, 4, 2, ", down by 50 % from 4."),
    ({"when": {"changedBy": 0.6}}, 4, 2, None),
    ({"when": {"changedBy": 0.1}}, 0, 2, ", up from 0."),
    ({"schedule": {"every": "day", "at": "07:30"}}, 4, 5, ", up by 25 % from 4."),
    ({"when": {"silentFor": 60}}, 0, 2, "nothing has arrived for 1 hour, since "),
    (
        {
            "report": "funnel",
            "question": {"steps": [{"event": "open"}, {"event": "buy"}]},
            "when": {"below": 0.5},
        },
        0,
        2,
        "Conversion from open to buy: 0 % ",
    ),
    ({"report": "overview", "question": {"interval": "day"}, "number": "events", "when": {"above": 1}}, 0, 2, "Ev"),
    ({"report": "sessions", "question": {"interval": "day"}, "when": {"above": 1}}, 0, 2, "Sessions: 2 on"),
    ({"report": "lifecycle", "question": {"interval": "day"}, "when": {"above": 1}}, 0, 2, "Active visitors: 2 on"),
    ({"report": "stickiness", "question": {}, "lastDays": 7, "when": {"above": 1}}, 0, 2, "Active visitors: 2 fr"),
    ({"report": "paths", "question": {"startEvent": "open"}, "when": {"above": 1}}, 0, 2, "Visitors at the first"),
    (
        {
            "report": "retention",
            "question": {"interval": "day", "periods": 1, "cohort": "every", "counting": "on"},
            "number": "started",
            "when": {"above": 1},
        },
        0,
        2,
        "Visitors who started: 2 on",
    ),
    (
        {"report": "changes", "question": {"question": {"series": [{"event": "open"}], "interval": "day"}}},
        0,
        3,
        "The number: 3 on",
    ),
]
"""What an alert says, how many opened the day before yesterday and yesterday, and what it tells, if it does."""


def test_any_report_can_be_watched_by_any_bound(
    alerts: Alerts, send: Send, receiver: Receiver, database: Direct, shop: str
) -> None:
    for words, before, now, sentence in WATCHED:
        database.execute("TRUNCATE public.events")
        opened(database, shop, before, days=2)
        opened(database, shop, now)
        made = alerts.make(receiver.url, **words)
        alerts.put(made, next_check_at=yesterday())
        assert run()["failed"] == 0, (words, alerts.seen(made)["problem"])
        told = [each["sentence"] for each in alerts.history(made)]
        assert [sentence is not None and sentence in each for each in told] == [True] * (sentence is not None), words
    assert send()["sent"] == sum(sentence is not None for *_, sentence in WATCHED) == len(receiver.received)


def test_who_snoozes_or_mutes_hears_nothing_and_then_what_is_so(
    alerts: Alerts, send: Send, receiver: Receiver, database: Direct, shop: str
) -> None:
    opened(database, shop, 3)
    made = alerts.make(receiver.url)
    later = (datetime.now(UTC) + DAY).isoformat()
    for words in ({"muted": True}, {"muted": False, "snoozedUntil": later}):
        alerts.change(made, **words)
        alerts.make_due()
        assert run()["checked"] == 0
    alerts.change(made, snoozedUntil=None)
    run()
    send()
    assert len(receiver.received) == 1
    assert alerts.change(made, name="Other", when={"above": 5})["state"] == "waiting"
    assert alerts.ask("DELETE", f"{alerts.path}/{made['id']}").status == 204
    assert alerts.ask("GET", f"{alerts.path}/{made['id']}/history").status == 404


def test_a_test_tells_what_the_alert_would_say_now_to_whom_it_goes_and_only_so_often(
    alerts: Alerts, send: Send, receiver: Receiver, database: Direct, shop: str
) -> None:
    opened(database, shop, 1)
    made = alerts.make(receiver.url)
    tried = [alerts.ask("POST", f"{alerts.path}/{made['id']}/test").status for _ in range(11)]
    assert tried == [200] * 10 + [409]
    send()
    assert receiver.received[0].json["type"] == "alert.test"
    assert receiver.received[0].json["number"] == {"name": "A", "value": 1, "before": None}
    assert alerts.seen(made)["state"] == "waiting", "a test is no check"


def test_an_alert_of_somebody_who_may_not_see_the_app_any_more_says_nothing_until_somebody_else_takes_it_over(
    alerts: Alerts, send: Send, receiver: Receiver, database: Direct, shop: str
) -> None:
    opened(database, shop, 3)
    made, sent = alerts.make(receiver.url), alerts.make(receiver.url)
    alerts.make_due()
    bob = sign_up(database, "bob")
    alerts.put(made, user_id=bob)
    run()
    alerts.put(sent, user_id=bob)
    send()
    assert receiver.received == [], "nor what was written down before they left"
    assert [each["state"] for each in alerts.history(sent)] == ["failed"]
    assert alerts.seen(made)["state"] == "stopped"
    alerts.change(made, to=[{"webhook": receiver.url}])
    alerts.make_due()
    run()
    send()
    assert len(receiver.received) == 1


REFUSED: list[tuple[dict[str, object], str]] = [
    ({"when": {"above": 1, "below": 2}}, "when"),
    ({"when": None}, ""),
    ({"when": {"silentFor": 60, "every": "day"}}, "when"),
    ({"when": {"above": 1, "against": "before"}}, "when"),
    ({"schedule": {"on": "monday"}, "when": None}, "schedule"),
    ({"schedule": {"at": "24:00"}, "when": None}, "schedule.at"),
    ({"report": "nothing"}, "report"),
    ({"number": "conversion"}, "number"),
    ({"question": {**TREND, "from": "2026-11-01"}}, ""),
    ({"question": {"interval": "day"}}, "question.series"),
    ({"question": {**TREND, "interval": "year"}}, "question.interval"),
    ({"savedReportId": "5c6c3a0e-0000-4000-8000-000000000000"}, ""),
    ({"timezone": "Mars/Olympus"}, "timezone"),
    ({"to": []}, "to"),
    ({"to": [{"mail": "a@b.c", "slack": "https://x"}]}, "to[0]"),
    ({"to": [{"mail": "ann@example.com"}]}, "to[0].mail"),
    ({"to": [{"slack": "https://example.com/services/x"}]}, "to[0].slack"),
    ({"to": [{"slack": "https://hooks.slack.com/x"}]}, "to[0].slack"),
    ({"to": [{"discord": "http://discord.com/api/webhooks/1/x"}]}, "to[0].discord"),
    ({"to": [{"teams": "https://webhook.office.com.evil.example/x"}]}, "to[0].teams"),
    ({"to": [{"webhook": "http://example.com/"}]}, "to[0].webhook"),
    ({"to": [{"webhook": "https://10.0.0.1/"}]}, "to[0].webhook"),
    ({"to": [{"webhook": "https://[::ffff:10.0.0.1]/"}]}, "to[0].webhook"),
    ({"to": [{"webhook": "https://user@example.com/"}]}, "to[0].webhook"),
    ({"to": [{"webhook": "https://example.com:22/"}]}, "to[0].webhook"),
    ({"to": [{"webhook": "https://example.com/a b"}]}, "to[0].webhook"),
]
"""What is said instead of something good, and where that is told to be wrong."""


def test_what_makes_no_sense_is_refused_with_what_is_wrong(alerts: Alerts) -> None:
    good = {
        "name": "A",
        "report": "trends",
        "question": TREND,
        "when": {"above": 1},
        "to": [{"slack": "https://hooks.slack.com/services/T/B/x"}],
    }
    for words, path in REFUSED:
        given = {name: value for name, value in {**good, **words}.items() if value is not None}
        answer = alerts.ask("POST", alerts.path, given)
        assert answer.status == 422, words
        assert path in [each["path"] for each in answer.json["errors"]], words
    assert alerts.ask("GET", alerts.path).json == {"alerts": []}


def test_good_addresses_of_each_chat_are_taken_and_hidden(alerts: Alerts, ask: Ask) -> None:
    to = [
        {"slack": "https://hooks.slack.com/services/T/B/secret1234"},
        {"discord": "https://discord.com/api/webhooks/1/secret"},
        {"teams": "https://prod-1.westeurope.logic.azure.com:443/workflows/x?sig=secret"},
        {"webhook": "https://example.com:8443/hook"},
    ]
    asked = {"name": "A", "report": "trends", "question": TREND, "when": {"above": 1}, "to": to}
    made = ask("POST", alerts.path, asked)
    assert made.status == 201
    assert made.json["to"][0] == {"slack": "https://hooks.slack.com/…1234"}
    assert "secret" not in str(made.json["to"])


@pytest.fixture
def mail(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """A deployment that sends mail."""
    monkeypatch.setenv("MAIL_SENDER", "spoor@example.com")
    forget_settings()
    yield
    forget_settings()


def test_mail_goes_to_who_has_verified_the_address_and_may_see_the_app_as_long_as_that_is_so(
    alerts: Alerts, mail: None, database: Direct, shop: str
) -> None:
    [ann] = database.execute(
        'SELECT email FROM public."user" JOIN public.tracked_apps ON owner_id = "user".id'
    ).fetchall()
    stranger = {"to": [{"mail": "bob@example.com"}], "when": {"above": 2}, "name": "n", "report": "trends"}
    database.execute('UPDATE public."user" SET email_verified = true')
    refused = alerts.ask("POST", alerts.path, {**stranger, "question": TREND})
    assert (refused.status, refused.json["errors"][0]["path"]) == (422, "to[0].mail")
    opened(database, shop, 3)
    asked = {
        "name": "Opened",
        "report": "trends",
        "question": TREND,
        "when": {"above": 2},
        "to": [{"mail": ann["email"]}],
    }
    answer = alerts.ask("POST", alerts.path, asked)
    assert answer.status == 201, answer.text
    made = answer.json
    alerts.make_due()
    run()
    [letter] = database.execute("SELECT recipient, text FROM spoor.outgoing_mail").fetchall()
    day = yesterday()
    assert letter["recipient"] == ann["email"]
    assert f"Open: 3 on {day.day} {day:%B %Y}, which is above 2." in letter["text"]
    assert f"/dashboard/{shop}/trends?" in letter["text"]
    [told] = alerts.history(made)
    assert told["state"] == "mailed"
    database.execute('UPDATE public."user" SET email_verified = false')
    alerts.change(made, when={"above": 1})
    alerts.make_due()
    run()
    assert len(database.execute("SELECT FROM spoor.outgoing_mail").fetchall()) == 1
    assert alerts.history(made)[0]["state"] == "failed"
