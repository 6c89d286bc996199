"""Which route a request takes."""

import pytest

from host.gateway.routes import Routes
from host.template.bundle import Route

KEYS = [
    "$default",
    "ANY /{proxy+}",
    "GET /pets/{proxy+}",
    "ANY /pets/{id}",
    "GET /pets/{id}",
    "GET /pets/dog",
    "POST /pets/dog/{trick}",
    "ANY /pets/{id}/toys",
    "GET /pets/{id}/{thing}",
]


@pytest.mark.parametrize(
    ("method", "path", "key", "parameters"),
    [
        ("GET", "/pets/dog", "GET /pets/dog", {}),
        ("GET", "/pets/cat", "GET /pets/{id}", {"id": "cat"}),
        ("PUT", "/pets/cat", "ANY /pets/{id}", {"id": "cat"}),
        ("PUT", "/pets/dog", "ANY /pets/{id}", {"id": "dog"}),
        ("GET", "/pets/a/b/c", "GET /pets/{proxy+}", {"proxy": "a/b/c"}),
        ("POST", "/pets/a/b/c", "ANY /{proxy+}", {"proxy": "pets/a/b/c"}),
        ("POST", "/pets/dog/sit", "POST /pets/dog/{trick}", {"trick": "sit"}),
        ("GET", "/pets/dog/toys", "ANY /pets/{id}/toys", {"id": "dog"}),
        ("GET", "/pets/dog/sit", "GET /pets/{id}/{thing}", {"id": "dog", "thing": "sit"}),
        ("GET", "/pets", "ANY /{proxy+}", {"proxy": "pets"}),
        ("GET", "/pets/", "ANY /{proxy+}", {"proxy": "pets/"}),
        ("GET", "/PETS/dog", "ANY /{proxy+}", {"proxy": "PETS/dog"}),
        ("GET", "/", "$default", {}),
    ],
)
def test_exact_before_variable_before_greedy_and_a_method_before_any(
    method: str, path: str, key: str, parameters: dict[str, str]
) -> None:
    match = Routes([Route(each, "f") for each in KEYS]).find(method, path)
    assert match is not None
    assert (match.route.key, match.parameters) == (key, parameters)


def test_without_a_default_route_the_rest_is_nobodys() -> None:
    routes = Routes([Route("GET /a", "f"), Route("POST /b/{c+}", "f")])
    assert routes.find("POST", "/a") is None
    assert routes.find("GET", "/a/") is None
    assert routes.find("POST", "/b") is None
