"""Takes a stage out of the account again; the database stays, and so do events that wait for it."""

import re
from collections import Counter
from typing import Any

from deployment import choices
from deployment.aws import parameter_store, stack
from deployment.aws.calls import Aws, Refused
from deployment.console import Console
from deployment.failure import Failed
from deployment.stage import ROOT, Stage
from host.services.queues import queue_names
from host.template.cloudformation import load

_NAMES = ("database-url", *choices.OF_KINDS.values(), *parameter_store.RANDOM, "releases")
_GONE = {"AWS.SimpleQueueService.NonExistentQueue", "QueueDoesNotExist"}


def destroy(console: Console, aws: Aws, stage: Stage, *, with_events: bool) -> None:
    """Say what goes, ask, and remove it. Queues outlive the stack; those without a message are deleted then, and those
    with some only where `with_events` says so. Raises Failed."""
    found = stack.find(aws, stage.stack)
    parts = stack.resources(aws, stage.stack) if found else []
    queues = [physical for _, kind, physical in parts if kind == "AWS::SQS::Queue"]
    queues += sorted({*_left_over(aws, stage)} - {*queues})
    waiting = {queue: _messages(aws, queue) for queue in queues}
    console.step(f"What goes with {stage.stack}")
    for kind, count in sorted(Counter(kind for _, kind, _ in parts).items()):
        console.say(f"{count} × {kind}")
    console.say(f"the SSM parameters {', '.join(map(stage.parameter, _NAMES))}: who is signed in is signed out")
    console.say("with the log groups, all logs")
    for queue, count in waiting.items():
        if count:
            console.say(f"{queue} has {count} messages: " + ("they go, too" if with_events else "it stays"))
    console.say("The database and all that is in it stay.")
    if found and (certificate := found.parameters.get("CertificateArn")):
        console.say(f"So does the certificate {certificate} with the record that proves it: they cost nothing.")
    if not console.agree(f"Remove {stage.stack} for good?"):
        raise Failed("Nothing was removed.")
    if found:
        stack.remove(console, aws, stage.stack)
    for queue in queues:
        _delete(console, aws, queue, with_events=with_events)
    parameter_store.remove(aws, [stage.parameter(name) for name in _NAMES])
    console.say(
        f"{stage.stack} is gone. Its logins ({stage.login}, {stage.login}_…_login) are still there: DROP ROLE …;"
    )
    kept = [queue for queue, count in waiting.items() if count and not with_events]
    for queue in kept:
        console.say(f"kept with its messages, for 14 days from their arrival: {queue}")
    if kept:
        console.say('After a new deployment: make replay ARGS="<that queue> <the new IngestQueueUrl>"')


def _left_over(aws: Aws, stage: Stage) -> list[str]:
    """The queues of a stack of this name that outlived it: those with events, and those of a run that was cut."""
    names = "|".join(queue_names(load((ROOT / "template.yaml").read_text())["Resources"]))
    of_stage = re.compile(rf".*/{stage.stack}-({names})-[A-Za-z0-9]+")  # as CloudFormation calls them
    found: list[str] = []
    words: dict[str, Any] = {"QueueNamePrefix": f"{stage.stack}-", "MaxResults": 1000}
    while True:
        answer = aws.look("sqs", "list_queues", **words)
        found += [url for url in answer.get("QueueUrls", []) if of_stage.fullmatch(url)]
        if not answer.get("NextToken"):
            return found
        words["NextToken"] = answer["NextToken"]


def _delete(console: Console, aws: Aws, queue: str, *, with_events: bool) -> None:
    """Delete a queue unless a message is in it now: one may have come since it was asked."""
    if not with_events and not console.dry and _messages(aws, queue):
        return
    try:
        aws.change("sqs", "delete_queue", _GONE, QueueUrl=queue)
    except Refused:
        return


def _messages(aws: Aws, queue: str) -> int:
    names = [f"ApproximateNumberOfMessages{which}" for which in ("", "NotVisible", "Delayed")]
    try:
        answer = aws.look("sqs", "get_queue_attributes", _GONE, QueueUrl=queue, AttributeNames=names)
    except Refused:
        return 0
    return sum(int(answer["Attributes"][name]) for name in names)
