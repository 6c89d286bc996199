"""The fields of a body or a query: what each must be, and Better Auth's words for what is wrong with it."""

import json
import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any, Literal

from auth.gate.redirects import is_safe_path
from auth.users.profile import LONGEST_IMAGE, LONGEST_NAME
from auth.users.text import is_address, is_web_address


@dataclass(frozen=True)
class Field:
    """One field. `email`: the text must be an address. `filled`: it must not be empty. `longest`: letters that it may
    have. `web`: it must be an http address, a path of this site, or empty. `options`: the texts that it may be."""

    name: str
    kind: Literal["string", "boolean"] = "string"
    required: bool = True
    email: bool = False
    filled: bool = False
    longest: int | None = None
    web: bool = False
    options: tuple[str, ...] = ()

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
        if self.longest and not found and len(value) > self.longest:
            found.append(f"[{path}] Too big: expected string to have <={self.longest} characters")
        if self.web and value and not found and not (is_web_address(value) or is_safe_path(value)):
            found.append(f"[{path}] Invalid URL")
        if self.options and not found and value not in self.options:
            found.append(f"[{path}] Invalid option: expected one of {'|'.join(map(json.dumps, self.options))}")
        return found

    def _is(self, path: str, received: str) -> str:
        return f"[{path}] Invalid input: expected {self.kind}, received {received}"


NAME = Field("name", longest=LONGEST_NAME)
IMAGE = Field("image", required=False, longest=LONGEST_IMAGE, web=True)


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
