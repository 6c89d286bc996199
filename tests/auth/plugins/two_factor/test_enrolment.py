"""A second factor from its secret to its end."""

from collections.abc import Callable
from typing import Any

import pytest

from auth.plugins.two_factor import codes, sealing
from spoor.errors import Misconfigured
from tests.auth.browser import PASSWORD, TOKEN, Browser
from tests.auth.plugins.two_factor.conftest import Ann, turn_on
from tests.authenticator import Authenticator
from tests.conftest import SECRET, forget_settings
from tests.doubles.inbox import Inbox
from tests.people import Direct
from tests.tables import every_row


def test_nothing_is_on_before_the_first_code_and_then_in_a_new_session_about_the_same_team(
    browser: Browser, second_factor: None, database: Direct
) -> None:
    browser.sign_up()
    team = browser.post("/organization/create", {"name": "Growth", "slug": "growth"}).json["id"]
    before = Browser(dict(browser.jar))
    first = browser.post("/two-factor/enable", {"password": PASSWORD})
    again = browser.post("/two-factor/enable", {"password": PASSWORD, "issuer": "My App"})
    assert again.json["totpURI"].startswith("otpauth://totp/My%20App:ann%40example.com?secret=")
    assert Browser().sign_in().json["user"]["twoFactorEnabled"] is False
    old, new = (Authenticator.of(each.json["totpURI"]) for each in (first, again))
    assert browser.post("/two-factor/verify-totp", {"code": old.code()}).code == (401, "INVALID_CODE")
    assert browser.post("/two-factor/verify-totp", {"code": new.code()}).json["user"]["twoFactorEnabled"] is True
    assert browser.session()["session"]["activeOrganizationId"] == team
    assert browser.session()["user"]["twoFactorEnabled"] is True
    assert before.session() is None
    [row] = every_row(database, "spoor.two_factor")
    assert not {first.json["backupCodes"][0], again.json["backupCodes"][0]} & {*map(str, row.values())}
    assert new.key.decode() not in str(row)
    assert browser.post("/two-factor/enable", {"password": PASSWORD}).code == (400, "TOTP_ALREADY_ENABLED")


def test_each_change_asks_for_the_password_and_its_owner_is_told_by_mail(
    inbox: Inbox, browser: Browser, second_factor: None
) -> None:
    browser.sign_up()
    ann = turn_on(browser)
    paths = [f"/two-factor/{name}" for name in ("enable", "get-totp-uri", "generate-backup-codes", "disable")]
    for path in paths:
        assert browser.post(path, {"password": "wrong"}).code == (400, "INVALID_PASSWORD"), path
        assert Browser().post(path, {"password": PASSWORD}).code == (401, "UNAUTHORIZED"), path
    shown = browser.post("/two-factor/get-totp-uri", {"password": PASSWORD}).json["totpURI"]
    assert Authenticator.of(shown) == ann.phone
    anew = browser.post("/two-factor/generate-backup-codes", {"password": PASSWORD}).json["backupCodes"]
    assert len({*anew} | {*ann.paper}) == 20
    before = Browser(dict(browser.jar))
    assert browser.post("/two-factor/disable", {"password": PASSWORD}).json == {"status": True}
    assert (before.session(), browser.session()["user"]["twoFactorEnabled"]) == (None, False)
    assert Browser().sign_in().json["token"]
    assert browser.post("/two-factor/get-totp-uri", {"password": PASSWORD}).code == (400, "TOTP_NOT_ENABLED")
    subjects = [letter.subject for letter in inbox.letters()]
    assert subjects == [
        "A second factor was turned on for your account",
        "New backup codes were made for your account",
        "The second factor of your account was turned off",
    ]


def test_secrets_are_sealed_as_the_client_s_own_server_seals_them(
    settings: pytest.MonkeyPatch, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Vectors of the draft of XChaCha20, and of the real package."""
    from auth.http.site import site

    settings.setenv("BETTER_AUTH_SECRET", "3Jq9vXz7LmT2kWc8RbYp4NdHs6GfQe1UaZo5")
    forget_settings()
    ours, text = site("host"), "AbCdEfGhIjKlMnOpQrStUvWxYz012345"
    monkeypatch.setattr(sealing.secrets, "token_bytes", lambda _: bytes(range(24)))
    sealed = (
        "000102030405060708090a0b0c0d0e0f10111213141516172a2b8f205785d515b45a86d0ba5f37a7a9da6acc362a30dc60eb12a7e445e47"
        "3a78aeb2106d8c7c9f7e1c61af02d812b"
    )
    assert (sealing.seal(text, ours), sealing.unseal(sealed, ours)) == (sealed, text)
    assert sealing._subkey(bytes(range(32)), bytes.fromhex("000000090000004a0000000031415927")).hex() == (
        "82413b4227b27bfed30e42508a877d73a0f9e4d58a74a853c12ec41326d3ecdc"
    )
    key = "IFREGZCFMZDWQSLKJNWE23SPOBIXEU3UKV3FO6CZPIYDCMRTGQ2Q"
    assert codes.uri(text, "a+b@x.co", "Zoë & Co") == (
        f"otpauth://totp/Zo%C3%AB%20%26%20Co:a%2Bb%40x.co?secret={key}&issuer=Zo%C3%AB+%26+Co&digits=6&period=30"
    )
    settings.setenv("BETTER_AUTH_SECRET", "another secret of thirty-two letters")
    forget_settings()
    with pytest.raises(Misconfigured):
        sealing.unseal(sealed, site("host"))


def test_it_outlives_the_auth_secret_once_it_was_used_during_a_rotation(ann: Ann, settings: pytest.MonkeyPatch) -> None:
    other = "a second secret of thirty-two letters"
    settings.setenv("BETTER_AUTH_SECRET", other)
    settings.setenv("BETTER_AUTH_PREVIOUS_SECRET", SECRET)
    forget_settings()
    for _ in range(2):
        asked = Browser()
        asked.sign_in()
        assert asked.post("/two-factor/verify-totp", {"code": ann.phone.code()}).status == 200
        settings.delenv("BETTER_AUTH_PREVIOUS_SECRET", raising=False)
        forget_settings()


def test_a_body_is_judged_before_the_session_and_nothing_is_sent_by_mail(browser: Browser, second_factor: None) -> None:
    cases: list[tuple[str, dict[str, Any], tuple[int, str]]] = [
        ("enable", {}, (400, "VALIDATION_ERROR")),
        ("enable", {"password": PASSWORD, "method": "sms"}, (400, "VALIDATION_ERROR")),
        ("enable", {"password": PASSWORD, "method": "otp"}, (400, "OTP_NOT_CONFIGURED")),
        ("verify-totp", {"code": "1", "trustDevice": "yes"}, (400, "VALIDATION_ERROR")),
        ("verify-totp", {"code": "000000"}, (400, "TOTP_NOT_ENABLED")),
        ("verify-backup-code", {"code": "x"}, (400, "BACKUP_CODES_NOT_ENABLED")),
        ("generate-backup-codes", {"password": PASSWORD}, (400, "TWO_FACTOR_NOT_ENABLED")),
        ("send-otp", {}, (400, "OTP_NOT_CONFIGURED")),
        ("verify-otp", {"code": "1"}, (400, "OTP_HAS_EXPIRED")),
        ("disable", {"password": PASSWORD}, (200, None)),
    ]
    browser.sign_up()
    for name, body, code in cases:
        assert browser.post(f"/two-factor/{name}", body).code == code, (name, body)
    refused = browser.post("/update-user", {"twoFactorEnabled": True})
    assert refused.code == (400, "FIELD_NOT_ALLOWED")
    assert TOKEN in browser.jar


def test_codes_of_a_minute_around_now_are_taken_and_no_others(ann: Ann) -> None:
    taken = {}
    for steps in range(-2, 3):
        taken[steps] = ann.browser.post("/two-factor/verify-totp", {"code": ann.phone.code(steps)}).status
    assert {steps for steps, status in taken.items() if status == 200} >= {-1, 0}
    assert taken[-2] == 401


def test_where_it_is_off_nobody_is_asked(ann: Ann, named: Callable[[str], None]) -> None:
    named("organization")
    answer = Browser().sign_in()
    assert (answer.status, "twoFactorEnabled" in answer.json["user"]) == (200, False)
    assert ann.browser.post("/two-factor/verify-totp", {"code": ann.phone.code()}).status == 404
