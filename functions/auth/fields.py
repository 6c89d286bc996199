"""The fields of a body or a query: what each must be, and Better Auth's words for what is wrong with it."""

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auth.email_address import is_address


@dataclass(frozen=True)
class Field:
    """One field. `email`: the text must be an address. `filled`: it must not be empty."""

    name: str
    kind: Literal["string", "boolean"] = "string"
    required: bool = True
    email: bool = False
    filled: bool = False

    def problems(self, values: Mapping[str, Any], place: str = "body") -> list[str]:
        """What is wrong with this field in `values`; `place` is where they were sent, `body` or `query`."""
        path = f"{place}.{self.name}"
        if self.name not in values:
            return [self._is(path, "undefined")] if self.required else []
        value = values[self.name]
        found = [] if isinstance(value, str if self.kind == "string" else bool) else [self._is(path, type_name(value))]
        if self.filled and value in ("", []):
            kind, unit = ("string", "characters") if value == "" else ("array", "items")
            found.append(f"[{path}] Too small: expected {kind} to have >=1 {unit}")
        if self.email and not found and not is_address(value):
            found.append(f"[{path}] Invalid email address")
        return found

    def _is(self, path: str, received: str) -> str:
        return f"[{path}] Invalid input: expected {self.kind}, received {received}"


def type_name(value: Any) -> str:
    """What JavaScript would call the type of a JSON value."""
    match value:
        case None:
            return "null"
        case bool():
            return "boolean"
        case str():
            return "string"
        case list():
            return "array"
        case dict():
            return "object"
        case float() if math.isinf(value):  # 1e999 in JSON
            return "Infinity" if value > 0 else "-Infinity"
        case _:
            return "number"
