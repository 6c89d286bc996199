"""A second factor in a browser: set up, asked for, the phone lost, and turned off."""

from collections.abc import Iterator
from typing import Any
from uuid import uuid4

import pytest
from playwright.sync_api import Browser, BrowserContext, Page, expect

from tests.authenticator import Authenticator
from tests.stack import Stack
from tests.web.views.test_every_view import picture, violations

pytestmark = pytest.mark.browser
PASSWORD = "correct horse battery"


@pytest.fixture
def ann(context: BrowserContext) -> str:
    """Ann's address; she is signed in."""
    account = {"name": "Ann", "email": f"{uuid4()}@example.com", "password": PASSWORD}
    assert context.request.post("/api/auth/sign-up/email", data=account).ok
    return account["email"]


@pytest.fixture
def elsewhere(chromium: Browser, stack: Stack) -> Iterator[Page]:
    """A page of a browser in which nobody is signed in, on a phone."""
    context = chromium.new_context(base_url=stack.url, viewport={"width": 390, "height": 844}, locale="en-GB")
    context.set_default_timeout(15_000)
    yield context.new_page()
    context.close()


def give_password(page: Page, email: str) -> None:
    page.goto("/sign-in?next=/settings/security")
    page.get_by_label("E-mail").fill(email)
    page.get_by_label("Password", exact=True).fill(PASSWORD)
    page.get_by_role("button", name="Sign in", exact=True).click()
    expect(page.get_by_role("heading", name="Your code")).to_be_visible()


def prove(page: Page, begin: str, action: str) -> None:
    page.get_by_role("button", name=begin).click()
    page.get_by_label("The password of your account").fill(PASSWORD)
    page.get_by_role("button", name=action, exact=True).click()


def test_a_second_factor_is_set_up_asked_for_and_survives_a_lost_phone(
    context: BrowserContext, ann: str, elsewhere: Page, complaints: list[str]
) -> None:
    # Ann scans the picture, and types what her phone shows.
    page = context.new_page()
    page.goto("/settings/security")
    expect(page.get_by_text("Your password alone signs in.")).to_be_visible()
    page.get_by_role("link", name="Codes from your phone").click()
    prove(page, "Set it up …", "Go on")
    expect(page.get_by_role("img", name="A picture for your authenticator to scan")).to_be_visible()
    picture(page, "second-factor-scan")
    assert violations(page) == []
    phone = Authenticator.of(f"otpauth://x?secret={page.locator('#secret').inner_text()}")
    page.get_by_label("The code it shows then").fill(phone.wrong())
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_text("Invalid code")).to_be_visible()
    page.get_by_label("The code it shows then").fill(phone.code())
    page.get_by_role("button", name="Turn it on").click()
    expect(page.get_by_role("heading", name="It is on")).to_be_visible()
    paper = page.locator("#backup-codes code").all_inner_texts()
    assert len(paper) == 10
    picture(page, "second-factor-on")
    assert violations(page) == []

    # Elsewhere her password alone opens nothing, and a code opens the page that she wanted.
    give_password(elsewhere, ann)
    picture(elsewhere, "sign-in-code")
    assert violations(elsewhere) == []
    elsewhere.get_by_label("Code", exact=True).fill(phone.wrong())
    elsewhere.get_by_role("button", name="Sign in", exact=True).click()
    expect(elsewhere.get_by_text("Invalid code")).to_be_visible()
    shown = phone.code(1)
    elsewhere.get_by_label("Code", exact=True).fill(f"{shown[:3]} {shown[3:]}")
    elsewhere.get_by_role("button", name="Sign in", exact=True).click()
    expect(elsewhere.get_by_text("Signing in asks for a code from your phone.")).to_be_visible()

    # The phone is lost: a code on paper signs in, in a browser that is trusted from then on.
    elsewhere.context.clear_cookies()
    give_password(elsewhere, ann)
    elsewhere.get_by_role("button", name="I do not have my phone").click()
    elsewhere.get_by_label("Backup code").fill(paper[0])
    elsewhere.get_by_label("Do not ask in this browser for 30 days").check()
    elsewhere.get_by_role("button", name="Sign in", exact=True).click()
    expect(elsewhere.get_by_text("Signing in asks for a code from your phone.")).to_be_visible()
    elsewhere.context.clear_cookies(name="better-auth.session_token")
    elsewhere.goto("/sign-in")
    elsewhere.get_by_label("E-mail").fill(ann)
    elsewhere.get_by_label("Password", exact=True).fill(PASSWORD)
    elsewhere.get_by_role("button", name="Sign in", exact=True).click()
    elsewhere.wait_for_url("**/dashboard**")

    # She makes new codes, and turns it off.
    elsewhere.goto("/settings/second-factor")
    prove(elsewhere, "New backup codes …", "Make them")
    expect(elsewhere.locator("#backup-codes code")).to_have_count(10)
    assert not {*paper} & {*elsewhere.locator("#backup-codes code").all_inner_texts()}
    prove(elsewhere, "Turn it off …", "Turn it off")
    expect(elsewhere.get_by_role("heading", name="It is off")).to_be_visible()
    assert [each.rpartition(" (")[2] for each in complaints] == ["Unauthorized)"]  # the wrong code


def test_a_team_that_asks_for_a_second_factor_is_closed_to_a_member_until_they_have_one(
    context: BrowserContext, ann: str, elsewhere: Page, complaints: list[str], stack: Stack
) -> None:
    # Ann has a second factor, and a team with an app and Vera in it.
    veras = elsewhere.context

    def ask(whose: BrowserContext, path: str, data: object, method: str = "POST") -> Any:
        answer = whose.request.fetch(path, method=method, data=data, headers={"origin": stack.url})
        assert answer.ok, answer.text()
        return answer.json()

    made = ask(context, "/api/auth/two-factor/enable", {"password": PASSWORD})
    ask(context, "/api/auth/two-factor/verify-totp", {"code": Authenticator.of(made["totpURI"]).code()})
    team = ask(context, "/api/auth/organization/create", {"name": "Growth", "slug": str(uuid4())})["id"]
    app = ask(context, "/api/apps", {"name": "Webshop"})["id"]
    ask(context, f"/api/apps/{app}/team", {"teamId": team}, "PUT")
    vera = {"name": "Vera", "email": f"{uuid4()}@example.com", "password": PASSWORD}
    ask(veras, "/api/auth/sign-up/email", vera)
    wish = {"email": vera["email"], "role": "member", "organizationId": team}
    invited = ask(context, "/api/auth/organization/invite-member", wish)["id"]
    ask(veras, "/api/auth/organization/accept-invitation", {"invitationId": invited})
    elsewhere.goto(f"/dashboard/{app}")
    expect(elsewhere.get_by_role("heading", name="No events yet")).to_be_visible(timeout=30_000)

    # Ann asks for it on the team's page, which says whom that closes out.
    page = context.new_page()
    page.goto(f"/settings/teams/{team}")
    expect(page.get_by_text("Without one: Vera")).to_be_visible()
    page.get_by_role("button", name="Ask for it …").click()
    expect(page.get_by_text("close to the 1 who have none")).to_be_visible()
    page.get_by_role("button", name="Ask for it", exact=True).click()
    expect(page.get_by_text("A second factor is asked for from now on.")).to_be_visible()
    picture(page, "team-with-second-factor")
    assert violations(page) == []

    # At her next step Vera reads which team asks; she enrols, and the dashboard opens.
    elsewhere.goto(f"/dashboard/{app}")
    expect(elsewhere.get_by_role("heading", name="Growth: a second factor is asked for")).to_be_visible()
    expect(elsewhere.get_by_text("Webshop")).to_have_count(0)
    picture(elsewhere, "second-factor-asked-by-a-team")
    assert violations(elsewhere) == []
    for address in ("/settings", f"/settings/{app}", f"/settings/teams/{team}"):
        elsewhere.goto(address)
        expect(elsewhere.get_by_text("Growth: a second factor is asked for")).to_be_visible()
    elsewhere.get_by_role("link", name="Set it up").click()
    expect(elsewhere.get_by_text("Growth: a second factor is asked for")).to_be_visible()
    prove(elsewhere, "Set it up …", "Go on")
    expect(elsewhere.get_by_role("img", name="A picture for your authenticator to scan")).to_be_visible()
    phone = Authenticator.of(f"otpauth://x?secret={elsewhere.locator('#secret').inner_text()}")
    elsewhere.get_by_label("The code it shows then").fill(phone.code())
    elsewhere.get_by_role("button", name="Turn it on").click()
    expect(elsewhere.get_by_role("heading", name="It is on")).to_be_visible()
    elsewhere.goto(f"/dashboard/{app}")
    expect(elsewhere.get_by_role("heading", name="No events yet")).to_be_visible(timeout=30_000)
    assert complaints == []
