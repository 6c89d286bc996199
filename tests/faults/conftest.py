"""The rig and the instances that the fault tests share; nobody else's database is hurt."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.faults.rig.instance import Instance, Instances
from tests.faults.rig.rig import Rig

CREW = 6


@pytest.fixture(scope="session")
def rig_of_all(outside: Path) -> Iterator[Rig]:
    """The rig, started once."""
    rig = Rig(outside / "faults")
    yield rig
    rig.close()


@pytest.fixture
def rig(rig_of_all: Rig) -> Rig:
    """The rig without events, and healthy."""
    rig_of_all.forget()
    return rig_of_all


@pytest.fixture(scope="session")
def instances(rig_of_all: Rig, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Instances]:
    """Where instances come from."""
    variables = {"DATABASE_URL": rig_of_all.url, "LOG_LEVEL": "INFO", "PATH": os.environ["PATH"]}
    started = Instances(tmp_path_factory.mktemp("instances"), variables)
    yield started
    started.close()


@pytest.fixture(scope="session")
def crew_of_all(instances: Instances) -> list[Instance]:
    """CREW instances, started once."""
    return instances.start(CREW)


@pytest.fixture
def crew(crew_of_all: list[Instance], rig: Rig) -> list[Instance]:
    """Instances that share fewer server connections than they are."""
    return crew_of_all
