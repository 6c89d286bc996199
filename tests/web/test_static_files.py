"""Rules of the static files: kept for good under their own version, and nothing else of the package is to be had."""

from pathlib import Path

import pytest

from spoor.settings import setting
from tests.web.visitor import ask
from web import static_files

STYLE = static_files.address("style/base.css")
TYPES = {
    "css": "text/css; charset=utf-8",
    "js": "text/javascript; charset=utf-8",
    "svg": "image/svg+xml",
    "ico": "image/x-icon",
}


@pytest.mark.parametrize("name", sorted(static_files.names()))
def test_a_file_is_kept_for_good_under_the_address_of_its_version(name: str) -> None:
    reply = ask(static_files.address(name))
    assert reply.status == 200
    assert reply.headers["content-type"] == TYPES[name.rpartition(".")[2]]
    assert reply.headers["cache-control"] == "public, max-age=31536000, immutable"


def test_an_old_page_gets_todays_file_but_does_not_keep_it() -> None:
    reply = ask("/assets/0123456789abcdef/style/base.css")
    assert (reply.status, reply.headers["cache-control"]) == (200, "no-cache")
    assert reply.text == ask(STYLE).text


def test_it_is_sent_compressed_to_who_can_read_that() -> None:
    plain, zipped = ask(STYLE), ask(STYLE, headers={"accept-encoding": "br, gzip"})
    assert zipped.headers["content-encoding"] == "gzip"
    assert zipped.headers["vary"] == plain.headers["vary"] == "accept-encoding"
    assert zipped.text == plain.text
    assert len(zipped.raw) < len(plain.raw) / 2
    assert zipped.headers["etag"] != plain.headers["etag"]


@pytest.mark.parametrize("encoding", ["", "gzip"])
def test_what_the_browser_has_is_not_sent_again(encoding: str) -> None:
    headers = {"accept-encoding": encoding}
    tag = ask(STYLE, headers=headers).headers["etag"]
    for known in (tag, f"W/{tag}", f'"other", {tag}', "*"):
        reply = ask(STYLE, headers={**headers, "if-none-match": known})
        assert (reply.status, reply.raw, reply.headers["etag"]) == (304, b"", tag)
    assert ask(STYLE, headers={**headers, "if-none-match": '"other"'}).status == 200


def test_head_of_a_compressed_file_has_no_body() -> None:
    reply = ask(STYLE, method="HEAD", headers={"accept-encoding": "gzip"})
    assert (reply.status, reply.raw) == (200, b"")


@pytest.mark.parametrize(
    "path",
    [
        "/assets/",
        "/assets/style/base.css",
        "/assets/x/base.css",
        "/assets/x/",
        "/assets/x/app.py",
        "/assets/../app.py",
        "/assets/x/../app.py",
        "/assets/x/../built/style/base.css",
        "/assets/x/style/../style/base.css",
        "/assets/x/vendor/preact.js",
        "/assets/x/%2e%2e/app.py",
        "/assets/x/..%2fapp.py",
        "/assets/x/..\\app.py",
        "/assets/x//etc/passwd",
        "/assets//style/base.css",
        "/assets/x/style/base.css/",
        "/assets/x/style/base.css\0",
        "/assets/x/style/BASE.CSS",
    ],
)
def test_nothing_but_the_static_files_can_be_asked_for(path: str) -> None:
    assert ask(path).status == 404


def test_a_browser_that_asks_for_the_usual_icon_gets_it() -> None:
    reply = ask("/favicon.ico")
    assert (reply.status, reply.headers["content-type"]) == (200, "image/x-icon")
    assert reply.raw[:4] == b"\x00\x00\x01\x00"


def test_whoever_works_on_the_sources_gets_them_as_they_are(monkeypatch: pytest.MonkeyPatch) -> None:
    everything = (setting, static_files.serves_sources, static_files.names, static_files.release)
    try:
        monkeypatch.setenv("WEB_SOURCES", "true")
        for each in everything:
            each.cache_clear()
        reply = ask("/assets/sources/shell/question/words.js")
        assert (reply.status, reply.headers["cache-control"]) == (200, "no-cache")
        assert reply.text == (Path(static_files.__file__).parent / "static/shell/question/words.js").read_text()
        assert ask("/assets/sources/vendor/preact.js").status == 200
    finally:
        monkeypatch.undo()
        for each in everything:
            each.cache_clear()
