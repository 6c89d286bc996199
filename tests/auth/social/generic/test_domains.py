"""A provider that is held to domains brings nobody but whom it has verified an address in one of them for."""

from collections.abc import Callable

from tests.auth.browser import TOKEN, Browser
from tests.auth.social.generic.conftest import Describe
from tests.auth.social.generic.forger import Forger
from tests.auth.social.journey import Direct, location, rows, verify

OUT = "/e?error=email_domain_not_allowed"
STRANGERS: list[tuple[str, bool | None]] = [
    ("ann@other.example", True),
    ("ann@sub.example.com", True),
    ("ann@notexample.com", True),
    ("ann@example.com.other.example", True),
    ("ann@other.example@example.com", True),
    ("ann@example.com", False),
    ("ann@example.com", None),
    ("ann@ex\u0430mple.com", True),  # a Cyrillic letter
    ("ann@\u212aelvin.example", True),  # the sign of a unit, which is a k in small letters
    ("ann@example.com\n", True),
    ("@example.com", True),
    ("example.com", True),
]


def test_nobody_comes_from_elsewhere(browser: Browser, database: Direct, forger: Forger, describe: Describe) -> None:
    describe(forger.described(domains="example.com, kelvin.example"))
    for email, verified in STRANGERS:
        forger.claims = {"email": email, "email_verified": verified}
        answer = forger.come_back(browser)
        assert (location(answer), answer.cookie(TOKEN)) == (OUT, None), email
    assert rows(database, "user") == rows(database, "account") == []
    for number, email in enumerate(("Bob@Example.COM", "eve@kelvin.example")):
        forger.claims = {"sub": str(number), "email": email}
        assert location(forger.come_back(Browser())) == "/new"
    assert [each["email"] for each in rows(database, "user")] == ["bob@example.com", "eve@kelvin.example"]


def test_it_is_asked_at_every_sign_in_and_of_who_links_as_well(
    browser: Browser, database: Direct, forger: Forger, describe: Describe
) -> None:
    describe(forger.described(domains="example.com"))
    assert location(forger.come_back(browser)) == "/new"
    for claims in ({"email": "ann@left.example"}, {"email_verified": False}):
        forger.claims = claims
        assert location(forger.come_back(Browser())) == OUT, claims
    describe(forger.described(domains="other.example"))
    forger.claims = {}
    assert location(forger.come_back(Browser())) == OUT
    bob = Browser()
    bob.sign_up("bob@example.com")
    verify(database)
    token = {"provider": "forged", "idToken": {"token": forger.id_token()}}
    forger.claims = {"sub": "bob", "email": "bob@example.com"}
    token["idToken"] = {"token": forger.id_token()}
    assert bob.post("/link-social", token).code == (401, "LINKING_NOT_ALLOWED")
    describe(forger.described(domains="example.com"))
    assert bob.post("/link-social", token).status == 200


def test_naming_domains_opens_sign_up_for_them_where_it_closes_after_the_first_account(
    browser: Browser, forger: Forger, describe: Describe, features: Callable[..., None]
) -> None:
    Browser().sign_up("owner@example.com")
    features("closeSignUpAfterFirst")
    assert location(forger.come_back(browser)) == "/e?error=signup_disabled", "it names none"
    describe(forger.described(domains="example.com"))
    assert location(forger.come_back(browser)) == "/new"
    forger.claims = {"sub": "bob", "email": "bob@example.com"}
    features("closeSignUpAfterFirst", "disableSignUp")
    assert location(forger.come_back(Browser())) == "/e?error=signup_disabled", "nobody at all signs up"
    forger.claims = {}
    assert location(forger.come_back(Browser())) == "/in"
