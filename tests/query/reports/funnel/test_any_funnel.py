"""Whatever is asked of whatever happened, the funnel says what trying everything says."""

import json
from datetime import UTC, datetime, timedelta
from statistics import median
from typing import Any

from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from tests.oracles import funnel as oracle
from tests.oracles import trends as events
from tests.oracles.filters import passes
from tests.oracles.funnel import Asked, Excluded, Meets, Seen, Tried
from tests.people import Direct, happen
from tests.query.conftest import Ask

HOUR = datetime(2026, 11, 1, 1, tzinfo=UTC)
START = HOUR - timedelta(seconds=5)
SECOND = timedelta(seconds=1)
MINUTE = 60
LINKS = {"d1": "ann", "d2": "ann"}
PLANS = ["pro", "pro", "free", 1, None, [2], True, {"a": 1}, "missing"]
"""Values of `plan`; the last stands for an event without it."""

ONLY_PRO = {"property": "plan", "operator": "is", "value": "pro"}
filters = st.lists(
    st.sampled_from(
        [
            ONLY_PRO,
            {"property": "plan", "operator": "isNot", "value": ["pro", 1]},
            {"property": "plan", "operator": "isSet"},
            {"property": "$anonymousId", "operator": "isNot", "value": "d2"},
        ]
    ),
    max_size=1,
)
FAR = [MINUTE * minutes for minutes in (-29, 30, -31, -60, 24 * 60, -24 * 60, -90 * 24 * 60, -91 * 24 * 60)]
"""Seconds from the start at which something happens that only decides by what somebody is told apart."""

happenings = st.tuples(
    st.sampled_from("abc"),
    st.sampled_from(["d1", "d2", "d3", None]),
    st.integers(-2, 12) | st.integers(-2, 12) | st.sampled_from(FAR),
    st.sampled_from(PLANS),
)
names = st.sampled_from(["a", "b", "c", None])
steps = st.fixed_dictionaries({"event": names, "filters": filters})


@st.composite
def questions(draw: st.DrawFn) -> dict[str, Any]:
    """Any funnel."""
    asked = draw(st.lists(steps, min_size=1, max_size=4))
    order = draw(st.sampled_from(["ordered", "ordered", "strict", "unordered", "firstEntry"]))
    exclusions = []
    if order != "unordered" and len(asked) > 1 and draw(st.booleans()):
        since = draw(st.integers(1, len(asked) - 1))
        until = draw(st.integers(since + 1, len(asked)))
        exclusions = [{"event": draw(names), "filters": draw(filters), "fromStep": since, "toStep": until}]
    of = st.sampled_from(["event", "event", "session", "sessionEnd", "visitor"])
    breakdown = st.fixed_dictionaries({"property": st.just("plan"), "limit": st.integers(1, 3), "of": of})
    other = {"from": (START - 3 * SECOND).isoformat(), "to": (START + 3 * SECOND).isoformat()}
    return {
        "from": START.isoformat(),
        "to": (START + draw(st.integers(1, 10)) * SECOND).isoformat(),
        "conversionWindowSeconds": draw(st.integers(1, 10)),
        "steps": asked,
        "order": order,
        "exclusions": exclusions,
        "filters": draw(filters),
        "breakdown": draw(st.none() | breakdown),
        "interval": draw(st.sampled_from([None, "hour"])),
        "compare": draw(st.sampled_from([None, None, "previous", other])),
    }


@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(drawn=st.lists(happenings, max_size=8), asked=questions())
@example(
    [("a", "d1", 0, "pro"), ("b", "d1", 0, 1), ("a", "d1", 0, "free")],
    {
        "from": START.isoformat(),
        "to": (START + 5 * SECOND).isoformat(),
        "conversionWindowSeconds": 5,
        "steps": [{"event": "a"}, {"event": None}, {"event": "a"}],
        "breakdown": {"property": "plan", "limit": 3},
        "interval": "hour",
    },
)
@example(  # nobody gets further than step 1, and what is excluded besides comes later in the rows, though not in time
    [("a", "d3", 7, "free"), ("a", "d3", 3, "pro")],
    {
        "from": START.isoformat(),
        "to": (START + 10 * SECOND).isoformat(),
        "conversionWindowSeconds": 5,
        "steps": [{"event": "a"}, {"event": "b"}],
        "exclusions": [{"event": "a", "filters": [ONLY_PRO], "fromStep": 1, "toStep": 2}],
        "breakdown": {"property": "plan", "limit": 3},
        "interval": "hour",
    },
)
@example(  # of the values of one moment a missing one is the last, also where another's JSON comes after "null"
    [("a", "d1", 1, True), ("a", "d2", 1, None), ("a", "d3", 1, None), ("a", "d3", 1, {"a": 1})],
    {
        "from": START.isoformat(),
        "to": (START + 10 * SECOND).isoformat(),
        "conversionWindowSeconds": 5,
        "steps": [{"event": "a"}],
        "breakdown": {"property": "plan", "limit": 3},
        "interval": None,
    },
)
def test_a_funnel_is_what_trying_everything_says(
    database: Direct, shop: str, ask: Ask, drawn: list[tuple[str, str | None, int, Any]], asked: dict[str, Any]
) -> None:
    happened = [
        {
            "name": name,
            "anonymousId": device,
            "at": START + second * SECOND,
            "properties": {} if plan == "missing" else {"plan": plan},
        }
        for name, device, second, plan in drawn
    ]
    store(database, shop, happened)
    reply = ask("POST", f"/api/apps/{shop}/reports/funnel", asked)
    assert listed(ask, shop, asked) == entered_at(tried(happened, asked))
    before = earlier(asked)
    for question, answer in ((asked, reply.json), *([(before, reply.json["previous"])] if before else [])):
        best = tried(happened, question)
        assert answer.get("overTime") == over_time(best, question)
        assert told(answer["steps"]) == expected([each[0] for each in best.values()], len(asked["steps"]))
        assert ("breakdown" in answer) == (asked["breakdown"] is not None)
    assert ("previous" in reply.json) == (before is not None)
    if asked["breakdown"] is None:
        return
    now, then = (values_of(happened, each) if each else {} for each in (asked, before))
    groups = grouped(now, asked["breakdown"]["limit"])
    agree(reply.json["breakdown"], groups, tried(happened, asked), bool(before))
    if before:
        known = [json.dumps(value) for value, _ in groups if value != "$other"]
        those = [(value, [who for who, one in then.items() if json.dumps(one) == value]) for value in known]
        rest = [who for who, one in then.items() if json.dumps(one) not in known]
        both = [*((json.loads(value), people) for value, people in those), ("$other", rest)]
        agree(reply.json["previous"]["breakdown"], both, tried(happened, before), True)
        assert [each["value"] for each in reply.json["previous"]["breakdown"]] == [
            each["value"] for each in reply.json["breakdown"]
        ]


def agree(
    found: list[dict[str, Any]], groups: list[tuple[Any, list[str]]], best: dict[str, list[Tried]], more: bool
) -> None:
    """The values with their steps; of two ranges all others are shown where either has some."""
    shown = {value for value, _ in [(each["value"], 0) for each in found] if value == "$other"}
    wanted = [each for each in groups if each[0] != "$other" or each[1] or shown]
    if more and shown and not any(value == "$other" for value, _ in wanted):
        wanted.append(("$other", []))
    assert [each["value"] for each in found] == [value for value, _ in wanted]
    for each, (_, people) in zip(found, wanted, strict=True):
        assert told(each["steps"]) == expected([best[who][0] for who in people], len(each["steps"]))


def earlier(asked: dict[str, Any]) -> dict[str, Any] | None:
    """The question of the range that is compared, if one is."""
    compare = asked.get("compare")
    if compare is None:
        return None
    start, end = datetime.fromisoformat(asked["from"]), datetime.fromisoformat(asked["to"])
    span = compare if isinstance(compare, dict) else {"from": (start - (end - start)).isoformat(), "to": asked["from"]}
    return {**asked, **span}


def values_of(happened: list[dict[str, Any]], asked: dict[str, Any]) -> dict[str, Any]:
    """The value with which each visitor entered."""
    rule, best = meets(asked["steps"][0]), tried(happened, asked)
    if asked["breakdown"].get("of", "event") == "event":
        return {who: entering_value(each, happened_to(happened, who, asked), rule) for who, each in best.items()}
    every = [
        events.Seen(one["name"], LINKS.get(one["anonymousId"], one["anonymousId"]), one["at"], one["properties"])
        for one in happened
    ]
    window = timedelta(seconds=asked["conversionWindowSeconds"])
    reach = events.Range(datetime.fromisoformat(asked["from"]), datetime.fromisoformat(asked["to"]) + window)
    told_by = events.Asked(asked, every, timedelta(minutes=30))
    entering = {
        who: next(one for one in every if (one.visitor, one.at) == (who, each[0].steps[0].at))
        for who, each in best.items()
    }
    return {who: events.value_by(asked["breakdown"], one, told_by, reach) for who, one in entering.items()}


def store(database: Direct, app_id: str, happened: list[dict[str, Any]]) -> None:
    """What happened, in an empty table, and who is whom."""
    database.execute("DELETE FROM public.events")
    database.execute("DELETE FROM spoor.identities")
    for device, person in LINKS.items():
        database.execute("INSERT INTO spoor.identities VALUES (%s, %s, %s)", [app_id, device, person])
    happen(database, app_id, [(one["name"], one["anonymousId"], one["at"], one["properties"]) for one in happened])


def meets(choice: dict[str, Any]) -> Meets:
    """What meets a step, or an exclusion, of the question."""

    def rule(event: Seen) -> bool:
        said = {"name": event.name, "anonymousId": event.properties["device"], "properties": event.properties["said"]}
        return choice["event"] in (None, event.name) and passes(said, choice.get("filters", []))

    return rule


def happened_to(happened: list[dict[str, Any]], who: str, asked: dict[str, Any]) -> list[Seen]:
    """What a visitor did, of what the question lets pass."""
    return [event for event in seen(happened, asked) if event.visitor == who]


def seen(happened: list[dict[str, Any]], asked: dict[str, Any]) -> list[Seen]:
    """What the oracle sees."""
    return [
        Seen(
            one["name"],
            LINKS.get(one["anonymousId"], one["anonymousId"]),
            one["at"],
            {"said": one["properties"], "device": one["anonymousId"]},
        )
        for one in happened
        if passes(one, asked.get("filters", []))
    ]


def tried(happened: list[dict[str, Any]], asked: dict[str, Any]) -> dict[str, list[Tried]]:
    """The best attempts, by trying everything."""
    excluded = [Excluded(meets(each), each["fromStep"], each["toStep"]) for each in asked.get("exclusions", [])]
    return oracle.best(
        seen(happened, asked),
        Asked(
            [meets(step) for step in asked["steps"]],
            datetime.fromisoformat(asked["from"]),
            datetime.fromisoformat(asked["to"]),
            asked["conversionWindowSeconds"] * SECOND,
            asked.get("order", "ordered"),
            excluded,
        ),
    )


def entering_value(attempts: list[Tried], own: list[Seen], first_step: Meets) -> Any:
    """The value of the event that entered; of several at that moment the first in the order of JSON, none last."""
    entered = attempts[0].steps[0].at
    said = [event.properties["said"] for event in own if event.at == entered and first_step(event)]
    values = [each.get("plan") for each in said]
    return min(values, key=lambda value: (value is None, json.dumps(value)))


def grouped(values: dict[str, Any], limit: int) -> list[tuple[Any, list[str]]]:
    """Values with their visitors: the largest first, numbers before texts, none last; the rest together at the end."""
    people: dict[str, list[str]] = {}
    for who, value in values.items():
        people.setdefault(json.dumps(value), []).append(who)

    def rank(text: str) -> tuple[Any, ...]:
        value = json.loads(text)
        shown = value if isinstance(value, str) else text
        return -len(people[text]), value is None, type(value) is not int, shown

    ranked = sorted(people, key=rank)
    groups = [(json.loads(text), people[text]) for text in ranked[:limit]]
    rest = [who for text in ranked[limit:] for who in people[text]]
    return [*groups, ("$other", rest)] if rest else groups


def over_time(best: dict[str, list[Tried]], asked: dict[str, Any]) -> list[dict[str, Any]] | None:
    """Who entered in the hours of the range, and who of them converted."""
    if asked["interval"] is None:
        return None
    start, end = datetime.fromisoformat(asked["from"]), datetime.fromisoformat(asked["to"])
    hours = [hour for hour in (HOUR - timedelta(hours=1), HOUR) if start < hour + timedelta(hours=1) and hour < end]
    begun = [
        [each[0] for each in best.values() if hour <= each[0].steps[0].at < hour + timedelta(hours=1)] for hour in hours
    ]
    return [
        {
            "start": hour.isoformat(),
            "entered": len(those),
            "converted": sum(len(each.steps) == len(asked["steps"]) for each in those),
        }
        for hour, those in zip(hours, begun, strict=True)
    ]


def entered_at(best: dict[str, list[Tried]]) -> dict[str, tuple[datetime, datetime]]:
    """When each visitor met step 1, and when the last step that they met."""
    return {who: (each[0].steps[0].at, each[0].times[-1]) for who, each in best.items()}


def listed(ask: Ask, app_id: str, asked: dict[str, Any]) -> dict[str, tuple[datetime, datetime]]:
    """The same, as the list of visitors has it, which takes nothing that splits or repeats the funnel."""
    split = ("interval", "breakdown", "compare")
    whole = {name: value for name, value in asked.items() if name not in split}
    question = {**whole, "step": 1, "outcome": "reached"}
    reply = ask("POST", f"/api/apps/{app_id}/reports/funnel/visitors", question)
    return {
        each["visitorId"]: (datetime.fromisoformat(each["enteredAt"]), datetime.fromisoformat(each["lastStepAt"]))
        for each in reply.json["visitors"]
    }


def told(steps: list[dict[str, Any]]) -> list[tuple[int, float | None]]:
    """The visitors and the median of each step, as the report has them."""
    return [(step["visitors"], step["medianSecondsFromPrevious"]) for step in steps]


def expected(best: list[Tried], steps: int) -> list[tuple[int, float | None]]:
    """The same, from the attempts."""
    answer: list[tuple[int, float | None]] = []
    for step in range(steps):
        reached = [each.times for each in best if len(each.steps) > step]
        took = [(times[step] - times[step - 1]).total_seconds() for times in reached if step]
        answer.append((len(reached), median(took) if took else None))
    return answer
