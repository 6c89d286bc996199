"""Rules of the documentation as it is served: every page of it as Markdown, and nothing beside it."""

from pathlib import Path

import pytest

from tests.web.visitor import ask

DOCS = Path(__file__).parents[2] / "docs"


@pytest.mark.parametrize("page", sorted(path.name for path in DOCS.glob("*.md")))
def test_a_page_is_served_as_it_is_written(page: str) -> None:
    reply = ask(f"/docs/{page}")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/markdown; charset=utf-8")
    assert reply.text == (DOCS / page).read_text(encoding="utf-8")


def test_the_list_for_assistants_names_pages_that_are_there() -> None:
    reply = ask("/llms.txt")
    assert (reply.status, reply.headers["content-type"]) == (200, "text/plain; charset=utf-8")
    assert "(/docs/mcp.md)" in reply.text
    for named in reply.text.split("(/docs/")[1:]:
        assert (DOCS / named.partition(")")[0]).is_file(), named


@pytest.mark.parametrize(
    "path", ["/docs/", "/docs/nothing.md", "/docs/../README.md", "/docs/openapi.json", "/docs/decisions/serving/mcp.md"]
)
def test_nothing_else_is_to_be_had_there(path: str) -> None:
    assert ask(path).status == 404
