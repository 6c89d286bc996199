"""Letters say in plain text and in HTML what to do, and nothing that a stranger could put into their mouth."""

from html.parser import HTMLParser

import pytest

from tests.auth.browser import ORIGIN, Browser
from tests.doubles.inbox import Inbox


class Links(HTMLParser):
    """The addresses that a page leads to."""

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found |= {str(value) for name, value in attrs if name in ("href", "src")}


def test_text_and_html_have_the_same_link_and_no_other(browser: Browser, inbox: Inbox) -> None:
    browser.sign_up()
    browser.post("/request-password-reset", {"email": "ann@example.com", "redirectTo": "/a?b=1&c=\"'<>"})
    letter = inbox.only()
    assert letter.link.startswith(f"{ORIGIN}/api/auth/reset-password/")
    assert Links(letter.html).found == {letter.link}


def test_a_letter_says_where_it_comes_from_and_what_to_do_with_it(browser: Browser, inbox: Inbox) -> None:
    browser.sign_up()
    browser.post("/request-password-reset", {"email": "ann@example.com"})
    letter = inbox.only()
    assert letter.subject == "Reset your password"
    for body in (letter.text, letter.html):
        assert ORIGIN in body
        assert "works once, for one hour" in body
        assert "If it was not you" in body


@pytest.mark.parametrize("name", ["Visit https://evil.example now", "<b>bold</b>", "Ann\r\nBcc: bob@example.com"])
def test_nobody_is_written_what_another_user_chose(browser: Browser, inbox: Inbox, name: str) -> None:
    browser.sign_up(name=name)
    browser.post("/send-verification-email", {"email": "ann@example.com"})
    letter = inbox.only()
    assert not any(name in part for part in (letter.subject, letter.text, letter.html))
