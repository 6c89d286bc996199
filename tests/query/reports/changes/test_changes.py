"""What changed: numbers are those of the reports themselves, words that make no sense are refused."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from query.app import handler
from tests.gateway import call
from tests.people import Direct, claim, happen
from tests.query.conftest import Ask

BEGIN = datetime(2026, 11, 2, tzinfo=UTC)
DAYS = 14
NOW = {"from": "2026-11-09", "to": "2026-11-16"}
BEFORE = {"from": "2026-11-02", "to": "2026-11-09"}
FUNNEL = {**NOW, "steps": [{"event": "come"}, {"event": "buy"}], "conversionWindowSeconds": 3600}
VISITORS = {**NOW, "interval": "day", "series": [{"event": "come", "measure": "visitors"}]}


def test_a_rate_that_fell_on_phones_is_explained_in_the_numbers_of_the_funnel(
    database: Direct, shop: str, ask: Ask
) -> None:
    fill(database, shop, broken_since=9)
    answer = changes(ask, shop, {"question": FUNNEL})
    [cause] = answer["causes"]
    assert (cause["property"], cause["value"]) == ("device", "phone")
    for words, name in ((NOW, "now"), (BEFORE, "before")):
        by = report(ask, shop, "funnel", {**FUNNEL, **words, "breakdown": {"property": "device"}})
        rates = {each["value"]: each["steps"][-1]["conversionFromStart"] for each in by["breakdown"]}
        assert answer[name] == by["steps"][-1]["conversionFromStart"]
        assert cause[name] == rates["phone"]
        assert cause["withoutIt"][name] == rates["desktop"]
    assert not cause["withoutIt"]["significant"]
    assert answer["significant"]
    began = datetime.fromisoformat(answer["began"]["at"])
    assert abs(began - (BEGIN + timedelta(days=9))) < timedelta(hours=6)
    assert "annotation" not in answer["began"]


@pytest.mark.parametrize("measure", ["visitors", "total"])
def test_a_count_that_fell_is_explained_in_the_numbers_of_the_trend(
    database: Direct, shop: str, ask: Ask, measure: str
) -> None:
    fill(database, shop, silent_since=7)
    question = {**VISITORS, "series": [{"event": "come", "measure": measure}]}
    answer = changes(ask, shop, {"report": "trends", "question": question})
    [cause] = answer["causes"]
    assert (cause["property"], cause["value"]) == ("device", "phone")
    for words, name in ((NOW, "now"), (BEFORE, "before")):
        assert answer[name] == total(ask, shop, {**question, **words}, [])
        assert cause[name] == total(ask, shop, {**question, **words}, [only("is")])
        assert cause["withoutIt"][name] == total(ask, shop, {**question, **words}, [only("isNot")])
    assert cause["share"] == pytest.approx((cause["now"] - cause["before"]) / (answer["now"] - answer["before"]))
    assert answer["began"] == {"at": "2026-11-09T00:00:00+00:00"}


def test_nothing_is_claimed_where_nothing_changed(database: Direct, shop: str, ask: Ask) -> None:
    fill(database, shop)
    for question in (FUNNEL, VISITORS):
        answer = changes(ask, shop, {"question": question})
        assert answer["causes"] == []
        assert answer["tested"] >= 4
        assert "began" not in answer


def test_where_a_note_stands_the_change_began_there(database: Direct, shop: str, ask: Ask) -> None:
    fill(database, shop, broken_since=9)
    for text, day in (("Release 7", 9), ("Newsletter", 3)):
        at = (BEGIN + timedelta(days=day)).isoformat()
        assert ask("POST", f"/api/apps/{shop}/annotations", {"at": at, "text": text}).status == 201
    began = changes(ask, shop, {"question": FUNNEL})["began"]
    assert began["annotation"]["text"] == "Release 7"
    assert began["at"] == began["annotation"]["at"]


def test_properties_of_kinds_are_looked_at_and_ids_are_not(database: Direct, shop: str, ask: Ask) -> None:
    fill(database, shop)
    assert changes(ask, shop, {"question": FUNNEL})["properties"] == ["$country", "device", "plan"]
    named = changes(ask, shop, {"question": FUNNEL, "properties": ["plan", "nothing.there"]})
    assert named["properties"] == ["plan", "nothing.there"]


def test_a_visitor_of_several_devices_is_one(database: Direct, shop: str, ask: Ask) -> None:
    fill(database, shop)
    claim(database, shop, *((f"v{day}-{at}", "ann") for day in range(DAYS) for at in range(10)))
    answer = changes(ask, shop, {"question": VISITORS})
    assert answer["now"] == total(ask, shop, VISITORS, [])


def test_a_saved_funnel_and_several_questions_at_once_can_be_asked_what_changed(
    database: Direct, shop: str, ask: Ask
) -> None:
    fill(database, shop, broken_since=9)
    kept = {"name": "F", "steps": FUNNEL["steps"], "conversionWindowSeconds": 3600}
    saved = ask("POST", f"/api/apps/{shop}/funnels", kept).json["id"]
    asked = {"question": {**NOW, "funnelId": saved}, "compare": BEFORE}
    [together] = ask("POST", f"/api/apps/{shop}/reports", {"questions": [{"report": "changes", **asked}]}).json[
        "answers"
    ]
    assert together["answer"] == changes(ask, shop, {"report": "funnel", **asked})
    assert [each["value"] for each in together["answer"]["causes"]] == ["phone"]


def test_the_table_has_the_number_and_a_row_a_cause(database: Direct, shop: str, ask: Ask) -> None:
    fill(database, shop, broken_since=7)
    address = f"/api/apps/{shop}/reports/changes"
    reply = call(handler, "POST", address, {"question": FUNNEL}, user_id="ann", headers={"accept": "text/csv"})
    lines = reply.text.splitlines()
    assert lines[0] == "property,value,before,now,share,z,before without it,now without it,significant"
    assert [line.split(",")[:2] for line in lines[1:]] == [["whole", ""], ["device", "phone"]]
    assert [line.rpartition(",")[2] for line in lines[1:]] == ["true", "false"]


@pytest.mark.parametrize("question", [FUNNEL, VISITORS], ids=["rate", "count"])
def test_a_period_without_length_has_nothing_in_it_and_explains_nothing(
    database: Direct, shop: str, ask: Ask, question: dict[str, Any]
) -> None:
    fill(database, shop)
    never = {"from": NOW["from"], "to": NOW["from"]}
    for asked in ({"question": {**question, **never}}, {"question": question, "compare": never}):
        assert changes(ask, shop, asked)["causes"] == []
    assert changes(ask, shop, {"question": {**question, **never}})["now"] == 0


def test_a_day_is_whole_where_clocks_jump_over_the_midnight_at_its_end(database: Direct, shop: str, ask: Ask) -> None:
    """In Havana the 8th of March 2026 began at one o'clock; a flood came on the day before."""
    came = [(day, 20 if day < 7 else 200) for day in range(1, 13)]
    at = [datetime(2026, 3, day, 12, minute % 60, tzinfo=UTC) for day, many in came for minute in range(many)]
    happen(database, shop, [("come", f"v{number}", when) for number, when in enumerate(at)])
    question = {**VISITORS, "timezone": "America/Havana", "from": "2026-03-07", "to": "2026-03-13"}
    answer = changes(ask, shop, {"question": question})
    assert answer["began"] == {"at": "2026-03-07T05:00:00+00:00"}


def test_what_events_cannot_be_asked_for_is_not_looked_at(database: Direct, shop: str, ask: Ask) -> None:
    told = [{"$name": kind, "$cohort": kind, "$anonymousId": kind, "kind": kind} for kind in "ab"]
    days = [BEGIN + timedelta(days=day) for day in range(DAYS)]
    happen(database, shop, [("come", f"v{day.day}{at}", day, told[at % 2]) for day in days for at in range(20)])
    anything = {**VISITORS, "series": [{"event": None}]}
    assert changes(ask, shop, {"question": VISITORS})["properties"] == ["kind"]
    assert changes(ask, shop, {"question": anything})["properties"] == ["$name", "kind"]


def test_a_filter_chooses_what_is_explained(database: Direct, shop: str, ask: Ask) -> None:
    fill(database, shop, broken_since=9)
    answer = changes(ask, shop, {"question": {**FUNNEL, "filters": [only("isNot")]}})
    assert answer["causes"] == []
    assert not answer["significant"]


@pytest.mark.parametrize(
    ("asked", "path", "named"),
    [
        ({}, "question", "required"),
        ({"question": {**NOW}}, "question", "steps"),
        ({"question": {**VISITORS, "series": []}}, "question.series", "1"),
        ({"question": FUNNEL, "report": "trends"}, "", "funnel"),
        ({"question": FUNNEL, "compare": "yesterday"}, "compare", "previousYear"),
        ({"question": FUNNEL, "properties": []}, "properties", "1"),
        ({"question": {**VISITORS, "series": [{"event": None, "measure": "sessions"}]}}, "", "visitors"),
        ({"question": {**VISITORS, "series": [{"event": "a"}, {"event": "b"}]}}, "", "one series"),
    ],
)
def test_a_change_that_makes_no_sense_is_refused_by_name(
    shop: str, ask: Ask, asked: dict[str, Any], path: str, named: str
) -> None:
    reply = ask("POST", f"/api/apps/{shop}/reports/changes", asked)
    assert reply.status == 422
    assert reply.json["errors"][0]["path"] == path
    assert named in reply.json["errors"][0]["message"]


def fill(database: Direct, shop: str, broken_since: int = DAYS, silent_since: int = DAYS) -> None:
    """Two weeks of forty visitors a day or a few more, half of them on phones, of whom half buy. From a day on nobody
    buys on a phone, or few come on one."""
    events: list[Any] = []
    for day in range(DAYS):
        for at in range(40 + day * 7 % 5):
            is_phone = at % 2 == 0
            if is_phone and day >= silent_since and at % 8:
                continue
            told = {"device": "phone" if is_phone else "desktop", "plan": ["free", "pro", "free"][at % 3]}
            told |= {"$country": "DE" if at % 5 else "FR", "order": f"{day}-{at}"}
            came = BEGIN + timedelta(days=day, minutes=at * 30)
            events.append(("come", f"v{day}-{at}", came, told))
            if (at // 2 + day) % 2 and not (is_phone and day >= broken_since):
                events.append(("buy", f"v{day}-{at}", came + timedelta(minutes=5), told))
    happen(database, shop, events)


def only(operator: str) -> dict[str, Any]:
    """The filter of phones, or of all but these."""
    return {"property": "device", "operator": operator, "value": "phone"}


def total(ask: Ask, shop: str, question: dict[str, Any], filters: list[Any]) -> Any:
    """What a trend says of the whole range."""
    return report(ask, shop, "trends", {**question, "filters": filters})["series"][0]["total"]


def changes(ask: Ask, shop: str, asked: dict[str, Any]) -> dict[str, Any]:
    """The answer."""
    return report(ask, shop, "changes", asked)


def report(ask: Ask, shop: str, name: str, asked: dict[str, Any]) -> dict[str, Any]:
    """The answer of any report."""
    reply = ask("POST", f"/api/apps/{shop}/reports/{name}", asked)
    assert reply.status == 200, reply.text
    return dict(reply.json)
