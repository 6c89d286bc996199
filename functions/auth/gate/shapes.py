"""Fields of a body that are no single text: lists, objects, records; and Better Auth's words for what is wrong."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from auth.gate.fields import Field, type_name


@dataclass(frozen=True)
class AnyText(Field):
    """A text of which Better Auth says no more than that something else is wrong."""

    def problems(self, values: Mapping[str, Any], place: str = "body") -> list[str]:
        """See Field."""
        return [] if isinstance(values.get(self.name), str) else [f"[{place}.{self.name}] Invalid input"]


@dataclass(frozen=True)
class Texts(Field):
    """A list of texts."""

    def problems(self, values: Mapping[str, Any], place: str = "body") -> list[str]:
        """See Field."""
        return _wrong(self, values, place, list, "array") or _parts(_numbered(values.get(self.name, ())), self, place)


@dataclass(frozen=True)
class Record(Field):
    """An object with any names in it; of texts only, and without the `reserved` names, where that is said."""

    texts: bool = False
    reserved: Sequence[str] = ()

    def problems(self, values: Mapping[str, Any], place: str = "body") -> list[str]:
        """See Field."""
        value = values.get(self.name, {})
        if found := _wrong(self, values, place, dict, "record"):
            return found
        if found := _parts(value, self, place) if self.texts else []:
            return found
        if set(self.reserved) & value.keys():
            words = f"{self.name} cannot include reserved OAuth parameters: {', '.join(self.reserved)}"
            return [f"[{place}.{self.name}] {words}"]
        return []


@dataclass(frozen=True)
class Nested(Field):
    """An object with fields of its own."""

    fields: tuple[Field, ...] = ()

    def problems(self, values: Mapping[str, Any], place: str = "body") -> list[str]:
        """See Field."""
        if (found := _wrong(self, values, place, dict, "object")) or self.name not in values:
            return found
        inner = values[self.name]
        return [problem for field in self.fields for problem in field.problems(inner, f"{place}.{self.name}")]


def _wrong(field: Field, values: Mapping[str, Any], place: str, kind: type, word: str) -> list[str]:
    """What is wrong with the whole."""
    missing = field.name not in values
    if (missing and not field.required) or isinstance(values.get(field.name), kind):
        return []
    received = "undefined" if missing else type_name(values[field.name])
    return [f"[{place}.{field.name}] Invalid input: expected {word}, received {received}"]


def _parts(value: Mapping[str, Any], field: Field, place: str) -> list[str]:
    """What is wrong with parts that should be texts."""
    return [problem for name in value for problem in Field(name).problems(value, f"{place}.{field.name}")]


def _numbered(value: Sequence[Any]) -> dict[str, Any]:
    return {str(number): each for number, each in enumerate(value)}
