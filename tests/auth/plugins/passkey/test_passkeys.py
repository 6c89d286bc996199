"""Passkeys: made by who has just signed in, opening a session, renamed and removed."""

import base64
from collections.abc import Callable
from typing import Any

import pytest

from auth.plugins.passkey import ceremonies
from tests.auth.browser import ORIGIN, PASSWORD, Browser
from tests.auth.plugins.passkey.conftest import register, sign_in
from tests.auth.plugins.two_factor.conftest import turn_on
from tests.conftest import forget_settings
from tests.doubles.inbox import Inbox
from tests.passkeys import AAGUID, PasskeyHolder, b64, cbor
from tests.people import Direct
from tests.tables import every_row

NOT_REGISTERED = (500, "FAILED_TO_VERIFY_REGISTRATION")
NOT_SIGNED_IN = (400, "AUTHENTICATION_FAILED")


def test_keys_of_each_kind_that_is_offered_are_made_and_sign_in_and_others_are_not(
    browser: Browser, holder: PasskeyHolder, database: Direct
) -> None:
    browser.sign_up()
    offered = [each["alg"] for each in browser.get("/passkey/generate-register-options").json["pubKeyCredParams"]]
    assert offered == [-8, -7, -257]
    for algorithm in offered:
        holder.algorithm = algorithm
        made = register(browser, holder, name=f"by {algorithm}")
        assert (made.status, made.json["name"], made.json["aaguid"]) == (200, f"by {algorithm}", AAGUID)
        there = Browser()
        assert sign_in(there, holder).json["user"]["email"] == "ann@example.com"
        assert there.session()["session"]["userId"] == made.json["userId"]
    holder.algorithm = -7
    bad = holder.create(browser.get("/passkey/generate-register-options").json)
    raw = base64.urlsafe_b64decode(bad["response"]["attestationObject"] + "==")
    for wrong in (
        raw.replace(cbor({3: -7})[1:], cbor({3: -35})[1:]),
        raw[:-40] + b"\0" * 40,
        raw[:-1],
        raw + b"x",
        b"",
    ):
        bad["response"]["attestationObject"] = b64(wrong)
        browser.get("/passkey/generate-register-options")
        again = browser.post("/passkey/verify-registration", {"response": bad})
        assert again.code == NOT_REGISTERED, wrong
    assert len(every_row(database, "spoor.passkey")) == 3
    assert [each["name"] for each in browser.get("/passkey/list-user-passkeys").json] == [f"by {a}" for a in offered]


def test_what_is_wrong_with_a_registration_or_a_sign_in_is_refused_and_its_challenge_is_used_up(
    ann: Browser, holder: PasskeyHolder, database: Direct
) -> None:
    def made(**client: object) -> object:
        options = ann.get("/passkey/generate-register-options").json
        return ann.post("/passkey/verify-registration", {"response": holder.create(options, **client)}).code

    newest = dict(holder.keys)
    for client in ({"origin": "https://evil.example"}, {"type": "payment.get"}, {"challenge": b64(b"x" * 32)}):
        assert made(**client) == NOT_REGISTERED, client
        holder.keys = dict(newest)
        assert sign_in(Browser(), holder, **client).code == NOT_SIGNED_IN, client
    holder.present = False
    assert made() == NOT_REGISTERED
    holder.keys = dict(newest)
    assert sign_in(Browser(), holder).code == NOT_SIGNED_IN
    holder.present = True
    assert sign_in(Browser(), holder).status == 200
    holder.counts = False
    assert sign_in(Browser(), holder).code == NOT_SIGNED_IN  # a copy of the key, or the same answer once more
    holder.counts = True

    there = Browser()
    options = there.get("/passkey/generate-authenticate-options").json
    answered = holder.get(options)
    forged = {**answered, "response": {**answered["response"], "signature": b64(b"\x30\x06\x02\x01\x01\x02\x01\x01")}}
    for sent, told in (
        (forged, (401, "AUTHENTICATION_FAILED")),
        (answered, (400, "CHALLENGE_NOT_FOUND")),  # a good answer, but the challenge was tried
    ):
        assert there.post("/passkey/verify-authentication", {"response": sent}).code == told
    for response in ({}, {"id": 1}, {"id": "nope\0"}, {"id": answered["id"], "response": []}, {"id": answered["id"]}):
        there.get("/passkey/generate-authenticate-options")
        known = response.get("id") == answered["id"]
        told = NOT_SIGNED_IN if known else (401, "PASSKEY_NOT_FOUND")
        assert there.post("/passkey/verify-authentication", {"response": response}).code == told, response
    for body in ({}, {"response": "x"}, {"response": None}):
        assert there.post("/passkey/verify-authentication", body).code == (400, "VALIDATION_ERROR")
        assert ann.post("/passkey/verify-registration", body).code == (400, "VALIDATION_ERROR")
    assert len(every_row(database, "spoor.passkey")) == 1


def test_of_two_who_answer_with_the_same_counter_one_is_signed_in(
    ann: Browser, holder: PasskeyHolder, database: Direct, monkeypatch: pytest.MonkeyPatch
) -> None:
    judged = ceremonies.authenticated

    def another_is_first(*asked: Any) -> Any:
        used = judged(*asked)
        database.execute("UPDATE spoor.passkey SET counter = %s", [used.counter])
        return used

    monkeypatch.setattr(ceremonies, "authenticated", another_is_first)
    assert sign_in(Browser(), holder).code == NOT_SIGNED_IN
    monkeypatch.undo()


def test_a_passkey_that_proves_its_user_passes_for_the_second_factor_and_one_that_does_not_is_asked(
    ann: Browser, holder: PasskeyHolder, features: Callable[..., None]
) -> None:
    phone = turn_on(ann).phone
    assert sign_in(Browser(), holder).json["user"]["twoFactorEnabled"] is True
    holder.verified = False
    there = Browser()
    assert sign_in(there, holder).json == {"twoFactorRedirect": True, "twoFactorMethods": ["totp"]}
    assert there.session() is None
    assert there.post("/two-factor/verify-totp", {"code": phone.code(), "trustDevice": True}).status == 200
    assert there.session()["user"]["email"] == "ann@example.com"
    assert "session" in sign_in(there, holder).json  # a browser that she trusts
    features("-askSecondFactorEverywhere")
    assert "session" in sign_in(Browser(), holder).json


def test_only_who_has_just_signed_in_adds_one_and_its_owner_is_told_of_each(
    inbox: Inbox, ann: Browser, holder: PasskeyHolder, database: Direct, features: Callable[..., None]
) -> None:
    [passkey] = ann.get("/passkey/list-user-passkeys").json
    database.execute("UPDATE public.session SET created_at = created_at - interval '11 minutes'")
    assert ann.get("/passkey/generate-register-options").code == (403, "SESSION_NOT_FRESH")
    features("-reauthenticate")
    assert ann.get("/passkey/generate-register-options").status == 200
    database.execute("UPDATE public.session SET created_at = created_at - interval '1 day'")
    assert ann.get("/passkey/generate-register-options").code == (403, "SESSION_NOT_FRESH")
    assert ann.post("/passkey/verify-registration", {"response": {}}).code == (403, "SESSION_NOT_FRESH")
    renamed = ann.post("/passkey/update-passkey", {"id": passkey["id"], "name": "Desk"}).json["passkey"]
    assert renamed == {**passkey, "name": "Desk"}
    assert ann.post("/passkey/update-passkey", {"id": passkey["id"], "name": "\0"}).status == 400
    assert ann.post("/passkey/delete-passkey", {"id": passkey["id"]}).json == {"status": True}
    assert sign_in(Browser(), holder).code == (401, "PASSKEY_NOT_FOUND")
    subjects = [letter.subject for letter in inbox.letters()]
    assert subjects == ["A passkey was added to your account", "A passkey of your account was removed"]
    events = {row["event"] for row in every_row(database, "spoor.account_activity")}
    assert {"passkeyAdded", "passkeyRemoved"} <= events


def test_one_is_its_users_alone_and_a_challenge_its_browsers(ann: Browser, holder: PasskeyHolder) -> None:
    [passkey] = ann.get("/passkey/list-user-passkeys").json
    bob, his = Browser(), PasskeyHolder(ORIGIN)
    bob.sign_up("bob@example.com")
    assert bob.get("/passkey/list-user-passkeys").json == []
    foreign = bob.post("/passkey/update-passkey", {"id": passkey["id"], "name": "Mine"})
    assert foreign.code == (401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY")
    removed = bob.post("/passkey/delete-passkey", {"id": passkey["id"]})
    assert (removed.status, removed.text) == (401, "")
    for path, body in (("update-passkey", {"id": "nope", "name": "x"}), ("delete-passkey", {"id": "nope"})):
        assert bob.post(f"/passkey/{path}", body).code == (404, "PASSKEY_NOT_FOUND")
    # Ann's credential, registered by Bob's browser once more: nobody's passkey becomes somebody else's.
    options = ann.get("/passkey/generate-register-options").json
    made = holder.create(options)
    assert ann.post("/passkey/verify-registration", {"response": made}).status == 200
    ann.get("/passkey/generate-register-options")
    bob.jar["better-auth.better-auth-passkey"] = ann.jar["better-auth.better-auth-passkey"]
    refused = (401, "YOU_ARE_NOT_ALLOWED_TO_REGISTER_THIS_PASSKEY")
    assert bob.post("/passkey/verify-registration", {"response": his.create(options)}).code == refused
    for path in ("generate-register-options", "list-user-passkeys"):
        assert Browser().get(f"/passkey/{path}").code == (401, "UNAUTHORIZED")


def test_a_domain_that_is_named_is_the_one_that_passkeys_are_for(
    browser: Browser, holder: PasskeyHolder, settings: pytest.MonkeyPatch
) -> None:
    browser.sign_up()
    assert browser.get("/passkey/generate-authenticate-options").json["rpId"] == "127.0.0.1"
    settings.setenv("PASSKEY_RP_ID", "example.com")
    forget_settings()
    assert register(browser, holder).status == 200
    assert sign_in(Browser(), holder).status == 200
    settings.setenv("PASSKEY_RP_ID", "example.org")
    forget_settings()
    there = Browser()
    options = there.get("/passkey/generate-authenticate-options").json
    answered = holder.get({**options, "rpId": "example.com"})
    assert there.post("/passkey/verify-authentication", {"response": answered}).code == NOT_SIGNED_IN


def test_who_is_signed_in_may_have_a_new_session_with_a_new_passkey_and_one_without_a_name(
    browser: Browser, holder: PasskeyHolder
) -> None:
    browser.sign_up()
    before = browser.session()["session"]["token"]
    made = register(browser, holder, createSession=True)
    assert (made.json["name"], made.json["session"]["userId"]) == (None, made.json["user"]["id"])
    assert browser.session()["session"]["token"] == made.json["session"]["token"] != before
    assert browser.sign_in(password=PASSWORD).status == 200
