"""Chooses the route of a request as an HTTP API does.

https://docs.aws.amazon.com/apigateway/latest/developerguide/http-api-develop-routes.html: an exact path before a path
variable before a greedy one, a method before ANY, `$default` for what nothing else takes.
"""

from collections.abc import Iterable
from dataclasses import dataclass

from host.template.bundle import Route

_EXACT, _VARIABLE, _GREEDY = range(3)


@dataclass(frozen=True)
class Match:
    """The route of a request and what its path variables hold."""

    route: Route
    parameters: dict[str, str]


class Routes:
    """The routing table of one HTTP API."""

    def __init__(self, routes: Iterable[Route]) -> None:
        table = [_Entry(route) for route in routes if route.key != "$default"]
        self._table = sorted(table, key=lambda entry: entry.rank)
        self._default = next((route for route in routes if route.key == "$default"), None)

    def find(self, method: str, path: str) -> Match | None:
        """The route for a method and a (decoded) path; None means 404."""
        segments = path.split("/")[1:]
        for entry in self._table:
            if entry.method in {"ANY", method}:
                parameters = entry.match(segments)
                if parameters is not None:
                    return Match(entry.route, parameters)
        return Match(self._default, {}) if self._default else None


class _Entry:
    def __init__(self, route: Route) -> None:
        self.route = route
        self.method, _, path = route.key.partition(" ")
        self._pattern = path.split("/")[1:]
        # segment by segment, so that /a/{b}/c goes before /a/{b}/{c} and both before /a/{rest+}
        self.rank = ([_kind(segment) for segment in self._pattern], -len(self._pattern), self.method == "ANY")

    def match(self, segments: list[str]) -> dict[str, str] | None:
        parameters: dict[str, str] = {}
        for index, pattern in enumerate(self._pattern):
            kind = _kind(pattern)
            if kind == _GREEDY:
                rest = "/".join(segments[index:])
                return {**parameters, pattern[1:-2]: rest} if rest else None
            if index >= len(segments):
                return None
            if kind == _VARIABLE:
                if not segments[index]:
                    return None
                parameters[pattern[1:-1]] = segments[index]
            elif pattern != segments[index]:
                return None
        return parameters if len(segments) == len(self._pattern) else None


def _kind(pattern: str) -> int:
    if not (pattern.startswith("{") and pattern.endswith("}")):
        return _EXACT
    return _GREEDY if pattern.endswith("+}") else _VARIABLE
