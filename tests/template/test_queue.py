"""The queue that keeps events while the database is away, and what becomes of those that cannot be stored."""

from typing import Any

import pytest

from host.template import cloudformation
from ingest import drain
from ingest.storage import message
from rollup.wakefulness import TICK
from tests.template.reading import Resources, of_type, strings

pytestmark = pytest.mark.sam

FOURTEEN_DAYS = 14 * 86400
CONDITIONS = ("Queues", "ThoroughWithQueue")


def queue(resources: Resources, name: str) -> dict[str, Any]:
    properties: dict[str, Any] = resources[name]["Properties"]
    return properties


@pytest.mark.parametrize("name", ["WaitingEvents", "DeadEvents"])
def test_a_queue_is_encrypted_keeps_as_long_as_it_can_and_takes_our_largest_message(
    name: str, transformed: Resources
) -> None:
    it = queue(transformed, name)
    assert it["SqsManagedSseEnabled"] is True
    assert it["MessageRetentionPeriod"] == FOURTEEN_DAYS
    assert it["MaximumMessageSize"] > message.ALONE > message.PACKED


@pytest.mark.parametrize("name", ["WaitingEvents", "DeadEvents"])
def test_events_that_wait_outlive_the_stack(name: str, transformed: Resources) -> None:
    assert transformed[name]["DeletionPolicy"] == transformed[name]["UpdateReplacePolicy"] == "Retain"


def test_a_nudge_whose_run_failed_is_seen_at_the_next_tick(transformed: Resources) -> None:
    it = queue(transformed, "Nudges")
    assert transformed["RollupFunction"]["Properties"]["Timeout"] < it["VisibilityTimeout"] < TICK.total_seconds()
    [rule] = [
        each["Properties"]
        for name, each in of_type(transformed, "AWS::Events::Rule").items()
        if name.startswith("RollupFunction")
    ]
    assert rule["ScheduleExpression"] == f"rate({int(TICK.total_seconds() // 60)} minutes)"


def test_no_outage_that_the_queue_survives_makes_events_dead(transformed: Resources) -> None:
    it = queue(transformed, "WaitingEvents")
    assert it["RedrivePolicy"]["deadLetterTargetArn"] == {"Fn::GetAtt": ["DeadEvents", "Arn"]}
    most = it["RedrivePolicy"]["maxReceiveCount"]
    assert most <= 1000, "SQS takes no more"
    assert sum(drain.pause(came) for came in range(1, most)) > 9 * 86400


def test_a_message_stays_hidden_until_drain_is_surely_done(transformed: Resources) -> None:
    timeout = transformed["DrainFunction"]["Properties"]["Timeout"]
    assert queue(transformed, "WaitingEvents")["VisibilityTimeout"] >= 6 * timeout


def test_drain_reports_message_by_message_and_few_run_at_once(transformed: Resources) -> None:
    [mapping] = of_type(transformed, "AWS::Lambda::EventSourceMapping").values()
    it = mapping["Properties"]
    assert it["EventSourceArn"] == {"Fn::GetAtt": ["WaitingEvents", "Arn"]}
    assert it["FunctionName"] == {"Ref": "DrainFunctionAliaslive"}
    assert it["FunctionResponseTypes"] == ["ReportBatchItemFailures"]
    reserved = transformed["DrainFunction"]["Properties"]["ReservedConcurrentExecutions"]["Fn::If"][1]
    assert it["ScalingConfig"]["MaximumConcurrency"] <= reserved, "what is throttled counts as received in vain"


def test_without_the_queue_nothing_of_it_is_left(template: dict[str, Any]) -> None:
    parameters = {**template["Parameters"], "IngestQueue": {"Default": "false"}}
    resources = cloudformation.Resolver({**template, "Parameters": parameters}).resolve(template["Resources"])
    about_queues = {name for name, it in template["Resources"].items() if it.get("Condition") in CONDITIONS}
    assert {"WaitingEvents", "DeadEvents", "DrainFunction", "DrainRole", "PutIntoQueue"} <= about_queues
    assert "INGEST_QUEUE_URL" not in resources["IngestFunction"]["Properties"]["Environment"]["Variables"]
    left = {name: it for name, it in template["Resources"].items() if name not in about_queues}
    chosen = {"PutIntoQueue", "WaitingEvents"}  # named by ingest and its role, inside of an `Fn::If` on the condition
    assert {text for text in strings(left) if text in about_queues} == chosen
