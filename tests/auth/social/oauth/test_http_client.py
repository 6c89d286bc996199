"""A provider that answers badly costs a few seconds and a few bytes at most, and leads us nowhere."""

import gzip

import pytest

from auth.social.oauth import http_client
from auth.social.oauth.failure import ProviderFailed
from auth.social.oauth.http_client import LARGEST, Outbound
from tests.auth.social.answering import Answer, answer, dripping, endless, server, silent


def test_json_comes_back() -> None:
    with server(answer(200, b'{"a": 1}')) as url, Outbound() as asking:
        assert asking.get(url) == {"a": 1}
        assert asking.get(url, or_none=[404]) == {"a": 1}


def test_a_redirect_is_not_followed() -> None:
    seen: list[str] = []
    for status in (301, 302, 303, 307, 308):
        give = answer(status, location="/elsewhere")
        with server(give, seen) as url, Outbound() as asking, pytest.raises(ProviderFailed, match=f"status {status}"):
            asking.get(f"{url}/here")
    assert set(seen) == {"/here"}


@pytest.mark.parametrize(
    ("give", "reason"),
    [
        (answer(500), "status 500"),
        (answer(404), "status 404"),
        (answer(200, b"no json"), "no JSON"),
        (answer(200, b"[" * 100_000), "no JSON"),
        (answer(200, b" " * (LARGEST + 1)), "more than"),
        (endless, "more than"),
        (answer(200, gzip.compress(b"{}"), content_encoding="gzip"), "compressed"),
    ],
)
def test_an_answer_that_is_none_fails_with_a_reason_for_the_log(give: Answer, reason: str) -> None:
    with server(give) as url, Outbound() as asking, pytest.raises(ProviderFailed, match=reason):
        asking.get(url)


def test_a_status_may_mean_that_there_is_nothing() -> None:
    with server(answer(404)) as url, Outbound() as asking:
        assert asking.get(url, or_none=[404]) is None


@pytest.mark.parametrize(("give", "reason"), [(silent, "ReadTimeout"), (dripping, "too slow")])
def test_waiting_ends(give: Answer, reason: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(http_client, "IN_ALL_S", 0.3)
    with server(give) as url, Outbound() as asking:
        with pytest.raises(ProviderFailed, match=reason):
            asking.get(url)
        with pytest.raises(ProviderFailed, match="too slow"):
            asking.get(url)


def test_nobody_there_and_no_address_at_all_fail_alike() -> None:
    with Outbound() as asking:
        for url in ("http://127.0.0.1:1/", "http://host.invalid/", "nonsense://x", "http://[broken"):
            with pytest.raises(ProviderFailed):
                asking.get(url)
