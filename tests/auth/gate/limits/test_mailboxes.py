"""No mailbox is flooded: not by many addresses, not by many users, and not by way of links that mail."""

from collections.abc import Callable

import psycopg
import pytest
from psycopg.rows import DictRow

from auth.gate import limits
from tests.auth.browser import Browser
from tests.doubles.inbox import Inbox

Direct = psycopg.Connection[DictRow]


@pytest.mark.usefixtures("inbox")
@pytest.mark.parametrize("path", ["/request-password-reset", "/send-verification-email"])
@pytest.mark.parametrize("email", ["ann@example.com", "nobody@example.com"])
def test_nobodys_mailbox_is_flooded_from_many_addresses(
    ann: Browser, monkeypatch: pytest.MonkeyPatch, path: str, email: str
) -> None:
    monkeypatch.setattr(limits, "ACCOUNT", limits.Limit(2, 300))
    strangers = [Browser(source_ip=f"198.51.100.{number}") for number in range(3)]
    statuses = [stranger.post(path, {"email": email}).status for stranger in strangers]
    assert statuses == [200, 200, 429]


@pytest.mark.usefixtures("inbox")
def test_nobody_has_many_addresses_written_to(ann: Browser, settings: pytest.MonkeyPatch) -> None:
    statuses = []
    for number in range(12):
        ann.source_ip = f"198.51.100.{number}"
        statuses.append(ann.post("/change-email", {"newEmail": f"stranger{number}@example.com"}).status)
    assert statuses == [200] * 10 + [429] * 2


def test_no_stranger_is_written_to_by_many_users(database: Direct, inbox: Inbox) -> None:
    statuses = []
    for number in range(12):
        user = Browser(source_ip=f"198.51.100.{number}")
        user.sign_up(f"u{number}@example.com")
        statuses.append(user.post("/change-email", {"newEmail": "Stranger@example.com"}).status)
    assert statuses == [200] * 10 + [429] * 2
    assert len(inbox.letters("stranger@example.com")) == 10


def test_a_link_that_mails_another_one_does_so_ten_times(ann: Browser, database: Direct, inbox: Inbox) -> None:
    database.execute('UPDATE public."user" SET email_verified = true')
    ann.post("/change-email", {"newEmail": "stranger@example.com"})
    path, _, query = inbox.only("ann@example.com").path.partition("?")
    statuses = []
    for number in range(12):
        ann.source_ip = f"198.51.100.{number}"
        statuses.append(ann.get(path, query=query).status)
    assert statuses == [302] * 10 + [429] * 2
    assert len(inbox.letters("stranger@example.com")) == 10


def test_links_that_delete_are_mailed_ten_times(ann: Browser, inbox: Inbox, features: Callable[..., None]) -> None:
    features("deleteUser", "sendDeleteAccountVerification")
    assert [ann.post("/delete-user", {}).status for _ in range(12)] == [200] * 10 + [429] * 2
    assert len(inbox.letters()) == 10


def test_signing_up_again_and_again_mails_an_address_ten_times(
    inbox: Inbox, database: Direct, features: Callable[..., None]
) -> None:
    features("sendOnSignUp")
    statuses = []
    for number in range(12):
        statuses.append(Browser(source_ip=f"198.51.100.{number}").sign_up("stranger@example.com").status)
        database.execute('DELETE FROM public."user"')
    assert statuses == [200] * 10 + [429] * 2
    assert len(inbox.letters()) == 10


@pytest.mark.parametrize("path", ["/request-password-reset", "/send-verification-email"])
def test_who_signs_in_with_a_strangers_address_mails_it_no_more_often_than_others(
    ann: Browser, inbox: Inbox, monkeypatch: pytest.MonkeyPatch, path: str
) -> None:
    monkeypatch.setattr(limits, "ACCOUNT", limits.Limit(2, 300))
    devices = [Browser(source_ip=f"198.51.100.{number}") for number in range(3)]
    for device in devices:
        assert device.sign_in().status == 200
    statuses = [device.post(path, {"email": "ANN@example.com"}).status for device in [*devices, ann]]
    assert statuses == [200, 200, 429, 429], "a known device, or a sign-in from the same address, is no exception here"
    assert len(inbox.letters()) == 2
