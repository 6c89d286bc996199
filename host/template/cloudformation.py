"""Reads CloudFormation YAML: the short tags, and the intrinsic functions as far as a machine without AWS can tell."""

import re
from collections.abc import Mapping
from typing import Any

import yaml


class Unknown:
    """A value that exists only in AWS, such as the address of a resource."""

    def __repr__(self) -> str:
        return "<known in AWS only>"

    def __bool__(self) -> bool:
        return False


UNKNOWN = Unknown()
PSEUDO_PARAMETERS = {
    "AWS::Region": "us-east-1",
    "AWS::AccountId": "123456789012",
    "AWS::Partition": "aws",
    "AWS::URLSuffix": "amazonaws.com",
    "AWS::StackName": "spoor-local",
}
_ABSENT = object()


class _Loader(yaml.SafeLoader):
    """YAML with `!Ref x` read as `{"Ref": x}` and `!Name x` as `{"Fn::Name": x}`."""


def _short_tag(loader: yaml.SafeLoader, suffix: str, node: yaml.Node) -> dict[str, Any]:
    if isinstance(node, yaml.ScalarNode):
        value: Any = loader.construct_scalar(node)
    elif isinstance(node, yaml.SequenceNode):
        value = loader.construct_sequence(node, deep=True)
    else:
        assert isinstance(node, yaml.MappingNode)  # noqa: S101 - YAML has these three kinds of node
        value = loader.construct_mapping(node, deep=True)
    if suffix == "GetAtt" and isinstance(value, str):
        value = value.split(".", 1)
    return {suffix if suffix in {"Ref", "Condition"} else f"Fn::{suffix}": value}


_Loader.add_multi_constructor("!", _short_tag)


def load(text: str) -> Any:
    """The document with its short tags spelt out. Raises yaml.YAMLError."""
    return yaml.load(text, _Loader)  # noqa: S506 - a SafeLoader with data-only tags


class Resolver:
    """Works out intrinsic functions over the defaults of a template's parameters.

    `known` is what a `Ref` to a resource gives, where somebody here can tell. What cannot be told becomes UNKNOWN;
    `AWS::NoValue` removes its property or list item.
    """

    def __init__(self, template: Mapping[str, Any], known: Mapping[str, Any] | None = None) -> None:
        parameters = template.get("Parameters") or {}
        self._values = {name: p["Default"] for name, p in parameters.items() if "Default" in p} | dict(known or {})
        self._conditions = template.get("Conditions") or {}

    def resolve(self, value: Any) -> Any:
        """`value` with every intrinsic function in it worked out."""
        resolved = self._resolve(value)
        return None if resolved is _ABSENT else resolved

    def makes(self, resource: Mapping[str, Any]) -> bool:
        """Whether a resource's condition lets it be; one that nobody here can tell does."""
        return "Condition" not in resource or self._holds({"Condition": resource["Condition"]}) is not False

    def _resolve(self, value: Any) -> Any:
        if isinstance(value, dict):
            if len(value) == 1:
                [(name, argument)] = value.items()
                if name == "Ref" or name.startswith("Fn::"):
                    return self._intrinsic(name, argument)
            return {key: found for key, item in value.items() if (found := self._resolve(item)) is not _ABSENT}
        if isinstance(value, list):
            return [found for item in value if (found := self._resolve(item)) is not _ABSENT]
        return value

    def _intrinsic(self, name: str, argument: Any) -> Any:
        match name:
            case "Ref":
                return _ABSENT if argument == "AWS::NoValue" else self._named(argument)
            case "Fn::If":
                condition, yes, no = argument
                holds = self._holds({"Condition": condition})
                return UNKNOWN if holds is None else self._resolve(yes if holds else no)
            case "Fn::Sub":
                return self._substitute(argument)
            case "Fn::Join":
                separator, items = self._resolve(argument)
                return UNKNOWN if UNKNOWN in items else str(separator).join(map(str, items))
            case "Fn::Split":
                separator, text = self._resolve(argument)
                return UNKNOWN if text is UNKNOWN else str(text).split(separator)
            case "Fn::Select":
                index, items = self._resolve(argument)
                return items[int(index)] if isinstance(items, list) and int(index) < len(items) else UNKNOWN
        return UNKNOWN

    def _named(self, name: str) -> Any:
        return self._values.get(name, PSEUDO_PARAMETERS.get(name, UNKNOWN))

    def _substitute(self, argument: Any) -> Any:
        text, own = (argument[0], self._resolve(argument[1])) if isinstance(argument, list) else (argument, {})
        names = set(re.findall(r"\$\{([^!}]+)\}", text))
        values = {name: own.get(name, self._named(name)) for name in names}
        if UNKNOWN in values.values():
            return UNKNOWN
        text = re.sub(r"\$\{([^!}]+)\}", lambda match: str(values[match[1]]), text)
        return text.replace("${!", "${")

    def _holds(self, condition: Any) -> bool | None:
        """Whether a condition holds; None where nobody here can tell."""
        [(name, argument)] = condition.items()
        if name == "Condition":
            return self._holds(self._conditions[argument])
        if name == "Fn::Equals":
            left, right = self._resolve(argument)
            return None if UNKNOWN in (left, right) else _text(left) == _text(right)
        parts: list[bool | None] = [self._holds(part) for part in argument]
        if name == "Fn::Not":
            return None if parts[0] is None else not parts[0]
        decisive: bool = name == "Fn::Or"
        if decisive in parts:
            return decisive
        return None if None in parts else not decisive


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)
