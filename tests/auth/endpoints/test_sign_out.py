"""POST /sign-out ends this browser's session and no other."""

import psycopg
from psycopg.rows import DictRow

from tests.auth.browser import DATA, DEVICE, FORGET, TOKEN, Browser

Direct = psycopg.Connection[DictRow]
CLEARED = [f"{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax" for name in (TOKEN, DATA, FORGET)]


def test_the_session_is_gone_at_once_and_others_stay(browser: Browser) -> None:
    browser.sign_up()
    other, before = Browser(), Browser(dict(browser.jar))
    other.sign_in()
    reply = browser.post("/sign-out", {})
    assert (reply.status, reply.json, reply.set_cookies) == (200, {"success": True}, CLEARED)
    assert list(browser.jar) == [DEVICE]
    assert before.session() is None
    assert other.session() is not None


def test_it_takes_one_statement_and_one_to_take_it_down(browser: Browser, statements: list[str]) -> None:
    browser.sign_up()
    del statements[:]
    browser.post("/sign-out", {})
    assert statements == ["delete_session", "note_activity"]


def test_without_a_session_it_is_a_success_too_and_asks_no_database(browser: Browser, statements: list[str]) -> None:
    for jar in ({}, {TOKEN: "garbage"}, {TOKEN: "token.unsigned"}):
        reply = Browser(dict(jar)).post("/sign-out", {})
        assert (reply.status, reply.json, reply.set_cookies) == (200, {"success": True}, CLEARED)
    assert statements == []


def test_no_body_at_all_is_fine(browser: Browser) -> None:
    assert browser.post("/sign-out").json == {"success": True}


def test_pieces_of_a_cookie_cache_are_cleared_too(browser: Browser) -> None:
    browser.jar |= {f"{DATA}.0": "q", f"{DATA}.12": "", f"{DATA}.x": "1", f"{DATA}z": "1", f"{DATA}.00": "1"}
    names = [line.partition("=")[0] for line in browser.post("/sign-out", {}).set_cookies]
    assert names == [TOKEN, DATA, f"{DATA}.0", f"{DATA}.12", FORGET]


def test_get_does_not_sign_out(browser: Browser) -> None:
    browser.sign_up()
    assert browser.get("/sign-out").status == 404
    assert browser.session() is not None
