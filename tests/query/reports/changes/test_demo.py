"""What broke in the demo's month is found, as one cause and with the release that did it."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest

from dev.demo.funnels import CHECKOUT_STEPS
from dev.demo.month import simulate
from dev.demo.scenario import Scenario
from tests.people import Direct, claim, happen
from tests.query.conftest import Ask

WEEK = timedelta(days=7)


@pytest.mark.parametrize("steps", [CHECKOUT_STEPS, CHECKOUT_STEPS[1:]], ids=["from the prices", "from the checkout"])
def test_the_demos_fault_is_one_cause_and_began_with_the_release(
    database: Direct, shop: str, ask: Ask, steps: list[Any]
) -> None:
    scenario = Scenario(until=datetime(2026, 11, 25, 12, tzinfo=UTC))
    begin, end = scenario.outage.whole_days()
    events = [each for each in simulate(scenario) if begin - WEEK <= each.at < end + timedelta(days=1)]
    happen(
        database, shop, [(each.name, each.user_id or each.anonymous_id, each.at, each.properties) for each in events]
    )
    claim(database, shop, *sorted({(each.anonymous_id, each.user_id) for each in events if each.user_id}))
    release = scenario.outage.released_at
    for name, at in (("Release 4.2.0", release), ("Newsletter", release - timedelta(days=3))):
        assert ask("POST", f"/api/apps/{shop}/annotations", {"at": at.isoformat(), "text": name}).status == 201
    question = {"from": begin.isoformat(), "to": end.isoformat(), "steps": steps, "conversionWindowSeconds": 86_400}
    compare = {"from": (begin - WEEK).isoformat(), "to": (end - WEEK).isoformat()}
    reply = ask("POST", f"/api/apps/{shop}/reports/changes", {"question": question, "compare": compare})
    assert reply.status == 200, reply.text
    answer = reply.json
    assert [(each["property"], each["value"]) for each in answer["causes"]] == [("$device_type", "Mobile")]
    [cause] = answer["causes"]
    assert answer["significant"]
    assert cause["now"] < cause["before"] / 2
    assert cause["share"] > 0.6
    assert not cause["withoutIt"]["significant"]
    assert answer["began"]["annotation"]["text"] == "Release 4.2.0"
    assert datetime.fromisoformat(answer["began"]["at"]) == release
