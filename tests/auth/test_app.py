"""Whatever is not in the contract does not exist, and no fault says more than that there was one."""

from io import StringIO

import psycopg
import pytest
from psycopg.rows import DictRow

from auth import app
from auth.gate.table import EndpointTable
from spoor import database as layer
from tests.auth.browser import PRIVATE, TOKEN, Browser, call, event
from tests.conftest import forget_settings

Direct = psycopg.Connection[DictRow]


def test_the_function_says_that_it_is_there(browser: Browser) -> None:
    reply = browser.get("/ok")
    assert (reply.status, reply.json, reply.set_cookies) == (200, {"ok": True}, [])
    assert reply.headers == {"content-type": "application/json", **PRIVATE}


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize(
    ("method", "path"),
    [
        ("GET", "/no-such-route"),
        ("POST", "/no-such-route"),
        ("POST", "/set-password"),
        ("GET", "/sign-up/email"),
        ("PUT", "/sign-in/email"),
        ("OPTIONS", "/sign-in/email"),
        ("HEAD", "/get-session"),
        ("PROPFIND", "/get-session"),
        ("GET", "/get-session/"),
        ("GET", "//get-session"),
        ("GET", "/get%2Dsession"),
        ("GET", "/GET-SESSION"),
        ("GET", ""),
        ("GET", "/"),
    ],
)
def test_what_is_not_there_is_404_without_a_word(method: str, path: str) -> None:
    reply = call(event(method, path, headers={"content-type": "text/plain"}, cookies=["a=b"], body="{"))
    assert (reply.status, reply.text, reply.headers, reply.set_cookies) == (404, "", PRIVATE, [])


@pytest.mark.usefixtures("settings")
def test_a_path_outside_our_own_is_404_too() -> None:
    assert call(event("GET", "/get-session") | {"rawPath": "/get-session"}).status == 404


def test_several_cookies_leave_one_by_one(browser: Browser) -> None:
    answer = app.handler(event("POST", "/sign-out"), None)
    assert len(answer["cookies"]) == 3
    assert "set-cookie" not in answer["headers"]


def test_a_database_that_is_away_is_503_and_worth_another_try(browser: Browser) -> None:
    browser.sign_up()
    layer.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/query")
        forget_settings()
        replies = [browser.get("/get-session"), browser.sign_in(), browser.sign_up("new@example.com")]
        replies.append(browser.post("/sign-out", {}))
    forget_settings()
    for reply in replies:
        assert reply.code == (503, "DATABASE_UNAVAILABLE")
        assert int(reply.headers["retry-after"]) > 0
        assert not reply.set_cookies
    assert TOKEN in browser.jar
    assert browser.session() is not None


def test_an_unexpected_fault_is_500_without_a_word_and_its_text_stays_out_of_the_log(
    browser: Browser, monkeypatch: pytest.MonkeyPatch, log: StringIO
) -> None:
    def fall_over(*_: object) -> None:
        raise RuntimeError("the password was hunter2")

    monkeypatch.setattr(EndpointTable, "find", fall_over)
    reply = browser.get("/get-session")
    assert (reply.status, reply.text, reply.headers) == (500, "", PRIVATE)
    logged = log.getvalue()
    assert "RuntimeError" in logged
    assert "hunter2" not in logged


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("path", ["/ok", "/get-session"])
@pytest.mark.parametrize("odd", [{"requestContext": {"http": {}}}, {"requestContext": None}, {"rawPath": None}])
def test_an_event_that_cannot_be_read_is_500_without_a_word(path: str, odd: dict[str, object]) -> None:
    reply = call(event("GET", path) | odd)
    assert (reply.status, reply.text) == (500, "")


@pytest.mark.usefixtures("settings")
@pytest.mark.parametrize("odd", [{"headers": {"x": "\ud800"}}, {"body": "a", "isBase64Encoded": True}])
def test_what_the_adapter_gives_up_on_is_500_without_a_word(odd: dict[str, object]) -> None:
    reply = call(event("GET", "/ok") | odd)
    assert (reply.status, reply.text) == (500, "")


def test_no_log_line_holds_a_password_a_token_or_a_hash(browser: Browser, database: Direct, log: StringIO) -> None:
    token = browser.sign_up(password="a very secret password").json["token"]
    browser.sign_in(password="a very secret password")
    browser.sign_in(password="another secret password")
    database.execute("ALTER TABLE public.session RENAME COLUMN user_agent TO gone")
    try:
        assert browser.get("/get-session").status == 500
        assert browser.sign_up("b@example.com", password="a very secret password").status == 500
    finally:
        database.execute("ALTER TABLE public.session RENAME COLUMN gone TO user_agent")
    account = database.execute("SELECT password FROM public.account").fetchone()
    assert account
    logged = log.getvalue()
    assert "UndefinedColumn" in logged
    for secret in (
        "secret password",
        token,
        browser.jar[TOKEN].partition(".")[2],
        account["password"].partition(":")[2],
    ):
        assert secret not in logged
