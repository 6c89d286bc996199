"""GET /callback/:id signs in whoever comes back from the provider, once, and in the browser that set out."""

from datetime import timedelta
from io import StringIO

import pytest

from auth.users.dates import stored
from spoor import database as layer
from spoor.time import utc_now
from tests.auth.browser import FORGET, ORIGIN, TOKEN, Browser, call, event
from tests.auth.social.journey import CLEARED, STATE, Direct, begin, come_back, location, rows, sign_in
from tests.auth.social.openid_provider import OpenIdProvider, fields_of
from tests.conftest import forget_settings

ERROR = f"{ORIGIN}/api/auth/error"


def test_somebody_new_gets_a_user_an_account_with_its_tokens_and_a_session(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    reply = sign_in(browser, provider, "ann", callbackURL="/dashboard", newUserCallbackURL="/welcome?x=1")
    assert location(reply) == "/welcome?x=1"
    assert reply.set_cookies[0] == CLEARED
    assert "; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax" in str(reply.cookie(TOKEN))
    session = browser.session()
    user = session["user"]
    assert (user["name"], user["email"], user["emailVerified"], user["image"]) == (
        "ann",
        "ann@example.com",
        True,
        "https://pictures.example/ann",
    )
    [account] = rows(database, "account")
    assert (account["provider_id"], account["account_id"], account["user_id"]) == ("google", "ann", user["id"])
    assert (account["scope"], account["password"], account["refresh_token_expires_at"]) == (
        "email,profile,openid",
        None,
        None,
    )
    assert account["access_token"]
    assert account["refresh_token"]
    assert account["id_token"].count(".") == 2
    in_an_hour = stored(utc_now() + timedelta(hours=1))
    assert abs(account["access_token_expires_at"] - in_an_hour) < timedelta(minutes=1)
    assert rows(database, "verification") == []
    [stored_session] = rows(database, "session")
    assert (stored_session["ip_address"], stored_session["user_agent"]) == ("203.0.113.9", "probe/1")


def test_somebody_who_returns_is_the_same_user_with_new_tokens(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    sign_in(browser, provider, "ann")
    [before], [user] = rows(database, "account"), rows(database, "user")
    database.execute("UPDATE public.account SET scope = 'granted,once'")
    other = Browser()
    reply = sign_in(other, provider, "ann", callbackURL="/dashboard", newUserCallbackURL="/welcome")
    assert location(reply) == "/dashboard"
    assert other.session()["user"]["id"] == user["id"]
    [after] = rows(database, "account")
    assert after["id"] == before["id"]
    for renewed in ("access_token", "refresh_token", "updated_at"):
        assert after[renewed] != before[renewed]
    assert after["scope"] == "granted,once"
    assert rows(database, "user") == [user]


def test_github_tells_the_user_by_its_api_and_the_address_by_the_list_of_them(
    browser: Browser, provider: OpenIdProvider, database: Direct
) -> None:
    assert location(sign_in(browser, provider, "ann", "github", callbackURL="/dashboard")) == "/dashboard"
    user = browser.session()["user"]
    assert (user["name"], user["email"], user["emailVerified"]) == ("ann", "ann@example.com", True)
    [account] = rows(database, "account")
    assert account["account_id"].isdecimal()
    assert (account["provider_id"], account["scope"], account["id_token"]) == ("github", "read:user,user:email", None)


def test_an_address_that_somebody_shows_at_github_is_preferred(browser: Browser, provider: OpenIdProvider) -> None:
    sign_in(browser, provider, "shown", "github")
    user = browser.session()["user"]
    assert (user["email"], user["emailVerified"]) == ("shown@users.noreply.example.com", True)


@pytest.mark.parametrize("id_", ["google", "github"])
def test_an_address_that_the_provider_does_not_vouch_for_is_not_verified(
    browser: Browser, provider: OpenIdProvider, id_: str
) -> None:
    sign_in(browser, provider, "liz", id_)
    assert browser.session()["user"]["emailVerified"] is False


def test_an_address_is_kept_in_small_letters_and_a_name_may_be_missing(
    browser: Browser, provider: OpenIdProvider
) -> None:
    sign_in(browser, provider, "upper")
    assert browser.session()["user"]["email"] == "upper@example.com"
    other = Browser()
    sign_in(other, provider, "nameless")
    assert other.session()["user"]["name"] == ""


@pytest.mark.parametrize("id_", ["google", "github"])
def test_without_an_address_there_is_no_user(
    browser: Browser, provider: OpenIdProvider, database: Direct, id_: str
) -> None:
    reply = sign_in(browser, provider, "addressless", id_, errorCallbackURL="/sign-in?x=1#form")
    assert location(reply) == "/sign-in?x=1&error=email_not_found#form"
    assert reply.set_cookies == [CLEARED]
    assert rows(database, "user") == []


def test_without_a_callback_url_the_browser_comes_home(browser: Browser, provider: OpenIdProvider) -> None:
    assert location(sign_in(browser, provider, "ann")) == ORIGIN


def test_a_browser_that_was_not_to_be_remembered_still_is_not(browser: Browser, provider: OpenIdProvider) -> None:
    browser.sign_up("somebody@example.com", rememberMe=False)
    reply = sign_in(browser, provider, "ann")
    assert "Max-Age" not in str(reply.cookie(TOKEN))
    assert FORGET in browser.jar


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


def test_whoever_refuses_at_the_provider_is_told_so(browser: Browser, provider: OpenIdProvider) -> None:
    reply = come_back(browser, provider.refuse(begin(browser, errorCallbackURL="/sign-in?x=1#form")))
    description = "error_description=End-User+aborted+interaction"
    assert location(reply) == f"/sign-in?x=1&error=access_denied&{description}#form"
    assert reply.set_cookies == [CLEARED]
    assert location(come_back(browser, provider.refuse(begin(browser)))).startswith(f"{ERROR}?error=access_denied&")


def test_what_a_provider_says_of_an_error_cannot_break_out_of_the_address(browser: Browser) -> None:
    state = fields_of(begin(browser))["state"]
    reply = browser.get("/callback/google", query=f"state={state}&error=a%20b%0d%0a&error_description=%C3%A9%26")
    assert location(reply) == f"{ERROR}?error=a+b%0D%0A&error_description=%C3%A9%26"


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


@pytest.mark.parametrize(
    ("path", "query", "code"),
    [
        ("google", "", "no_code"),
        ("google", "&code=made-up", "invalid_code"),
        ("apple", "&code=x", "oauth_provider_not_found"),
        ("github", "&code=x", "state_mismatch"),
        ("google", "&code=x&iss=https%3A%2F%2Fevil.example", "issuer_mismatch"),
    ],
)
def test_every_other_failure_has_its_code(browser: Browser, path: str, query: str, code: str) -> None:
    state = fields_of(begin(browser, errorCallbackURL="/sign-in"))["state"]
    reply = browser.get(f"/callback/{path}", query=f"state={state}{query}")
    assert location(reply) == f"/sign-in?error={code}"
    assert reply.set_cookies == [CLEARED]


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


def test_a_database_that_is_away_is_told_on_the_page_for_errors(browser: Browser, provider: OpenIdProvider) -> None:
    back = provider.sign_in(begin(browser), "ann")
    layer.close()
    with pytest.MonkeyPatch.context() as patch:
        patch.setenv("DATABASE_URL", "postgresql://spoor@127.0.0.1:1/query")
        forget_settings()
        reply = come_back(browser, back)
    forget_settings()
    assert location(reply) == f"{ERROR}?error=internal_server_error"
    assert location(come_back(browser, back)) == ORIGIN, "the state was not used up"


def test_a_provider_that_is_away_is_told_and_logged_without_any_code_or_token(
    browser: Browser, provider: OpenIdProvider, settings: pytest.MonkeyPatch, log: StringIO
) -> None:
    back = provider.sign_in(begin(browser, errorCallbackURL="/sign-in"), "ann")
    settings.setenv("GOOGLE_TOKEN_ENDPOINT", "http://127.0.0.1:1/token")
    forget_settings()
    assert location(come_back(browser, back)) == "/sign-in?error=invalid_code"
    assert "ConnectError" in log.getvalue()
    assert fields_of(back)["code"] not in log.getvalue()


def test_a_missing_client_secret_is_a_fault_of_ours_and_told_as_one(
    browser: Browser, provider: OpenIdProvider, settings: pytest.MonkeyPatch, log: StringIO
) -> None:
    back = provider.sign_in(begin(browser, errorCallbackURL="/sign-in"), "ann")
    settings.delenv("GOOGLE_CLIENT_SECRET")
    forget_settings()
    assert location(come_back(browser, back)) == "/sign-in?error=internal_server_error"
    assert "GOOGLE_CLIENT_SECRET" in log.getvalue()


def test_a_wrong_client_secret_signs_nobody_in(
    browser: Browser, provider: OpenIdProvider, settings: pytest.MonkeyPatch, log: StringIO
) -> None:
    for id_ in ("google", "github"):
        back = provider.sign_in(begin(browser, id_, errorCallbackURL="/sign-in"), "ann")
        settings.setenv(f"{id_.upper()}_CLIENT_SECRET", "wrong-secret")
        forget_settings()
        assert location(come_back(browser, back)) == "/sign-in?error=invalid_code"
    assert "invalid_client" in log.getvalue()
    assert "wrong-secret" not in log.getvalue()


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
