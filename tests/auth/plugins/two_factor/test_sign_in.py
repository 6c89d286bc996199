"""Between the password and the session: who has a second factor is asked for it, in every way of signing in."""

from collections.abc import Callable
from typing import Final

from auth.features import Feature
from tests.auth.browser import DEVICE, FORGET, PASSWORD, TOKEN, Browser
from tests.auth.plugins.two_factor.conftest import Ann, turn_on
from tests.doubles.inbox import Inbox
from tests.people import Direct
from tests.tables import every_row

ASKED = {"twoFactorRedirect": True, "twoFactorMethods": ["totp"]}
TWO, TRUST = "better-auth.two_factor", "better-auth.trust_device"


def asked(*, remember: bool = True, jar: dict[str, str] | None = None) -> Browser:
    """A browser in which Ann has given her password."""
    browser = Browser(dict(jar or {}))
    answer = browser.sign_in(rememberMe=remember)
    assert (answer.status, answer.json) == (200, ASKED), answer
    return browser


def code(browser: Browser, text: str, **more: bool) -> tuple[int, str | None]:
    return browser.post("/two-factor/verify-totp", {"code": text, **more}).code


def on_paper(browser: Browser, text: str, **more: bool) -> tuple[int, str | None]:
    return browser.post("/two-factor/verify-backup-code", {"code": text, **more}).code


def test_a_password_alone_opens_nothing_and_a_code_ends_the_question(ann: Ann, database: Direct) -> None:
    browser = asked()
    assert (browser.session(), {*browser.jar}) == (None, {TWO})
    assert browser.post("/update-user", {"name": "x"}).status == 401
    other = Browser(dict(browser.jar))
    forged = Browser({TWO: browser.jar[TWO][:-8] + "AAAAA%3D"})
    assert code(forged, ann.phone.code()) == (401, "INVALID_TWO_FACTOR_COOKIE")
    assert code(browser, ann.phone.wrong()) == (401, "INVALID_CODE")
    assert code(browser, f"{ann.phone.code()} ") == (401, "INVALID_CODE")
    assert code(browser, ann.phone.code()) == (200, None)
    assert {*browser.jar} == {TOKEN, DEVICE}
    assert browser.session()["user"]["email"] == "ann@example.com"
    assert code(other, ann.phone.code()) == (401, "INVALID_TWO_FACTOR_COOKIE")
    assert not [row for row in every_row(database, "public.verification") if row["identifier"].startswith("2fa-")]
    brief = asked(remember=False)
    answer = brief.post("/two-factor/verify-totp", {"code": ann.phone.code()})
    assert "Max-Age" not in str(answer.cookie(TOKEN))
    assert FORGET in brief.jar


def test_the_session_that_a_browser_had_ends_with_the_question(ann: Ann) -> None:
    before = Browser(dict(ann.browser.jar))
    asked(jar=ann.browser.jar)
    assert before.session() is None


def test_each_backup_code_works_once_and_without_a_session_where_that_is_asked(ann: Ann, inbox: Inbox) -> None:
    browser = asked()
    for wrong in ("aaaaa-bbbbb", ann.paper[0].replace("-", ""), ann.paper[0].swapcase()):
        assert on_paper(browser, wrong) == (401, "INVALID_BACKUP_CODE")
    assert on_paper(browser, ann.paper[0]) == (200, None)
    again = asked()
    assert on_paper(again, ann.paper[0]) == (401, "INVALID_BACKUP_CODE")
    assert on_paper(again, ann.paper[1], disableSession=True) == (200, None)
    assert again.session() is None
    assert code(again, ann.phone.code()) == (401, "INVALID_TWO_FACTOR_COOKIE")
    assert on_paper(ann.browser, ann.paper[2]) == (200, None)
    assert on_paper(ann.browser, ann.paper[2]) == (401, "INVALID_BACKUP_CODE")
    assert [letter.subject for letter in inbox.letters()] == ["A backup code of your account was used"] * 3


def test_a_browser_that_is_trusted_is_asked_no_more_until_it_is_turned_off(ann: Ann, database: Direct) -> None:
    browser = asked(remember=False)
    assert code(browser, ann.phone.code(), trustDevice=True) == (200, None)
    assert FORGET not in browser.jar
    browser.post("/sign-out")
    old = dict(browser.jar)
    assert browser.sign_in().json["token"]
    assert browser.jar[TRUST] != old[TRUST]
    worthless = asked(jar=old)
    assert TRUST not in worthless.jar
    bob = Browser()
    bob.sign_up("bob@example.com")
    turn_on(bob)
    bobs = Browser({TRUST: browser.jar[TRUST]})
    assert bobs.sign_in("bob@example.com").json == ASKED
    browser.post("/two-factor/disable", {"password": PASSWORD})
    assert not [row for row in every_row(database, "public.verification") if row["identifier"].startswith("trust-")]


def test_five_wrong_codes_end_a_question_and_ten_in_a_row_lock_the_account(ann: Ann, database: Direct) -> None:
    later: Final = "UPDATE spoor.two_factor SET locked_until = locked_until - interval '15 minutes'"
    browser = asked()
    for _ in range(5):
        assert code(browser, ann.phone.wrong()) == (401, "INVALID_CODE")
    other = Browser(dict(browser.jar))
    assert code(browser, ann.phone.code()) == (400, "TOO_MANY_ATTEMPTS_REQUEST_NEW_CODE")
    assert TWO not in browser.jar
    assert code(other, ann.phone.code()) == (401, "INVALID_TWO_FACTOR_COOKIE")
    browser = asked()
    for _ in range(5):
        assert on_paper(browser, "aaaaa-bbbbb") == (401, "INVALID_BACKUP_CODE")
    browser = asked()
    for answer in (code(browser, ann.phone.code()), on_paper(browser, ann.paper[0])):
        assert answer == (429, "ACCOUNT_TEMPORARILY_LOCKED")
    assert code(ann.browser, ann.phone.code()) == (200, None)  # who is signed in is not locked
    for answer in ((401, "INVALID_CODE"), (429, "ACCOUNT_TEMPORARILY_LOCKED")):  # the eleventh locks at once
        if answer[0] == 401:
            database.execute(later)
        assert code(browser, ann.phone.wrong()) == answer
    database.execute(later)
    assert code(browser, ann.phone.code()) == (200, None)
    [row] = every_row(database, "spoor.two_factor")
    assert (row["failed_verification_count"], row["locked_until"]) == (0, None)


def test_a_code_signs_in_once_unless_that_is_switched_off(ann: Ann, features: Callable[..., None]) -> None:
    features()
    assert code(asked(), ann.phone.code()) == (401, "INVALID_CODE")  # it has turned the second factor on
    ahead = ann.phone.code(1)
    assert code(asked(), ahead) == (200, None)
    assert code(asked(), ahead) == (401, "INVALID_CODE")


def test_a_question_ends_after_ten_minutes(ann: Ann, database: Direct) -> None:
    browser = asked()
    database.execute("UPDATE public.verification SET expires_at = expires_at - interval '10 minutes'")
    assert code(browser, ann.phone.code()) == (401, "INVALID_TWO_FACTOR_COOKIE")


def test_a_link_by_mail_opens_no_session_past_it(ann: Ann, inbox: Inbox, features: Callable[..., None]) -> None:
    features(Feature.AUTO_SIGN_IN_AFTER_VERIFICATION, "-useCodesOnce")
    stranger = Browser()
    stranger.post("/send-verification-email", {"email": "ann@example.com"})
    path, _, query = inbox.letters()[-1].link.partition("/api/auth")[2].partition("?")
    answer = stranger.get(path, query=query)
    assert (answer.status, TOKEN in stranger.jar) == (302, False)
    stranger.post("/request-password-reset", {"email": "ann@example.com", "redirectTo": "/"})
    token = inbox.letters()[-1].link.partition("/reset-password/")[2].partition("?")[0]
    assert stranger.post("/reset-password", {"token": token, "newPassword": "another password"}).status == 200
    assert stranger.sign_in(password="another password").json == ASKED
