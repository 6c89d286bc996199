"""Whoever operates a stack hears of what is wrong, and finds what to do about it."""

import ast
import json
import re
from typing import Any

import pytest

from tests.template.reading import ROOT, Resources, of_type

pytestmark = pytest.mark.sam

GUIDE = (ROOT / "docs/operations.md").read_text()
ALARM = "AWS::CloudWatch::Alarm"
OUTGOING = "functions/rollup/outgoing_mail.py"
SHOWN = r'\["(Spoor/[^"]+)", "(\w+)", "service", "(\w+)"\]'
OURS = {"Fn::Sub": "Spoor/${AWS::StackName}"}


def emitted(package: str) -> set[str]:
    """The metrics that the code of a function emits, by the words of its calls; rollup makes those of mail of words."""
    found = {"MailLost"} if package == "rollup" and '"lost"' in (ROOT / OUTGOING).read_text() else set()
    for path in (ROOT / "functions" / package).rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text())):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "emit":
                found |= {word.arg for word in node.keywords if word.arg}
    return found


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
    assert watched >= functions - {"SealFunction", "AlertsFunction"}, "which nobody calls but their schedules"


def test_a_metric_of_ours_that_is_watched_is_one_that_we_emit(transformed: Resources) -> None:
    dashboard = transformed["Overview"]["Properties"]["DashboardBody"]["Fn::Sub"]
    watched = {(metric, service) for _, metric, service in re.findall(SHOWN, dashboard)}
    for it in alarms(transformed).values():
        each = [given["MetricStat"]["Metric"] for given in it.get("Metrics", []) if "MetricStat" in given] or [it]
        watched |= {(one["MetricName"], one["Dimensions"][0]["Value"]) for one in each if one["Namespace"] == OURS}
    assert {metric for metric, _ in watched} >= {"TableMegabytes", "CallersNotLookedUp", "MailLost", "EventsAccepted"}
    for metric, service in watched:
        handler = transformed[f"{service.title()}Function"]["Properties"]["Handler"]
        assert metric in emitted(handler.partition(".")[0]), f"{service} never tells {metric}"


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
    assert len({(it["x"], it["y"]) for it in widgets}) == len(widgets) == 8
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
