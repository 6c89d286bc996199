"""Reads a SAM template into what the local stack runs."""

import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

import yaml

from host.services.queues import QueueUrl, queue_names, read_events, read_queues
from host.template.bundle import INTEGRATION_SECONDS, Authorizer, Bundle, Function, Route, Schedule
from host.template.cloudformation import UNKNOWN, Resolver, load


class TemplateError(Exception):
    """The template can't be run here; the message says where and why."""


def read(path: Path) -> Bundle:
    """What the template at `path` defines. Raises TemplateError."""
    try:
        document = load(path.read_text())
    except (OSError, yaml.YAMLError) as error:
        raise TemplateError(f"{path} can't be read: {error}") from error
    if not isinstance(document, dict) or not isinstance(document.get("Resources"), dict):
        raise TemplateError(f"{path} has no Resources.")
    try:
        return _Reader(path, document).bundle()
    except (KeyError, TypeError, ValueError, AttributeError) as error:
        raise TemplateError(f"{path} is not shaped as SAM expects: {type(error).__name__} {error}") from error


_LAYER = "AWS::Serverless::LayerVersion"


class _Layer(str):
    """The name of a layer of the template, where a Ref would give its ARN."""


class _Reader:
    def __init__(self, path: Path, document: dict[str, Any]) -> None:
        self._folder = path.resolve().parent
        ours: dict[str, str] = {name: QueueUrl(name) for name in queue_names(document["Resources"])}
        ours |= {name: _Layer(name) for name, it in document["Resources"].items() if it.get("Type") == _LAYER}
        resolver = Resolver(document, ours)
        self._raw = {name: it for name, it in document["Resources"].items() if resolver.makes(it)}
        self._resources: dict[str, Any] = resolver.resolve(self._raw)
        self._globals: dict[str, Any] = resolver.resolve(document.get("Globals") or {})
        self._raw_globals: dict[str, Any] = document.get("Globals") or {}

    def bundle(self) -> Bundle:
        functions = {name: self._function(name) for name in self._of_type("Function")}
        if sum(function.url for function in functions.values()) > 1:
            raise TemplateError("The local stack serves one function URL and the template has several.")
        authorizers: dict[str, Authorizer] = {}
        defaults: dict[str, str | None] = {}
        for name in self._of_type("HttpApi"):
            if "CorsConfiguration" in self._properties(name, "HttpApi"):
                raise TemplateError(f"{name} has a CorsConfiguration, which is not run here: answer CORS in code.")
            defaults[name] = self._auth(name).get("DefaultAuthorizer")
            authorizers |= {key: self._authorizer(name, key) for key in self._auth(name).get("Authorizers") or {}}
        routes = tuple(route for name in functions for route in self._routes(name, defaults))
        for route in routes:
            if route.authorizer and route.authorizer not in authorizers:
                raise TemplateError(f"{route.key} asks for the authorizer {route.authorizer}, which is not defined.")
        return Bundle(functions, routes, authorizers, read_queues(self._resources, self._raw))

    def _of_type(self, kind: str) -> Iterator[str]:
        return (name for name, it in self._resources.items() if it.get("Type") == f"AWS::Serverless::{kind}")

    def _properties(self, name: str, kind: str) -> dict[str, Any]:
        merged: dict[str, Any] = _merged(self._globals.get(kind) or {}, self._resources[name].get("Properties") or {})
        return merged

    def _function(self, name: str) -> Function:
        it = self._properties(name, "Function")
        for key in ("Handler", "CodeUri"):
            if not isinstance(it.get(key), str):
                raise TemplateError(f"{name} has no {key}.")
        _check_url(name, it.get("FunctionUrlConfig"))
        given = (it.get("Environment") or {}).get("Variables") or {}
        queues = {key: str(value) for key, value in given.items() if isinstance(value, QueueUrl)}
        known = {key: str(value) for key, value in given.items() if value is not UNKNOWN and key not in queues}
        reserved = it.get("ReservedConcurrentExecutions")
        return Function(
            name,
            it["Handler"],
            self._folder / it["CodeUri"],
            tuple(self._layers(name)),
            runtime=str(it.get("Runtime", "python3.13")),
            timeout=float(it.get("Timeout", 3)),
            memory=int(it.get("MemorySize", 128)),
            reserved=None if reserved in (None, UNKNOWN) else int(str(reserved)),
            url="FunctionUrlConfig" in it,
            variables=known,
            declared=frozenset(given),
            json_logs=(it.get("LoggingConfig") or {}).get("LogFormat") == "JSON",
            schedules=tuple(self._schedules(name)),
            queue_events=read_events(it, self._raw[name]["Properties"]),
            queue_variables=queues,
        )

    def _layers(self, name: str) -> Iterator[Path]:
        everywhere = (self._globals.get("Function") or {}).get("Layers") or []
        own = (self._resources[name].get("Properties") or {}).get("Layers") or []
        for layer in [*everywhere, *own]:
            if not isinstance(layer, _Layer):
                raise TemplateError(f"{name} has a layer that is not in this template; it can't be run here: {layer}.")
            yield self._folder / self._resources[layer]["Properties"]["ContentUri"]

    def _events(self, name: str, *kinds: str) -> Iterator[tuple[str, str, dict[str, Any]]]:
        for key, event in (self._resources[name].get("Properties", {}).get("Events") or {}).items():
            if event.get("Type") in kinds:
                yield key, event["Type"], event.get("Properties") or {}

    def _schedules(self, name: str) -> Iterator[Schedule]:
        for key, kind, it in self._events(name, "Schedule", "ScheduleV2"):
            expression = it.get("Schedule") or it.get("ScheduleExpression")
            enabled = it.get("Enabled", True) is not False and it.get("State", "ENABLED") != "DISABLED"
            if enabled and isinstance(expression, str):
                yield Schedule(f"{name}{key}", expression, it.get("Input"), kind == "ScheduleV2")

    def _routes(self, name: str, defaults: Mapping[str, str | None]) -> Iterator[Route]:
        for key, _, it in self._events(name, "HttpApi"):
            if it.get("PayloadFormatVersion", "2.0") != "2.0":
                raise TemplateError(f"{name} {key}: only PayloadFormatVersion 2.0 is run here.")
            method, path = str(it.get("Method", "ANY")).upper(), it.get("Path")
            method = "ANY" if method in {"*", "X-AMAZON-APIGATEWAY-ANY-METHOD"} else method
            raw = self._raw[name]["Properties"]["Events"][key].get("Properties") or {}
            api = (raw.get("ApiId") or {}).get("Ref") or next(iter(defaults), "")
            wanted = (it.get("Auth") or {}).get("Authorizer", defaults.get(api))
            seconds = min(float(it.get("TimeoutInMillis", 30_000)) / 1000, INTEGRATION_SECONDS)
            route_key = f"{method} {path}" if path and path != "$default" else "$default"
            yield Route(route_key, name, None if wanted == "NONE" else wanted, seconds)

    def _auth(self, api: str) -> dict[str, Any]:
        return self._properties(api, "HttpApi").get("Auth") or {}

    def _authorizer(self, api: str, name: str) -> Authorizer:
        it = self._auth(api)["Authorizers"][name]
        if str(it.get("AuthorizerPayloadFormatVersion")) != "2.0" or it.get("EnableSimpleResponses") is not True:
            raise TemplateError(f"The authorizer {name}: only payload 2.0 with simple responses is run here.")
        raw = _merged((self._raw_globals.get("HttpApi") or {}), self._raw[api].get("Properties") or {})
        words = re.findall(r"\w+", str(raw["Auth"]["Authorizers"][name].get("FunctionArn")))
        function = next((word for word in words if word in set(self._of_type("Function"))), None)
        if function is None:
            raise TemplateError(f"The authorizer {name} has a FunctionArn outside this template.")
        identity = it.get("Identity") or {}
        if identity.get("StageVariables"):
            raise TemplateError(f"The authorizer {name}: stage variables are no identity sources here.")
        sources = [f"$request.header.{header.lower()}" for header in identity.get("Headers") or []]
        sources += [f"$request.querystring.{key}" for key in identity.get("QueryStrings") or []]
        sources += [f"$context.{key}" for key in identity.get("Context") or []]
        return Authorizer(name, function, tuple(sources), float(identity.get("ReauthorizeEvery") or 0))


def _check_url(name: str, url: Any) -> None:
    if url is None:
        return
    if url.get("AuthType") != "NONE" or url.get("InvokeMode", "BUFFERED") != "BUFFERED":
        raise TemplateError(f"{name}: only function URLs of AuthType NONE and InvokeMode BUFFERED are run here.")
    if "Cors" in url:
        raise TemplateError(f"{name} has a function URL with Cors, which is not run here: answer CORS in code.")


def _merged(base: Any, over: Any) -> Any:
    """Globals under a resource's own properties, as SAM merges them: mappings key by key, lists one after the other."""
    if isinstance(base, dict) and isinstance(over, dict):
        return {**base, **over} | {key: _merged(base[key], over[key]) for key in base.keys() & over.keys()}
    if isinstance(base, list) and isinstance(over, list):
        return base + over
    return over
