"""The addresses of a file of routes, until the application takes them.

FastAPI's own APIRouter makes each route twice, with all its models: when it is named, and when it is included.
"""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from fastapi import FastAPI

_PREFIX = "/api"

E = TypeVar("E", bound=Callable[..., Any])


class Room:
    """Names addresses as FastAPI does; `said` is what it takes for a route."""

    def __init__(self, **said: Any) -> None:
        self._said = said
        self._routes: list[tuple[str, Callable[..., Any], dict[str, Any]]] = []

    def get(self, path: str, **said: Any) -> Callable[[E], E]:
        """A route that only looks."""
        return self._named("GET", path, said)

    def post(self, path: str, **said: Any) -> Callable[[E], E]:
        """A route that makes something, or asks a long question."""
        return self._named("POST", path, said)

    def put(self, path: str, **said: Any) -> Callable[[E], E]:
        """A route that puts something in a thing's place."""
        return self._named("PUT", path, said)

    def patch(self, path: str, **said: Any) -> Callable[[E], E]:
        """A route that changes a thing."""
        return self._named("PATCH", path, said)

    def delete(self, path: str, **said: Any) -> Callable[[E], E]:
        """A route that forgets a thing."""
        return self._named("DELETE", path, said)

    def include(self, other: "Room") -> None:
        """Take the routes of another room, which come before those that are named from now on."""
        self._routes += other._routes

    def move_into(self, app: FastAPI, tags: Sequence[str], dependencies: Sequence[Any], prefix: str = _PREFIX) -> None:
        """Make the routes, in their order; `dependencies` hold for each."""
        for path, endpoint, said in self._routes:
            app.add_api_route(prefix + path, endpoint, tags=[*tags], dependencies=dependencies, **said)

    def _named(self, method: str, path: str, said: dict[str, Any]) -> Callable[[E], E]:
        def name(endpoint: E) -> E:
            self._routes.append((path, endpoint, {**self._said, **said, "methods": [method]}))
            return endpoint

        return name
