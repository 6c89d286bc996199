"""A release is taken back by moving every alias to the versions of the last one that worked."""

import pytest

from deployment.aws import releases
from deployment.failure import Failed
from tests.deployment.conftest import Deployer
from tests.doubles.aws import StackThere


@pytest.fixture
def stack_there(deployer: Deployer) -> Deployer:
    names = ("spoor-ingest", "spoor-query")
    deployer.cloud.stacks["spoor"] = StackThere(
        resources=[(name, "AWS::Lambda::Function", name) for name in names] + [("Api", "AWS::ApiGatewayV2::Api", "x")]
    )
    return deployer


def release(deployer: Deployer, version: int, *, good: bool = True) -> None:
    deployer.cloud.aliases = {"spoor-ingest": str(version), "spoor-query": str(version + 100)}
    if good:
        releases.remember(deployer.aws(deployer.console()), deployer.stage)


def back(deployer: Deployer, *, dry: bool = False) -> dict[str, str]:
    console = deployer.console(dry=dry)
    releases.back(console, deployer.aws(console), deployer.stage)
    return deployer.cloud.aliases


def test_every_alias_goes_back_to_the_last_good_release(stack_there: Deployer) -> None:
    release(stack_there, 1)
    release(stack_there, 2)
    assert back(stack_there) == {"spoor-ingest": "1", "spoor-query": "101"}


def test_a_release_that_never_worked_is_not_gone_back_to(stack_there: Deployer) -> None:
    release(stack_there, 1)
    release(stack_there, 2, good=False)
    release(stack_there, 3, good=False)
    assert back(stack_there)["spoor-ingest"] == "1"


def test_going_back_twice_goes_back_two_releases(stack_there: Deployer) -> None:
    for version in (1, 2, 3):
        release(stack_there, version)
    back(stack_there)
    assert back(stack_there)["spoor-ingest"] == "1"
    with pytest.raises(Failed, match="No earlier release"):
        back(stack_there)


def test_a_dry_run_moves_nothing(stack_there: Deployer, capsys: pytest.CaptureFixture[str]) -> None:
    release(stack_there, 1)
    release(stack_there, 2)
    assert back(stack_there, dry=True)["spoor-ingest"] == "2"
    assert "would: aws lambda update-alias" in capsys.readouterr().out
