"""The pure-Python runtime client does what AWS's does."""

from pathlib import Path

import pytest

from dev.stack import FunctionsFailed, Stack
from host.runtime.errors import Crashed, FunctionError
from host.runtime.launcher import PLAIN_LOOP, Launcher, runtime_client
from tests.dev.client import Client
from tests.dev.conftest import NewStack


@pytest.fixture
def looped(bundle: Path, new_stack: NewStack) -> Stack:
    """The bundle under the plain loop."""
    return new_stack(bundle / "template.yaml", Launcher(PLAIN_LOOP))[0]


def test_where_awslambdaric_is_installed_it_is_used() -> None:
    assert runtime_client()[1:] == ("-m", "awslambdaric")


def test_events_errors_and_exits_are_those_of_aws_client(looped: Stack) -> None:
    api, pool = Client(looped.port), looped.pools["EchoFunction"]
    assert api.get("/echo/a?x=1").json["pathParameters"] == {"proxy": "a"}
    assert api.get("/echo?do=string").body == b"just words"
    found = api.get("/echo?do=environment").json
    assert 15_000 < found["remaining"] <= 20_000
    assert found["layer"] == "from the layer"
    assert found["_X_AMZN_TRACE_ID"].startswith("Root=1-")
    with pytest.raises(FunctionError, match="ValueError: a secret detail"):
        pool.invoke(b'{"do": "crash"}')
    pids = pool.pids()
    with pytest.raises(Crashed, match="Response payload size exceeded"):
        pool.invoke(b'{"do": "big"}')
    with pytest.raises(Crashed, match="exit status 3"):
        pool.invoke(b'{"do": "exit"}')
    assert api.get("/echo").status == 200
    assert pool.pids() != pids
    assert api.get("/nap").status == 503


def test_a_module_that_does_not_load_is_told_with_its_error(bundle: Path, new_stack: NewStack) -> None:
    (bundle / "functions/nap/app.py").write_text("raise LookupError('not today')\n")
    with pytest.raises(FunctionsFailed, match="nap can't be loaded: LookupError: not today"):
        new_stack(bundle / "template.yaml", Launcher(PLAIN_LOOP))
