"""A release may get its traffic by and by, and goes back by itself when an alarm rings; instances may start from a
snapshot, in which nothing is frozen that must not be."""

import json
import os
import subprocess
import sys
import threading
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.template.conftest import ARGUMENTS
from tests.template.reading import ROOT, Resources, of_type, strings

pytestmark = pytest.mark.sam

HANDLERS = ["auth.app", "query.app", "query.mcp.app"]
"""What starts from a snapshot."""

RESTORE, NEXT = "/2018-06-01/runtime/restore/next", "/2018-06-01/runtime/invocation/next"
ARN = "arn:aws:ssm:eu-west-1:123456789012:parameter/spoor/x"


@pytest.fixture(scope="session")
def gradual(bare_environment: dict[str, str]) -> Resources:
    """The resources of a stack whose traffic moves by and by."""
    python, script = ROOT / ".sam-venv/bin/python", Path(__file__).with_name("transform.py")
    given = json.dumps({**ARGUMENTS, "GradualTraffic": "true", "TrafficShift": "Linear10PercentEvery1Minute"})
    command = [str(python), str(script), str(ROOT / "template.yaml"), given]
    done = subprocess.run(command, env=bare_environment, capture_output=True, text=True, check=True)
    resources: Resources = json.loads(done.stdout)["Resources"]
    return resources


def test_unless_it_is_asked_for_an_alias_moves_at_once(transformed: Resources) -> None:
    assert not [name for name, it in transformed.items() if it["Type"].startswith("AWS::CodeDeploy")]
    assert not [it for it in of_type(transformed, "AWS::Lambda::Alias").values() if "UpdatePolicy" in it]
    assert transformed["ReleaseRole"]["Condition"] == "Gradual"


def test_traffic_moves_by_and_by_and_back_when_an_alarm_rings(gradual: Resources) -> None:
    aliases = of_type(gradual, "AWS::Lambda::Alias")
    assert {"CodeDeployLambdaAliasUpdate"} == {key for it in aliases.values() for key in it["UpdatePolicy"]}
    groups = of_type(gradual, "AWS::CodeDeploy::DeploymentGroup")
    assert len(groups) == len(aliases)
    for it in groups.values():
        assert "Linear10PercentEvery1Minute" in str(it["Properties"]["DeploymentConfigName"])
        assert "DEPLOYMENT_STOP_ON_ALARM" in it["Properties"]["AutoRollbackConfiguration"]["Events"]
        assert it["Properties"]["ServiceRoleArn"]["Fn::If"][1] == {"Fn::GetAtt": ["ReleaseRole", "Arn"]}


def test_the_alarms_that_take_a_release_back_are_there_whenever_it_is_asked_for(gradual: Resources) -> None:
    group = gradual["QueryFunctionDeploymentGroup"]["Properties"]["AlarmConfiguration"]["Alarms"]
    listened = {it["Name"]["Fn::Sub"] for it in group}
    named = {
        it["Properties"]["AlarmName"]["Fn::Sub"]: it.get("Condition")
        for it in of_type(gradual, "AWS::CloudWatch::Alarm").values()
        if "AlarmName" in it["Properties"]
    }
    assert listened == set(named)
    assert set(named.values()) <= {None, "ThoroughOrGradual"}
    assert len(listened) == 8


def test_no_resource_waits_for_itself(gradual: Resources) -> None:
    """Aliases wait for what moves them, by their update policy, and alarms must not wait for aliases in turn."""
    waits = {
        name: {word for text in strings(it) for word in (text.partition(".")[0],) if word in gradual} - {name}
        for name, it in gradual.items()
    }
    done: set[str] = set()
    while ready := {name for name, needed in waits.items() if name not in done and needed <= done}:
        done |= ready
    assert set(waits) - done == set()


def test_what_loads_most_may_start_from_a_snapshot(transformed: Resources) -> None:
    snaps = {
        it["Properties"]["Handler"].removesuffix(".handler")
        for it in of_type(transformed, "AWS::Lambda::Function").values()
        if "SnapStart" in it["Properties"]
    }
    assert snaps == set(HANDLERS)
    assert transformed["QueryFunction"]["Properties"]["SnapStart"] == {
        "ApplyOn": {"Fn::If": ["Snaps", "PublishedVersions", "None"]}
    }


def started(handler: str, folder: Path, is_enough: Callable[[list[str]], bool], **variables: str) -> list[str]:
    """What an instance asks of Lambda and of AWS from its start on, by AWS's own runtime client, until it is enough."""
    asked: list[str] = []
    enough = threading.Event()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            asked.append(self.path)
            if is_enough(asked):
                enough.set()
            if self.path == NEXT:
                enough.wait(30)
                return
            self._say("{}")

        def do_POST(self) -> None:
            self.rfile.read(int(self.headers.get("Content-Length") or 0))
            asked.append(self.headers.get("X-Amz-Target") or self.path)
            self._say(json.dumps({"Parameter": {"Value": "s" * 40}}))

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _say(self, text: str) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Content-Length", str(len(text)))
            self.end_headers()
            self.wfile.write(text.encode())

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    place = f"127.0.0.1:{server.server_port}"
    environment = {
        **{name: value for name, value in os.environ.items() if not name.startswith("AWS_")},
        "AWS_LAMBDA_RUNTIME_API": place,
        "AWS_LAMBDA_INITIALIZATION_TYPE": "snap-start",
        "AWS_ENDPOINT_URL": f"http://{place}",
        "AWS_REGION": "eu-west-1",
        "AWS_ACCESS_KEY_ID": "AKIDEXAMPLE",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "PYTHONPATH": os.pathsep.join([str(folder), str(ROOT / "functions"), str(ROOT / "layers/common")]),
        **variables,
    }
    command = [sys.executable, "-m", "awslambdaric", f"{handler}.handler"]
    with subprocess.Popen(command, env=environment, cwd=folder) as process:
        try:
            assert enough.wait(60), asked
        finally:
            process.kill()
            server.shutdown()
            server.server_close()
    return asked


def test_a_snapshot_holds_no_secret_and_an_instance_fetches_them_when_it_is_restored(tmp_path: Path) -> None:
    secrets = ("DATABASE_URL_ARN", "BETTER_AUTH_SECRET_ARN", "API_TOKEN_SECRETS_ARN")
    variables = dict.fromkeys(secrets, ARN) | {"SPOOR_BASE_URL": "https://x.example.com", "DATABASE_URL": ""}

    def look(handler: str) -> list[str]:
        return started(handler, tmp_path, lambda asked: NEXT in asked, **variables)

    with ThreadPoolExecutor(2) as together:
        for handler, asked in zip(HANDLERS, together.map(look, HANDLERS), strict=True):
            assert asked[0] == RESTORE, handler
            assert asked[1:-1] == ["AmazonSSM.GetParameter"] * len(secrets), handler
            assert asked[-1] == NEXT


PROBE = """
import random, sys
from urllib.request import urlopen
from spoor import database, settings

class Open:
    def close(self):
        urlopen(PLACE + "/closed").close()

import os
PLACE = "http://" + os.environ["AWS_LAMBDA_RUNTIME_API"]
database._connection = Open()
STATE = random.getstate()
settings.fetch_ahead()

import snapshot_restore_py
snapshot_restore_py.register_after_restore(
    lambda: urlopen(f"{PLACE}/restored/{random.getstate() != STATE}/{database._connection is None}").close()
)

def handler(event, context):
    return None
"""


def test_the_connection_is_let_go_before_a_snapshot_and_random_numbers_begin_anew_after_it(tmp_path: Path) -> None:
    (tmp_path / "probe.py").write_text(PROBE)
    asked = started("probe", tmp_path, lambda asked: NEXT in asked)
    assert asked == ["/closed", RESTORE, "/restored/True/True", NEXT]
