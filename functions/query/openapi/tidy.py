"""Puts what FastAPI says of the routes into the words that the API speaks: camelCase, and nothing said twice."""

import re
from typing import Any

from pydantic.alias_generators import to_camel

_JSON = "application/json"
_NAME_IN_TEXT = re.compile(r"`([a-z]+(?:_[a-z]+)+)`")
_ADDRESS_IN_TEXT = re.compile(r"^`[A-Z]+ [^`]+`(: |; |\.$)")
_IN_PATH = re.compile(r"{([a-z_]+)}")


def tidy(made: dict[str, Any]) -> None:
    """Tidy a document in place."""
    made["components"]["schemas"] = {
        name: tidy_schema(schema)
        for name, schema in made["components"]["schemas"].items()
        if name not in {"HTTPValidationError", "ValidationError"}
    }
    for ways in made["paths"].values():
        for operation in ways.values():
            _tidy_operation(operation)


def camel_path(path: str) -> str:
    """A path with its variables in camelCase."""
    return _IN_PATH.sub(lambda found: f"{{{to_camel(found[1])}}}", path)


def tidy_schema(schema: Any) -> Any:
    """Names as they go out, text without Python's words, no titles that only repeat a name. Changes it in place."""
    if isinstance(schema, list):
        for each in schema:
            tidy_schema(each)
    if not isinstance(schema, dict):
        return schema
    if isinstance(schema.get("title"), str):
        del schema["title"]
    if isinstance(schema.get("description"), str):
        schema["description"] = _said(schema["description"])
    if isinstance(schema.get("properties"), dict):
        schema["properties"] = {to_camel(name): tidy_schema(each) for name, each in schema["properties"].items()}
        if required := [to_camel(name) for name in schema.pop("required", [])]:
            schema["required"] = required
    for key in ("maximum", "minimum"):
        if isinstance(schema.get(key), float) and schema[key].is_integer() and abs(schema[key]) < 2**53:
            schema[key] = int(schema[key])
    for key in ("items", "anyOf", "oneOf", "additionalProperties"):
        tidy_schema(schema.get(key))
    return schema


def _said(text: str) -> str:
    """A docstring as a sentence for somebody who knows no Python."""
    text = _ADDRESS_IN_TEXT.sub("", " ".join(text.split())).replace("None", "null")
    text = _NAME_IN_TEXT.sub(lambda found: f"`{to_camel(found[1])}`", text)
    return text[:1].upper() + text[1:]


def _tidy_operation(operation: dict[str, Any]) -> None:
    name = operation["operationId"].partition("_api_")[0]
    operation["operationId"] = to_camel(name)
    operation["summary"] = name.replace("_", " ").capitalize()
    operation["description"] = _said(operation["description"])
    operation["parameters"] = [_tidy_parameter(each) for each in operation.get("parameters", []) if _is_said(each)]
    operation["responses"] = {
        status: _tidy_answer(answer) if status != "204" else {"description": "Done."}
        for status, answer in operation["responses"].items()
        if status.startswith("2")
    }
    for media in operation.get("requestBody", {}).get("content", {}).values():
        tidy_schema(media["schema"])


def _is_said(parameter: dict[str, Any]) -> bool:
    """Content is negotiated by what the answers list, not by parameters: so OpenAPI would have it."""
    return not (parameter["in"] == "header" and parameter["name"].startswith("accept"))


def _tidy_parameter(parameter: dict[str, Any]) -> dict[str, Any]:
    parameter["name"] = to_camel(parameter["name"])
    schema = tidy_schema(parameter["schema"])
    if "anyOf" in schema:  # what is not said is not null: a query string has no such word
        schema |= schema.pop("anyOf")[0]
    if about := schema.pop("description", None):
        parameter["description"] = about
    return parameter


def _tidy_answer(answer: dict[str, Any]) -> dict[str, Any]:
    content = {kind.partition(";")[0]: media for kind, media in answer.get("content", {}).items()}
    for media in content.values():
        tidy_schema(media.get("schema"))
    return {**answer, "content": content} if content else answer
