"""No report takes a word and makes nothing of it: a word changes the answer, or it is refused."""

from datetime import UTC, datetime, timedelta
from fnmatch import fnmatchcase
from typing import Any

from query.reports.catalogue import REPORTS
from query.reports.funnel.visitors import FunnelVisitorsQuestion
from tests.people import Direct, happen
from tests.query.conftest import Ask
from tests.query.questions.words_asked import BASES, OTHERS, PRO, RANGE, SAID, UNHEARD, words_of

MODELS = {**{each.name: each.question for each in REPORTS}, "funnel/visitors": FunnelVisitorsQuestion}
SHARED = {"from", "to", "timezone", "filters"}


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
        pairs = [*SAID[report].items()]
        if report != "changes":
            pairs += [(next(iter(other)), ({}, other)) for other in (*OTHERS, {"filters": PRO})]
        for word, (first, other) in pairs:
            question = {**of_range, **base, **first}
            answer, changed = (reports(ask, shop, report, one) for one in (question, {**question, **other}))
            assert answer.status == 200, (report, word, answer.text)
            assert changed.status in (200, 422), (report, word, changed.text)
            if answer.text == changed.text:
                silent.append(f"{report}.{word}")
    assert silent == []


def test_a_list_of_visitors_says_which_words_it_does_not_take(shop: str, ask: Ask) -> None:
    by = {"property": "plan"}
    for word, said in {"breakdown": by, "compare": "previous", "interval": "day", "timeToConvert": True}.items():
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
    for visitor in range(14):
        for day in range(visitor % 4, 27, 1 + visitor % 5):
            at = start + timedelta(days=day, hours=visitor)
            for place, name in enumerate(names[: 1 + (visitor + day) % 5]):
                if (visitor + day + place) % 7 == 3:
                    continue
                told = {
                    "plan": ["free", "pro"][(visitor + day) % 3 == 0],
                    "page": f"/{(visitor * day + place) % 4}",
                    "amount": visitor + day,
                    "size": place,
                }
                events.append((name, f"v{visitor}", at + timedelta(minutes=2 * place), told))
    happen(database, shop, events)
