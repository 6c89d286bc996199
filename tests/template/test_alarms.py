"""Whoever operates a stack hears of what is wrong, and finds what to do about it."""

import json
import re
from typing import Any

import pytest

from tests.template.reading import ROOT, Resources, of_type

pytestmark = pytest.mark.sam

GUIDE = (ROOT / "docs/operations.md").read_text()
CODE = "".join(path.read_text() for path in (ROOT / "functions").rglob("*.py"))
ALARM = "AWS::CloudWatch::Alarm"
OURS = {"Fn::Sub": "Spoor/${AWS::StackName}"}


def alarms(resources: Resources) -> dict[str, dict[str, Any]]:
    return {name: it["Properties"] for name, it in of_type(resources, ALARM).items()}


def test_every_alarm_has_a_section_that_says_what_to_do(transformed: Resources) -> None:
    missing = [name for name in of_type(transformed, ALARM) if not re.search(rf"^\| `{name}`", GUIDE, re.MULTILINE)]
    assert missing == []


def test_every_section_is_of_an_alarm_that_there_is(transformed: Resources) -> None:
    section = GUIDE[GUIDE.index("\n## Alarms") : GUIDE.index("\n## When the database is away")]
    named = set(re.findall(r"^\| `(\w+)`", section, re.MULTILINE))
    assert named - {"Budget"} == set(of_type(transformed, ALARM))


@pytest.mark.parametrize("metric", ["Errors", "Throttles"])
def test_every_function_is_watched(metric: str, transformed: Resources) -> None:
    watched = {
        dimension["Value"]["Ref"]
        for it in alarms(transformed).values()
        if it.get("MetricName") == metric
        for dimension in it["Dimensions"]
    }
    functions = set(of_type(transformed, "AWS::Lambda::Function"))
    assert watched >= functions - {"SealFunction"}, "which is called by nobody but its schedule"


def test_a_metric_of_ours_that_is_watched_is_one_that_we_emit(transformed: Resources) -> None:
    watched = {it["MetricName"] for it in alarms(transformed).values() if it.get("Namespace") == OURS}
    made = {"MailLost": "Mail{what.title()}"}  # of rollup's counts
    for metric in watched:
        assert made.get(metric, f"{metric}=") in CODE


def test_an_alarm_of_something_that_is_missing_takes_nothing_for_bad(transformed: Resources) -> None:
    missing = {name for name, it in alarms(transformed).items() if it["TreatMissingData"] == "breaching"}
    assert missing == {"RollupStopped", "EventsStopped"}


def test_who_pays_nothing_has_few_alarms_and_those_cover_every_part(transformed: Resources) -> None:
    always = {name for name, it in of_type(transformed, ALARM).items() if it.get("Condition") in (None, "Queues")}
    assert always == {
        *("ApiServerErrors", "CallersNotLookedUp", "EventsDead", "EventsWait", "IngestRefusals"),
        *("IngestThrottles", "RollupCrashes"),
    }


def test_the_dashboard_is_whole(transformed: Resources) -> None:
    assert transformed["Overview"]["Condition"] == "HasDashboard"
    body = re.sub(r"\$\{[\w:.]+\}", "x", transformed["Overview"]["Properties"]["DashboardBody"]["Fn::Sub"])
    widgets = json.loads(body)["widgets"]
    assert len({(it["x"], it["y"]) for it in widgets}) == len(widgets) == 6
    assert all(it["properties"]["metrics"] for it in widgets)


@pytest.mark.parametrize(
    ("rule", "given", "needed"),
    [("CountriesAreWhole", "CountryDatabase", "CountryLayerArn"), ("BudgetIsHeard", "MonthlyBudget", "AlarmEmail")],
)
def test_what_would_be_ignored_without_another_parameter_is_refused(
    rule: str, given: str, needed: str, template: dict[str, Any]
) -> None:
    it = template["Rules"][rule]
    assert given in str(it["RuleCondition"])
    assert needed in str(it["Assertions"][0]["Assert"])
