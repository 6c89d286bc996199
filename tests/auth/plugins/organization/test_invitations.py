"""An invitation is a mail with nothing in it that a stranger wrote, and opens to its address alone."""

from collections.abc import Callable

import pytest

from tests.auth.browser import Browser
from tests.conftest import forget_settings
from tests.doubles.inbox import Inbox
from tests.people import Direct


def test_the_letter_says_where_and_who_by_a_verified_address_and_no_other_word_of_theirs(
    browser: Browser, teams: None, database: Direct, inbox: Inbox
) -> None:
    browser.sign_up(name="Buy cheap pills")
    browser.post("/organization/create", {"name": "Cheap pills!", "slug": "pills"})
    invited = browser.post("/organization/invite-member", {"email": "bob@example.com", "role": "viewer"}).json
    letter = inbox.only("bob@example.com")
    assert letter.link.endswith(f"/settings/invitation?id={invited['id']}")
    for text in (letter.subject, letter.text, letter.html):
        assert "ills" not in text
        assert "ann@example.com" not in text
    database.execute('UPDATE public."user" SET email_verified = true')
    browser.post("/organization/invite-member", {"email": "bob@example.com", "role": "viewer", "resend": True})
    assert "ann@example.com has invited you" in inbox.letters("bob@example.com")[-1].text


def test_without_mail_an_invitation_is_made_all_the_same(ann: Browser) -> None:
    assert ann.post("/organization/invite-member", {"email": "bob@example.com", "role": "member"}).status == 200


def test_invitations_by_mail_are_limited_for_who_sends_and_for_whom(
    browser: Browser, teams: None, inbox: Inbox, settings: pytest.MonkeyPatch
) -> None:
    browser.sign_up()
    browser.post("/organization/create", {"name": "Growth", "slug": "growth"})
    settings.setenv("AUTH_RATE_LIMIT", "true")
    forget_settings()
    again = {"email": "bob@example.com", "role": "member", "resend": True}
    statuses = [browser.post("/organization/invite-member", again).status for _ in range(12)]
    assert statuses == [200] * 10 + [429] * 2
    browser.source_ip = "198.51.100.7"
    for number in range(38):
        sent = browser.post("/organization/invite-member", {"email": f"a{number}@example.com", "role": "member"})
        assert sent.status == 200, number
    assert browser.post("/organization/invite-member", {"email": "z@example.com", "role": "member"}).status == 429


def test_where_it_is_switched_on_only_a_verified_address_opens_one(
    ann: Browser, features: Callable[..., None], database: Direct
) -> None:
    features("requireEmailVerificationOnInvitation", "cancelPendingInvitationsOnReInvite")
    bob = Browser()
    bob.sign_up("bob@example.com")
    first = ann.post("/organization/invite-member", {"email": "bob@example.com", "role": "member"}).json["id"]
    second = ann.post("/organization/invite-member", {"email": "bob@example.com", "role": "viewer"}).json["id"]
    statuses = {each["id"]: each["status"] for each in ann.get("/organization/list-invitations").json}
    assert statuses == {first: "canceled", second: "pending"}
    wish = {"invitationId": second}
    assert bob.post("/organization/accept-invitation", wish).code[0] == 403
    assert bob.get("/organization/get-invitation", query=f"id={second}").code[0] == 403
    database.execute('UPDATE public."user" SET email_verified = true')
    assert bob.post("/organization/accept-invitation", wish).json["member"]["role"] == "viewer"
