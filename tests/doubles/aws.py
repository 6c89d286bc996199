"""What moto lacks of AWS, for tests of deploying: the account's quota, aliases, and stacks with a life of their own."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from urllib.parse import parse_qs
from xml.sax.saxutils import escape


@dataclass
class Cloud:
    """CloudFormation and Lambda of one account. `stacks` have a status, parameters, outputs and resources; `denied` are
    calls that its credentials may not make; `calls` are those that were made."""

    address: str = ""
    quota: int = 10
    free: int = 10
    stacks: dict[str, "StackThere"] = field(default_factory=dict)
    aliases: dict[str, str] = field(default_factory=dict)
    denied: set[str] = field(default_factory=set)
    calls: list[str] = field(default_factory=list)


@dataclass
class StackThere:
    """A stack; `events` are (resource, status, reason), the newest first."""

    status: str = "CREATE_COMPLETE"
    parameters: dict[str, str] = field(default_factory=dict)
    outputs: dict[str, str] = field(default_factory=dict)
    resources: list[tuple[str, str, str]] = field(default_factory=list)
    events: list[tuple[str, str, str]] = field(default_factory=list)


@contextmanager
def serve() -> Iterator[Cloud]:
    """An account with no stack yet."""
    cloud = Cloud()

    class Answers(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("")

        def do_PUT(self) -> None:
            self._answer(self._body())

        def do_POST(self) -> None:
            self._answer(self._body())

        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def _body(self) -> str:
            return self.rfile.read(int(self.headers.get("Content-Length") or 0)).decode()

        def _answer(self, body: str) -> None:
            status, text = respond(cloud, self.command, self.path, body)
            content = text.encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(content)))
            if status == 403 and text.startswith("{"):
                self.send_header("x-amzn-ErrorType", "AccessDeniedException")
            if status == 404 and text.startswith("{"):
                self.send_header("x-amzn-ErrorType", "ResourceNotFoundException")
            self.end_headers()
            self.wfile.write(content)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Answers)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    cloud.address = f"http://127.0.0.1:{server.server_port}"
    try:
        yield cloud
    finally:
        server.shutdown()
        server.server_close()


def respond(cloud: Cloud, method: str, path: str, body: str) -> tuple[int, str]:
    """The answer to one request of either service."""
    if path.startswith("/made/"):  # what a double of SAM says that it has done
        cloud.stacks[path.rpartition("/")[2]] = StackThere(**json.loads(body))
        return 200, ""
    if path == "/":
        words = {key: values[0] for key, values in parse_qs(body).items()}
        return _cloudformation(cloud, words)
    return _lambda(cloud, method, path, body)


def _lambda(cloud: Cloud, method: str, path: str, body: str) -> tuple[int, str]:
    if "account-settings" in path:
        cloud.calls.append("GetAccountSettings")
        if "GetAccountSettings" in cloud.denied:
            return 403, json.dumps({"Message": "no"})
        limit = {"ConcurrentExecutions": cloud.quota, "UnreservedConcurrentExecutions": cloud.free}
        return 200, json.dumps({"AccountLimit": limit, "AccountUsage": {}})
    function = path.split("/functions/")[1].split("/")[0]
    if method == "PUT":
        cloud.calls.append("UpdateAlias")
        cloud.aliases[function] = json.loads(body)["FunctionVersion"]
    if function not in cloud.aliases:
        return 404, json.dumps({"Message": "no such alias"})
    return 200, json.dumps({"Name": "live", "FunctionVersion": cloud.aliases[function]})


def _cloudformation(cloud: Cloud, words: dict[str, str]) -> tuple[int, str]:
    call, name = words["Action"], words.get("StackName", "")
    cloud.calls.append(call)
    if call in cloud.denied:
        return 403, _error("AccessDenied", "not yours")
    found = cloud.stacks.get(name)
    if call == "DeleteStack":
        cloud.stacks.pop(name, None)
        return 200, _result(call, "")
    if found is None:
        return 400, _error("ValidationError", f"Stack with id {name} does not exist")
    if call == "DescribeStacks":
        parameters = _members(
            "Parameters", [{"ParameterKey": k, "ParameterValue": v} for k, v in found.parameters.items()]
        )
        outputs = _members("Outputs", [{"OutputKey": k, "OutputValue": v} for k, v in found.outputs.items()])
        about = _tags({"StackName": name, "StackStatus": found.status, "CreationTime": "2026-01-01T00:00:00Z"})
        return 200, _result(call, f"<Stacks><member>{about}{parameters}{outputs}</member></Stacks>")
    if call == "DescribeStackEvents":
        events = [
            {
                **{"StackId": name, "EventId": str(at), "StackName": name, "Timestamp": "2026-01-01T00:00:00Z"},
                **{"LogicalResourceId": resource, "ResourceType": kind_of(resource, name)},
                **{"ResourceStatus": status, "ResourceStatusReason": reason},
            }
            for at, (resource, status, reason) in enumerate(found.events)
        ]
        return 200, _result(call, _members("StackEvents", events))
    resources = [
        {
            **{"LogicalResourceId": logical, "ResourceType": kind, "PhysicalResourceId": physical},
            **{"ResourceStatus": "CREATE_COMPLETE", "LastUpdatedTimestamp": "2026-01-01T00:00:00Z"},
        }
        for logical, kind, physical in found.resources
    ]
    return 200, _result(call, _members("StackResourceSummaries", resources))


def kind_of(resource: str, stack: str) -> str:
    """The type of what an event is about."""
    return "AWS::CloudFormation::Stack" if resource == stack else "AWS::Lambda::Function"


def _members(name: str, rows: list[dict[str, str]]) -> str:
    return f"<{name}>{''.join(f'<member>{_tags(row)}</member>' for row in rows)}</{name}>"


def _tags(row: dict[str, str]) -> str:
    return "".join(f"<{key}>{escape(value)}</{key}>" for key, value in row.items())


def _result(call: str, text: str) -> str:
    return f"<{call}Response><{call}Result>{text}</{call}Result></{call}Response>"


def _error(code: str, text: str) -> str:
    return f"<ErrorResponse><Error><Code>{code}</Code><Message>{escape(text)}</Message></Error></ErrorResponse>"
