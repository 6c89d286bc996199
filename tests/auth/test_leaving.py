"""No answer of any endpoint sends the browser to a host that is not trusted, whatever it is asked."""

import re
from collections.abc import Callable
from itertools import product
from pathlib import Path
from urllib.parse import quote, urlencode, urljoin, urlsplit

import psycopg
import pytest
from psycopg.rows import DictRow

import auth
from auth.http.locations import header
from tests.auth.browser import ORIGIN, Browser, Reply
from tests.doubles.inbox import Inbox

Direct = psycopg.Connection[DictRow]

BEGINNINGS = (
    *("//", "///", "/.//", "/./", "/././/", "/a/..//", "/../", "/a/.././/", "/..//..//", "/.\t//", "/\t/", "/\n/"),
    *(
        "\\\\",
        "/\\",
        "\\/",
        "/\\/",
        "/.\\/",
        "/.\\\\",
        "\t//",
        " //",
        "/ /",
        "/%09/",
        "/\u2028/",
        "/\uff0f",
        "/\u2215/",
    ),
    *("/%2f", "/%2F/", "/%5c", "/%252f", "/%2e//", "/%2e/%2f", "/%2e%2e//", "/.%2e//", "/%2E./", "/%252e//", "/%00/"),
    *(
        "https:",
        "https:/",
        "https://",
        "HTTPS://",
        "http:\\\\",
        "//user@",
        f"{ORIGIN}@",
        f"{ORIGIN}.",
        "javascript://",
        "data:",
    ),
    *(
        f"{ORIGIN}//",
        f"{ORIGIN}/.//",
        f"{ORIGIN}\\@",
        f"{ORIGIN}/..//",
        "/;//",
        "/..;//",
        "/?//",
        "/#//",
        "/a?/../..//",
    ),
)
ENDS = ("evil.example", "evil.example/x?y=1#z", "evil.example%2f@own", "@evil.example", ":80@evil.example")
TRICKS = [beginning + end for beginning, end in product(BEGINNINGS, ENDS)]


def stays(location: str) -> bool:
    """Whether a browser that reads `location` as the URL standard has it stays at the origin."""
    read = re.sub(r"[\t\n\r]", "", location.strip("".join(map(chr, range(33)))))
    scheme = re.match(r"https?:", read, re.IGNORECASE)
    read = read.replace("\\", "/") if scheme or not re.match(r"[a-z][a-z0-9+.-]*:", read, re.IGNORECASE) else read
    return ".".join(urlsplit(urljoin(f"{ORIGIN}/here/", read))[:2]) == ".".join(urlsplit(ORIGIN)[:2])


def assert_stays(reply: Reply, trick: str) -> None:
    location = reply.headers.get("location")
    if location is not None:
        assert stays(location), (trick, location)
        assert not location.startswith(("//", "/\\", "\\")), (trick, location)


def encoded(**fields: str) -> str:
    return urlencode(fields, quote_via=quote, errors="replace")


def test_links_in_mails_lead_nowhere_else(browser: Browser, inbox: Inbox, features: Callable[..., None]) -> None:
    features("deleteUser")
    browser.sign_up()
    answered = 0
    for trick in TRICKS:
        for path in ("/verify-email", "/reset-password/none", "/delete-user/callback"):
            reply = browser.get(path, query=encoded(token="none", callbackURL=trick))
            assert_stays(reply, trick)
            answered += reply.status == 302
    assert answered


def test_no_field_of_a_body_leads_anywhere_else(
    browser: Browser, inbox: Inbox, features: Callable[..., None], settings: pytest.MonkeyPatch
) -> None:
    browser.sign_up()
    for trick in TRICKS:
        for path, field in (
            ("/sign-in/email", "callbackURL"),
            ("/sign-out", "callbackURL"),
            ("/request-password-reset", "redirectTo"),
            ("/change-email", "callbackURL"),
            ("/delete-user", "callbackURL"),
        ):
            reply = Browser().post(path, {"email": "ann@example.com", "password": "wrong", field: trick})
            assert_stays(reply, trick)
            assert reply.json is None or "url" not in reply.json


def test_a_sign_in_goes_on_to_nowhere_else(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("auth.users.passwords.verify", lambda *_: True)
    browser.sign_up()
    for trick in TRICKS:
        reply = Browser().sign_in(callbackURL=trick)
        assert_stays(reply, trick)
        if reply.status == 200:
            assert stays(reply.json["url"]), trick


def test_a_refusal_of_a_provider_is_told_nowhere_else(browser: Browser, settings: pytest.MonkeyPatch) -> None:
    settings.setenv("GITHUB_CLIENT_ID", "id")
    settings.setenv("GITHUB_CLIENT_SECRET", "secret")
    begun = 0
    for trick in TRICKS:
        for field in ("callbackURL", "errorCallbackURL", "newUserCallbackURL"):
            reply = browser.post("/sign-in/social", {"provider": "github", field: trick, "disableRedirect": True})
            if reply.status == 200:
                begun += 1
                state = dict(pair.split("=") for pair in urlsplit(reply.json["url"]).query.split("&"))["state"]
                assert_stays(browser.get("/callback/github", query=f"state={state}&error=access_denied"), trick)
    assert begun


def test_what_another_server_has_stored_leads_nowhere_else(
    browser: Browser, database: Direct, settings: pytest.MonkeyPatch
) -> None:
    settings.setenv("GITHUB_CLIENT_ID", "id")
    reply = browser.post("/sign-in/social", {"provider": "github", "disableRedirect": True})
    state = dict(pair.split("=") for pair in urlsplit(reply.json["url"]).query.split("&"))["state"]
    database.execute(
        "UPDATE public.verification SET value = jsonb_set(value::jsonb, '{errorURL}', '\"https://evil.example/\"')::text"
    )
    reply = browser.get("/callback/github", query=f"state={state}&error=access_denied")
    assert (reply.status, reply.headers["location"]) == (302, f"{ORIGIN}/api/auth/error?error=internal_server_error")


@pytest.mark.usefixtures("settings")
def test_the_page_of_errors_is_our_own() -> None:
    for trick in TRICKS:
        assert_stays(Browser().get("/error", query=encoded(error=trick, error_description=trick)), trick)


def test_no_location_begins_with_two_slashes_whatever_was_checked_before() -> None:
    for trick in TRICKS:
        assert not header(trick)["location"].startswith(("//", "/\\", "\\"))
        assert header(trick)["location"].startswith(("/", "http://", "https://", "HTTPS://"))


def test_locations_are_written_in_one_place() -> None:
    folder = Path(auth.__file__).parent
    writers = [
        path.name for path in folder.rglob("*.py") if re.search(r"[\"\']location[\"\']\s*:", path.read_text(), re.I)
    ]
    assert writers == ["locations.py"]
