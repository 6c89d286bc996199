"""The stack in CloudFormation: whether it can be deployed to, what it is made of, and why it failed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from time import monotonic, sleep
from typing import Any

from deployment.aws.calls import Aws, Refused
from deployment.console import Console
from deployment.failure import Failed

WAIT_S, PAUSE_S = 1800.0, 5.0
"""Seconds for which a stack's end is waited for, and between two looks."""

_HALF_MADE = {"ROLLBACK_COMPLETE", "ROLLBACK_FAILED", "CREATE_FAILED", "DELETE_FAILED"}
_STUCK = "UPDATE_ROLLBACK_FAILED"


@dataclass(frozen=True)
class Stack:
    """A stack as it is."""

    name: str
    status: str
    parameters: Mapping[str, str] = field(default_factory=dict)
    outputs: Mapping[str, str] = field(default_factory=dict)


def find(aws: Aws, name: str) -> Stack | None:
    """The stack, or None. Raises Failed."""
    try:
        answer = aws.look("cloudformation", "describe_stacks", {"ValidationError"}, StackName=name)
    except Refused as error:
        if "does not exist" in str(error):
            return None
        raise Failed(f"CloudFormation does not tell of {name}: {error}") from None
    found = answer["Stacks"][0]
    return Stack(
        name,
        found["StackStatus"],
        {each["ParameterKey"]: each.get("ParameterValue", "") for each in found.get("Parameters", [])},
        {each["OutputKey"]: each["OutputValue"] for each in found.get("Outputs", [])},
    )


def ready(console: Console, aws: Aws, name: str) -> Stack | None:
    """The stack, if it can be deployed to; one whose first creation failed is told of and removed, after a yes.

    Raises Failed.
    """
    found = find(aws, name)
    if found is None or found.status == "REVIEW_IN_PROGRESS":
        return None
    if found.status in _HALF_MADE:
        console.say(f"The stack {name} is {found.status}: an earlier deployment failed, and AWS takes no update of it.")
        for reason in failures(aws, name):
            console.say(reason)
        if not console.agree(f"Remove what is left of {name} (the database and the secrets stay)?"):
            raise Failed(f"Nothing was changed. Remove the stack {name} yourself, or say yes, then run it again.")
        remove(console, aws, name)
        return None
    if found.status.endswith("_IN_PROGRESS"):
        raise Failed(f"The stack {name} is {found.status}: somebody else deploys. Wait for the end, then run it again.")
    if found.status == _STUCK:
        raise Failed(
            f"The stack {name} is {_STUCK}: run `aws cloudformation continue-update-rollback --stack-name {name}`,"
            " wait until it is UPDATE_ROLLBACK_COMPLETE, then run it again."
        )
    return found


def remove(console: Console, aws: Aws, name: str) -> None:
    """Delete the stack and wait until it is gone. Raises Failed."""
    aws.change("cloudformation", "delete_stack", StackName=name)
    if console.dry:
        return
    until = monotonic() + WAIT_S
    while found := find(aws, name):
        if found.status == "DELETE_COMPLETE":
            return
        if found.status == "DELETE_FAILED":
            reasons = " ".join(failures(aws, name))
            raise Failed(f"{name} could not be removed: {reasons} Remove what is named there, then run it again.")
        if monotonic() > until:
            raise Failed(f"{name} is still being removed: wait for the end, then run it again.")
        sleep(PAUSE_S)


def resources(aws: Aws, name: str) -> list[tuple[str, str, str]]:
    """Logical id, type and physical id of all that a stack is made of. Raises Failed."""
    found: list[tuple[str, str, str]] = []
    words: dict[str, Any] = {"StackName": name}
    while True:
        answer = aws.look("cloudformation", "list_stack_resources", **words)
        found += [
            (each["LogicalResourceId"], each["ResourceType"], each.get("PhysicalResourceId", ""))
            for each in answer["StackResourceSummaries"]
            if each["ResourceStatus"] != "DELETE_COMPLETE"
        ]
        if not answer.get("NextToken"):
            return found
        words["NextToken"] = answer["NextToken"]


def failures(aws: Aws, name: str) -> list[str]:
    """Why the last deployment failed, the first cause first, with what to do where that is known. Raises Failed."""
    try:
        events = aws.look("cloudformation", "describe_stack_events", {"ValidationError"}, StackName=name)["StackEvents"]
    except Refused:
        return []
    said: dict[str, None] = {}
    for event in events:  # the newest first
        if event["ResourceType"] == "AWS::CloudFormation::Stack" and event["ResourceStatus"].endswith("IN_PROGRESS"):
            if event.get("ResourceStatusReason") == "User Initiated":
                break
            continue
        reason = event.get("ResourceStatusReason", "")
        if event["ResourceStatus"].endswith("_FAILED") and "cancelled" not in reason:
            said[f"{event['LogicalResourceId']}: {reason} {_advice(reason)}".strip()] = None
    return list(said)[::-1]


def _advice(reason: str) -> str:
    """What to do about a reason of CloudFormation's."""
    if "UnreservedConcurrentExecution" in reason:
        return "→ the account may not run so many instances at once: run make deploy again, it chooses anew."
    if "not authorized" in reason or "AccessDenied" in reason:
        return "→ give your credentials the right that it names (docs/operations.md), then run it again."
    if "already exists" in reason:
        return "→ that name is taken by something outside of this stack: remove it, or choose another STAGE."
    if "LimitExceeded" in reason or "limit" in reason.lower():
        return "→ a quota of the account is used up: ask AWS for more (Service Quotas), or remove what is not needed."
    return ""
