"""Rules of the pages: who sees what, and what no browser is allowed to do on them."""

import re

import pytest

from spoor import settings
from tests.web.visitor import SESSION, Reply, ask

pytestmark = pytest.mark.usefixtures("ingest_address")
APP = "5b1f6f0e-3d6a-4c7e-9d0c-0b8f3a1c2d4e"
OPEN = ["/", "/sign-in", "/sign-up", "/forgot-password", "/reset-password", "/verify-email"]
DASHBOARDS = ["/dashboard", f"/dashboard/{APP}", f"/dashboard/{APP}/funnels"]
GUARDED = [*DASHBOARDS, "/settings", "/settings/security", f"/settings/{APP}"]


def policy_of(reply: Reply) -> dict[str, list[str]]:
    directives = (directive.split() for directive in reply.headers["content-security-policy"].split(";"))
    return {name: values for name, *values in directives}


@pytest.mark.parametrize("path", OPEN)
def test_anybody_sees_the_way_in(path: str) -> None:
    reply = ask(path)
    assert reply.status == 200
    assert reply.headers["content-type"] == "text/html; charset=utf-8"
    assert reply.text.startswith("<!doctype html>")


def test_who_watches_hears_that_the_pages_are_there() -> None:
    reply = ask("/health")
    assert (reply.status, reply.text) == (200, '{"status":"ok"}')
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", sorted({*OPEN, *GUARDED} - {*DASHBOARDS}))  # the dashboard's is too small for it
def test_a_page_is_sent_compressed_to_who_can_read_that(path: str) -> None:
    plain = ask(path, cookies=[SESSION] if path in GUARDED else None)
    zipped, refused = (
        ask(path, cookies=[SESSION] if path in GUARDED else None, headers={"accept-encoding": said})
        for said in ("gzip, br", "gzip;q=0")
    )
    assert zipped.headers["content-encoding"] == "gzip"
    assert len(zipped.raw) < len(plain.raw)
    assert "content-encoding" not in refused.headers
    assert {each.text for each in (plain, zipped, refused)} == {plain.text}
    assert {each.headers["vary"] for each in (plain, zipped, refused)} == {"accept-encoding"}
    assert zipped.headers["cache-control"] == plain.headers["cache-control"]


@pytest.mark.parametrize("path", GUARDED)
def test_a_guarded_page_sends_a_stranger_to_sign_in_and_back(path: str) -> None:
    reply = ask(path, query="range=7d&event=a%20b")
    assert reply.status == 302
    assert reply.headers["location"] == f"/sign-in?next={path}%3Frange%3D7d%26event%3Da%2520b"
    assert reply.headers["cache-control"] == "no-store"


@pytest.mark.parametrize("path", GUARDED)
@pytest.mark.parametrize("cookie", [SESSION, f"__Secure-{SESSION}"])
def test_a_session_cookie_opens_the_guarded_pages(path: str, cookie: str) -> None:
    assert ask(path, cookies=["theme=dark", cookie]).status == 200


@pytest.mark.parametrize("cookie", ["better-auth.session_token=", "better-auth.session_data=x", "session_token=x"])
def test_no_other_cookie_opens_them(cookie: str) -> None:
    assert ask("/dashboard", cookies=[cookie]).status == 302


def test_the_start_page_is_the_dashboard_for_who_is_signed_in() -> None:
    reply = ask("/", cookies=[SESSION])
    assert (reply.status, reply.headers["location"]) == (302, "/dashboard")


@pytest.mark.parametrize("path", ["/nothing", "/sign-in/", "/Dashboard", f"/{APP}", "/assets", "//", ""])
def test_an_unknown_address_has_a_page_of_its_own(path: str) -> None:
    reply = ask(path)
    assert reply.status == 404
    assert "This trail ends here" in reply.text


@pytest.mark.parametrize(
    "path",
    [
        f"/dashboard/{APP}/funnels/more",
        f"/dashboard/{APP}/",
        f"/dashboard/{APP}/Funnels",
        "/dashboard/",
        "/settings/<script>",
        "/dashboard/../x",
    ],
)
def test_an_unknown_address_under_a_guarded_page_is_unknown_too(path: str) -> None:
    assert ask(path, cookies=[SESSION]).status == 404


@pytest.mark.parametrize("method", ["POST", "PUT", "PATCH", "DELETE", "OPTIONS"])
@pytest.mark.parametrize("path", ["/", "/dashboard", "/nothing"])
def test_pages_are_only_read(method: str, path: str) -> None:
    reply = ask(path, method=method, cookies=[SESSION])
    assert reply.status == 405
    assert reply.headers["allow"] == "GET, HEAD"


@pytest.mark.parametrize("path", ["/sign-in", "/nothing", "/dashboard"])
def test_head_is_get_without_the_body(path: str) -> None:
    get, head = ask(path), ask(path, method="HEAD")
    assert (head.status, head.headers, head.raw) == (get.status, get.headers, b"")


@pytest.mark.parametrize("path", [*OPEN, *GUARDED, "/nothing", "/assets/x/style/base.css", "/favicon.ico"])
@pytest.mark.parametrize("method", ["GET", "POST"])
def test_every_answer_is_closed_to_what_is_not_ours(path: str, method: str) -> None:
    for cookies in ([SESSION], None):
        reply = ask(path, method=method, cookies=cookies)
        policy = policy_of(reply)
        assert policy["default-src"] == policy["base-uri"] == policy["frame-ancestors"] == ["'none'"]
        assert policy["script-src"] == policy["style-src"] == policy["form-action"] == ["'self'"]
        assert policy["img-src"] == ["'self'", "data:"]
        assert "unsafe" not in reply.headers["content-security-policy"]
        assert reply.headers["x-content-type-options"] == "nosniff"
        assert reply.headers["referrer-policy"] == "same-origin"


def test_only_pages_that_send_a_test_event_may_call_ingest(ingest_address: str) -> None:
    assert policy_of(ask("/dashboard", cookies=[SESSION]))["connect-src"] == ["'self'", ingest_address]
    assert policy_of(ask("/sign-in"))["connect-src"] == ["'self'"]
    assert policy_of(ask("/settings", cookies=[SESSION]))["connect-src"] == ["'self'"]


@pytest.mark.parametrize("path", [*OPEN, *GUARDED, "/nothing"])
def test_a_page_holds_no_script_and_no_style_of_its_own(path: str) -> None:
    text = ask(path, cookies=[SESSION] if path in GUARDED else None).text
    assert not re.search(r"<style|\sstyle=|\son[a-z]+=|javascript:", text, re.IGNORECASE)
    assert not re.search(r"<script(?![^>]*\ssrc=)", text)
    assert not re.search(r"(?:src|href|action)=\"(?!/[^/]|/\"|#main\")", text), "an address that is not ours"


@pytest.mark.parametrize("path", [*OPEN, *GUARDED, "/nothing"])
def test_every_file_that_a_page_names_is_there(path: str) -> None:
    text = ask(path, cookies=[SESSION] if path in GUARDED else None).text
    addresses = re.findall(r'(?:src|href)="(/assets/[^"]+)"', text)
    assert addresses
    for address in addresses:
        reply = ask(address)
        assert reply.status == 200
        assert "immutable" in reply.headers["cache-control"]


def test_the_browser_is_told_at_once_what_a_view_needs() -> None:
    text = ask(f"/dashboard/{APP}/funnels", cookies=[SESSION]).text
    assert re.search(r'<link rel="modulepreload" href="/assets/\w+/views/funnels\.js">', text)
    assert "modulepreload" not in ask(f"/dashboard/{APP}/nothing", cookies=[SESSION]).text
    assert "modulepreload" not in ask(f"/dashboard/{APP}", cookies=[SESSION]).text


def test_what_the_address_says_stays_text() -> None:
    text = ask("/sign-in", query="next=/dashboard?x=%22%3E%3Cscript%3E").text
    assert 'data-next="/dashboard?x=&quot;&gt;&lt;script&gt;"' in text
    assert "<script>" not in text


def test_the_form_knows_where_to_go_afterwards() -> None:
    for page, other in (("/sign-in", "/sign-up"), ("/sign-up", "/sign-in")):
        text = ask(page, query="next=%2Fsettings%3Fa%3D1%26b%3D2").text
        assert 'data-next="/settings?a=1&amp;b=2"' in text
        assert f'href="{other}?next=%2Fsettings%3Fa%3D1%26b%3D2"' in text


def test_the_snippet_names_the_ingest_address_without_its_slash(ingest_address: str) -> None:
    assert f'data-ingest="{ingest_address}"' in ask(f"/settings/{APP}", cookies=[SESSION]).text


@pytest.mark.parametrize(
    "address",
    [
        "ftp://in.example.com",
        "in.example.com",
        'https://x"onload=',
        "https://a b",
        "https://in.example.com; script-src *",
    ],
)
def test_an_ingest_address_that_is_none_is_a_fault_and_not_a_hole(
    address: str, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setenv("INGEST_URL", address)
    settings.setting.cache_clear()
    reply = ask("/dashboard", cookies=[SESSION])
    assert reply.status == 500
    assert "Something went wrong on our side" in reply.text
    assert "Traceback" not in reply.text
    assert "INGEST_URL" in caplog.text, "the log says what to mend"
