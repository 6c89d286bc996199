"""The sample events for `sam local`: shaped as the gateway, the function URL and the schedule send them."""

import base64
import json
from pathlib import Path
from typing import Any

import pytest

from ingest.storage import message
from tests.template.conftest import Sam
from tests.template.reading import ROOT, of_type

EVENTS = sorted(path for path in (ROOT / "events").glob("*.json") if path.name != "env.json")
REQUESTS = [
    path for path in EVENTS if path.name not in {"authorizer.json", "drain-message.json", "rollup-schedule.json"}
]
GENERATED = ROOT / "tests/data/gateway"


def read(path: Path) -> dict[str, Any]:
    event: dict[str, Any] = json.loads(path.read_text())
    return event


def fits(event: Any, model: Any) -> bool:
    """Whether an event has no key, and no kind of value, that the model lacks."""
    if not isinstance(model, dict):
        return type(event) is type(model)
    free = {"headers", "queryStringParameters", "pathParameters", "lambda"}
    return all(key in model and (key in free or fits(item, model[key])) for key, item in event.items())


def id_of(path: Path) -> str:
    return path.stem


@pytest.mark.sam
@pytest.mark.parametrize(
    ("name", "service", "kind"),
    [
        ("http-api-proxy", "apigateway", "http-api-proxy"),
        ("scheduled-event", "cloudwatch", "scheduled-event"),
        ("sqs-message", "sqs", "receive-message"),
    ],
)
def test_the_models_are_what_sam_generates(name: str, service: str, kind: str, sam: Sam) -> None:
    done = sam("local", "generate-event", service, kind)
    assert json.loads(done.stdout) == read(GENERATED / f"{name}.json")


@pytest.mark.parametrize("path", REQUESTS, ids=id_of)
def test_a_request_has_the_shape_of_payload_2(path: Path) -> None:
    model = read(GENERATED / "http-api-proxy.json")
    model["requestContext"]["authorizer"] = {"lambda": {}}  # the generated one shows a JWT's
    event = read(path)
    assert fits(event, model)
    assert {"version", "routeKey", "rawPath", "rawQueryString", "headers", "isBase64Encoded"} <= set(event)
    assert event["requestContext"]["http"]["path"] == event["rawPath"]
    assert event["requestContext"]["routeKey"] == event["routeKey"]
    assert all(name == name.lower() for name in event["headers"]), "payload 2.0 has lower-case header names"


@pytest.mark.parametrize("path", REQUESTS, ids=id_of)
def test_a_request_is_as_long_as_it_says(path: Path) -> None:
    event = read(path)
    body = event.get("body", "")
    sent = base64.b64decode(body, validate=True) if event["isBase64Encoded"] else body.encode()
    assert int(event["headers"].get("content-length", 0)) == len(sent)


@pytest.mark.parametrize("path", REQUESTS, ids=id_of)
def test_a_request_takes_a_route_of_the_template(path: Path, template: dict[str, Any]) -> None:
    event = read(path)
    function = of_type(template["Resources"], "AWS::Serverless::Function")[f"{path.stem.split('-')[0].title()}Function"]
    properties = [it["Properties"] for it in function["Properties"].get("Events", {}).values()]
    routes = {f"{it['Method']} {it['Path']}" if "Path" in it else "$default" for it in properties}
    assert event["routeKey"] in (routes or {"$default"}), "a function URL calls its one route $default"


def test_the_authorizer_is_asked_with_the_cookie_as_its_source() -> None:
    event = read(ROOT / "events/authorizer.json")
    assert (event["version"], event["type"]) == ("2.0", "REQUEST")
    assert event["identitySource"] == ["; ".join(event["cookies"])]
    assert not {"body", "isBase64Encoded"} & set(event), "an authorizer never sees the body"


def test_rollup_is_called_with_a_scheduled_event() -> None:
    event, model = read(ROOT / "events/rollup-schedule.json"), read(GENERATED / "scheduled-event.json")
    assert {**event, "time": model["time"]} == {**model, "version": "0"}


def test_drain_is_called_with_a_message_that_it_can_read() -> None:
    event, model = read(ROOT / "events/drain-message.json"), read(GENERATED / "sqs-message.json")
    [record], [shape] = event["Records"], model["Records"]
    assert set(record) == set(shape)
    waiting = message.read(record["body"])
    assert [it.name for it in waiting.events] == ["page viewed"]


def test_the_local_environment_holds_no_secret() -> None:
    variables = json.loads((ROOT / "events/env.json").read_text())["Parameters"]
    assert set(variables) == {"DATABASE_URL", "LOG_LEVEL"}
    assert "127.0.0.1" in variables["DATABASE_URL"]
    assert ":" not in variables["DATABASE_URL"].partition("://")[2].partition("@")[0], "a password"
