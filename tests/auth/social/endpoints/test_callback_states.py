"""A return counts once, in the browser that set out, in time, and by a state that we gave."""

import pytest

from tests.auth.browser import ORIGIN, Browser, call, event
from tests.auth.social.journey import STATE, Direct, begin, come_back, location, rows
from tests.auth.social.openid_provider import OpenIdProvider, fields_of

ERROR = f"{ORIGIN}/api/auth/error"


def test_a_return_counts_once(browser: Browser, provider: OpenIdProvider, database: Direct) -> None:
    back = provider.sign_in(begin(browser, errorCallbackURL="/sign-in"), "ann")
    held = browser.jar[STATE]
    assert location(come_back(browser, back)) == ORIGIN
    browser.jar[STATE] = held
    again = come_back(browser, back)
    assert location(again) == f"{ERROR}?error=state_mismatch"
    assert len(rows(database, "session")) == 1


def test_a_return_in_another_browser_signs_nobody_in_and_spoils_nothing(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    back = provider.sign_in(begin(browser, errorCallbackURL="/sign-in"), "ann")
    begun_itself = Browser()
    begin(begun_itself)
    for other in (Browser(), begun_itself, Browser(jar={STATE: "forged.AAAA"})):
        reply = come_back(other, back)
        assert location(reply) == "/sign-in?error=state_mismatch"
        assert reply.set_cookies == []
    assert rows(database, "session") == []
    assert location(come_back(browser, back)) == ORIGIN


def test_a_code_is_worth_nothing_without_the_verifier_that_only_we_know(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    """The provider enforces PKCE: whoever stole a code could not redeem it."""
    back = provider.sign_in(begin(browser, errorCallbackURL="/sign-in"), "ann")
    database.execute(
        "UPDATE public.verification"
        " SET value = jsonb_set(value::jsonb, '{codeVerifier}', to_jsonb(repeat('a', 128)))::text"
    )
    assert location(come_back(browser, back)) == "/sign-in?error=invalid_code"
    assert rows(database, "user") == []


@pytest.mark.parametrize("query", ["", "state=", "code=x", "error=access_denied"])
def test_a_return_without_a_state_is_none(browser: Browser, query: str) -> None:
    assert location(browser.get("/callback/google", query=query)) == f"{ERROR}?error=state_not_found"


@pytest.mark.parametrize("state", ["unknown", "a%00b", "%F0%9F%94%91", "a" * 500])
def test_a_state_that_nobody_gave_is_not_looked_for_in_vain(browser: Browser, state: str) -> None:
    reply = browser.get("/callback/google", query=f"state={state}&code=x")
    assert location(reply) == f"{ERROR}?error=state_mismatch"


def test_fields_that_come_twice_are_refused(browser: Browser) -> None:
    reply = browser.get("/callback/google", query="state=a&state=b")
    message = "[query.state] Invalid input: expected string, received array"
    assert (reply.status, reply.json) == (400, {"message": message, "code": "VALIDATION_ERROR"})


def test_a_sign_in_that_took_longer_than_ten_minutes_is_over(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    back = provider.sign_in(begin(browser, errorCallbackURL="/sign-in"), "ann")
    database.execute("UPDATE public.verification SET expires_at = timezone('UTC', now())")
    assert location(come_back(browser, back)) == f"{ERROR}?error=state_mismatch"


@pytest.mark.parametrize("value", ["junk", "[]", "{}", '{"callbackURL":"/","codeVerifier":"a","link":5}'])
def test_a_row_that_no_sign_in_wrote_is_a_fault_of_ours(browser: Browser, database: Direct, value: str) -> None:
    state = fields_of(begin(browser))["state"]
    database.execute("UPDATE public.verification SET value = %s", [value])
    reply = browser.get("/callback/google", query=f"state={state}&code=x")
    assert location(reply) == f"{ERROR}?error=internal_server_error"


def test_a_form_that_the_provider_posts_is_sent_on_as_a_link(browser: Browser, provider: OpenIdProvider) -> None:
    """A browser gives no Lax cookies to another site's form; to the link that it is sent on to it does."""
    back = provider.sign_in(begin(browser), "ann")
    form = {"content-type": "application/x-www-form-urlencoded", "origin": provider.url}
    query = back.partition("?")[2]
    posted = call(event("POST", "/callback/google", headers=form, body=f"{query}&more=x"))
    assert fields_of(location(posted)) == fields_of(back)
    assert location(come_back(browser, location(posted))) == ORIGIN


def test_a_posted_form_is_judged_like_any_other_body(browser: Browser) -> None:
    assert browser.post("/callback/google", {"state": 1}).code == (400, "VALIDATION_ERROR")
    assert browser.post("/callback/google", [], content_type="text/plain").code == (415, "UNSUPPORTED_MEDIA_TYPE")
    browser.jar["any"] = "cookie"
    assert browser.post("/callback/google", {}, origin="http://evil.example").code == (403, "INVALID_ORIGIN")
    assert location(browser.post("/callback/google")) == f"{ORIGIN}/api/auth/callback/google?"


@pytest.mark.parametrize("path", ["/callback", "/callback/", "/callback/google/", "/callback/google/more"])
def test_a_provider_is_one_part_of_the_path(browser: Browser, path: str) -> None:
    assert browser.get(path, query="state=x").status == 404
