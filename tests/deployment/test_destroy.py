"""A stage is taken out of the account, and no event goes unless the deployer says so."""

from typing import Any

import pytest

from deployment.aws import parameter_store
from deployment.destroy import destroy
from deployment.failure import Failed
from tests.deployment.conftest import Deployer
from tests.doubles.aws import StackThere


@pytest.fixture
def queues(deployer: Deployer, moto: str) -> dict[str, str]:
    """A stack with two queues: one with a message, one without."""
    aws = deployer.aws(deployer.console())
    made = {
        name: aws.change("sqs", "create_queue", QueueName=f"spoor-{name}")["QueueUrl"] for name in ("waiting", "dead")
    }
    aws.change("sqs", "send_message", QueueUrl=made["waiting"], MessageBody="events")
    deployer.cloud.stacks["spoor"] = StackThere(
        resources=[(name, "AWS::SQS::Queue", url) for name, url in made.items()]
    )
    parameter_store.write(aws, deployer.stage.parameter("auth-secret"), "secret")
    return made


def run(deployer: Deployer, *, agreed: bool = True, dry: bool = False, with_events: bool = False) -> None:
    console = deployer.console(agreed=agreed, dry=dry)
    destroy(console, deployer.aws(console), deployer.stage, with_events=with_events)


def left(deployer: Deployer) -> set[str]:
    answer: Any = deployer.aws(deployer.console()).look("sqs", "list_queues", QueueNamePrefix="spoor-")
    return set(answer.get("QueueUrls", []))


def test_a_queue_with_events_outlives_its_stack(
    deployer: Deployer, queues: dict[str, str], capsys: pytest.CaptureFixture[str]
) -> None:
    run(deployer)
    assert deployer.cloud.stacks == {}
    assert left(deployer) == {queues["waiting"]}
    assert deployer.parameter("auth-secret") is None
    told = capsys.readouterr().out
    assert "2 × AWS::SQS::Queue" in told
    assert "make replay" in told


def test_events_go_where_the_deployer_says_so(deployer: Deployer, queues: dict[str, str]) -> None:
    run(deployer, with_events=True)
    assert left(deployer) == set()


@pytest.mark.parametrize("dry", [True, False])
def test_nothing_goes_without_a_yes(deployer: Deployer, queues: dict[str, str], dry: bool) -> None:
    if dry:
        run(deployer, dry=True)
    else:
        with pytest.raises(Failed, match="Nothing was removed"):
            run(deployer, agreed=False)
    assert set(deployer.cloud.stacks) == {"spoor"}
    assert left(deployer) == set(queues.values())
    assert deployer.parameter("auth-secret") == "secret"


def test_a_second_run_after_a_cut_removes_the_rest_and_nothing_of_another_stage(
    deployer: Deployer, queues: dict[str, str]
) -> None:
    aws = deployer.aws(deployer.console())
    names = (
        "spoor-WaitingEvents-A1b",
        "spoor-DeadEvents-A1b",
        "spoor-staging-DeadEvents-A1b",
        "spoor-DeadEvents-mine-x",
    )
    urls = [aws.change("sqs", "create_queue", QueueName=name)["QueueUrl"] for name in names]
    aws.change("sqs", "send_message", QueueUrl=urls[0], MessageBody="events")
    deployer.cloud.stacks.clear()
    run(deployer)
    assert left(deployer) == {*queues.values(), urls[0], urls[2], urls[3]}
    run(deployer, with_events=True)
    assert left(deployer) == {*queues.values(), urls[2], urls[3]}
    assert deployer.parameter("auth-secret") is None
