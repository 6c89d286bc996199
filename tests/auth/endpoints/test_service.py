"""GET /error sends the browser to the front page with what went wrong."""

import pytest

from tests.auth.browser import Browser


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("query", "target"),
    [
        ("error=some_code", "/?error=some_code"),
        ("error=it's-A_9", "/?error=it%27s-A_9"),
        ("", "/?error=UNKNOWN"),
        ("error=", "/?error=UNKNOWN"),
        ("error=%3Cscript%3Ealert(1)%3C/script%3E", "/?error=UNKNOWN"),
        ("error=a%0A", "/?error=UNKNOWN"),
        (
            "error=x&error_description=%3Cb%3E+%C3%A9%0D%0ASet-Cookie:a",
            "/?error=x&error_description=%3Cb%3E+%C3%A9%0D%0ASet-Cookie%3Aa",
        ),
    ],
)
def test_a_code_is_passed_on_and_what_could_be_markup_is_not(query: str, target: str) -> None:
    reply = Browser().get("/error", query=query)
    assert (reply.status, reply.text, reply.headers["location"], reply.set_cookies) == (302, "", target, [])
