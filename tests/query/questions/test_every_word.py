"""No report takes a word and makes nothing of it: a word changes the answer, or it is refused."""

from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any
from urllib.parse import urlencode

from query.looks.catalog import CatalogQuestion
from query.looks.events import EventsQuestion
from query.looks.export import ExportQuestion
from query.looks.timeline import TimelineQuestion
from query.reports.catalogue import REPORTS
from query.reports.funnel.visitors import FunnelVisitorsQuestion
from tests.people import Direct, happen
from tests.query.conftest import Ask
from tests.query.questions.words_asked import BASES, RANGE, SAID, SHARED, UNHEARD, words_of

LOOKS: dict[str, tuple[Any, dict[str, str]]] = {
    "catalog": (CatalogQuestion, {}),
    "events": (
        EventsQuestion,
        {
            "name": "cart",
            "anonymousId": "v1",
            "visitorId": "v2",
            "filters": '[{"property": "plan", "operator": "is", "value": "pro"}]',
            "limit": "2",
            "cursor": "none",
        },
    ),
    "export": (ExportQuestion, {"day": "2026-11-04", "visitorId": "v1", "cursor": "none"}),
    "visitors/v1": (TimelineQuestion, {"limit": "2", "cursor": "none"}),
}
"""Each look with what else than a range and a form can be said of it."""

MODELS = {**{each.name: each.question for each in REPORTS}, "funnel/visitors": FunnelVisitorsQuestion}


def test_every_word_of_every_report_is_tried_or_its_silence_has_a_reason() -> None:
    for report, model in MODELS.items():
        known = set(words_of(model))
        tried = {*SAID[report], *SHARED}
        unheard = {word for word in known - tried if any(fnmatchcase(f"{report}.{word}", name) for name in UNHEARD)}
        assert known - tried - unheard == set(), report
        assert tried - known <= {*SHARED, "breakdown", "compare", "interval", "timeToConvert"}, report


def test_a_word_changes_the_answer_or_is_refused(database: Direct, shop: str, ask: Ask) -> None:
    take_place(database, shop)
    silent = []
    for report, base in BASES.items():
        of_range = {} if report == "changes" else RANGE
        pairs = SAID[report] if report == "changes" else {**SAID[report], **SHARED}
        for word, (first, other) in pairs.items():
            question = {**of_range, **base, **first}
            answer, changed = (reports(ask, shop, report, one) for one in (question, {**question, **other}))
            assert answer.status == 200, (report, word, answer.text)
            assert changed.status in (200, 422), (report, word, changed.text)
            if answer.text == changed.text:
                silent.append(f"{report}.{word}")
    assert not silent, "\n".join(silent)


def test_a_word_changes_what_a_look_shows_or_is_refused(database: Direct, shop: str, ask: Ask) -> None:
    take_place(database, shop)
    for look, (model, more) in LOOKS.items():
        base = {"day": "2026-11-03"} if look == "export" else {"from": "2026-11-02", "to": "2026-11-05"}
        others = {"timezone": "Pacific/Auckland", "from": "2026-11-04", "to": "2026-11-04", "format": "csv", **more}
        said = {word: others[word] for word in words_of(model)}
        assert not more.keys() - said.keys(), look
        answers = {
            word: ask("GET", f"/api/apps/{shop}/{look}?{urlencode({**base, **other})}")
            for word, other in {"": {}, **{word: {word: value} for word, value in said.items()}}.items()
        }
        assert answers[""].status == 200, (look, answers[""].text)
        assert {answer.status for answer in answers.values()} <= {200, 422}
        assert [word for word, answer in answers.items() if word and answer.text == answers[""].text] == [], look


def test_a_list_of_visitors_says_which_words_it_does_not_take(shop: str, ask: Ask) -> None:
    by = {"property": "plan"}
    asked = {"breakdown": by, "compare": "previous", "interval": "day", "timeToConvert": True}
    senseless = [(word, said) for word in asked for said in (0, "", [], False)]
    for word, said in [*asked.items(), *senseless]:
        if (word, said is False) == ("timeToConvert", True):
            continue  # what it is where it is left out
        reply = reports(ask, shop, "funnel/visitors", {**RANGE, **BASES["funnel/visitors"], word: said})
        assert reply.status == 422
        [error] = reply.json["errors"]
        assert error["path"] == word
        assert "leave it out" in error["message"]


def reports(ask: Ask, shop: str, report: str, question: dict[str, Any]) -> Any:
    """What a report answers."""
    return ask("POST", f"/api/apps/{shop}/reports/{report}", question)


def take_place(database: Direct, shop: str) -> None:
    """Three weeks in which visitors come now and then, look at pages, and some buy; each word finds something in it."""
    start = datetime(2026, 10, 20, 10, tzinfo=UTC)
    names = ["open", "look", "cart", "help", "buy"]
    events = []
    for visitor in range(16):
        for day in range(visitor, 27, 1 + visitor % 5):
            at = start + timedelta(days=day, hours=visitor % 12)
            said = names if day % 2 else ["look", "open", "cart", "buy"]
            for place, name in enumerate(said[: 1 + (visitor + day) % 5]):
                told = {
                    "plan": ["free", "pro"][(visitor + day) % 3 == 0],
                    "page": f"/{(visitor * day + place) % 4}",
                    "amount": visitor + day,
                    "size": place,
                }
                events.append((name, f"v{visitor}", at + timedelta(minutes=2 * place), told))
    happen(database, shop, events)
