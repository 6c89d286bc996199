"""What is optional is off until AUTH_FEATURES names it, protections are on, and a word that means nothing is told."""

from collections.abc import Callable

import pytest

from auth.features import PROTECTIONS, Feature, is_on, quiet_sign_up, sends_mail, verifies_on_sign_up
from spoor.errors import Misconfigured
from tests.doubles.inbox import Inbox

NEED_MAIL = {Feature.SEND_CHANGE_EMAIL_CONFIRMATION, Feature.SEND_SECURITY_NOTICES}


@pytest.mark.usefixtures("settings")
def test_protections_are_on_by_themselves_and_nothing_else() -> None:
    assert {feature for feature in Feature if is_on(feature)} == PROTECTIONS - NEED_MAIL
    assert not sends_mail()
    assert not quiet_sign_up()
    assert not verifies_on_sign_up()


def test_what_is_named_is_on_and_nothing_else(features: Callable[..., None]) -> None:
    features(" deleteUser", "", "disableSignUp ")
    on = {feature for feature in Feature if is_on(feature)}
    assert on == {Feature.DISABLE_SIGN_UP, Feature.DELETE_USER} | PROTECTIONS - NEED_MAIL


@pytest.mark.usefixtures("inbox")
def test_where_there_is_mail_all_protections_are_on(features: Callable[..., None]) -> None:
    features("")
    assert {feature for feature in Feature if is_on(feature)} == PROTECTIONS


@pytest.mark.usefixtures("inbox")
def test_a_protection_is_switched_off_by_a_minus_before_its_word(features: Callable[..., None]) -> None:
    features(*(f"-{feature}" for feature in PROTECTIONS), "deleteUser")
    assert [feature for feature in Feature if is_on(feature)] == [Feature.DELETE_USER]


@pytest.mark.parametrize("word", ["deleteusers", "DELETEUSER", "delete-user", "true", "-nothing"])
def test_a_word_that_is_no_feature_is_named_in_the_error(features: Callable[..., None], word: str) -> None:
    features("deleteUser", word)
    with pytest.raises(Misconfigured, match=f"'{word.lstrip('-')}', which is no feature.*requireEmailVerification"):
        is_on(Feature.DELETE_USER)


@pytest.mark.parametrize(
    "word", ["sendOnSignUp", "sendOnSignIn", "sendChangeEmailConfirmation", "sendDeleteAccountVerification"]
)
def test_what_sends_mail_needs_a_sender(features: Callable[..., None], word: str) -> None:
    features(word)
    with pytest.raises(Misconfigured, match=f"{word}, for which MAIL_SENDER must be set"):
        is_on(Feature.DELETE_USER)


@pytest.mark.parametrize(
    ("words", "quietly", "verifies"),
    [
        ((), False, False),
        (("sendOnSignUp",), False, True),
        (("requireEmailVerification",), True, True),
        (("disableAutoSignIn",), True, False),
    ],
)
def test_who_must_verify_his_address_is_told_nothing_else(
    inbox: Inbox, features: Callable[..., None], words: tuple[str, ...], quietly: bool, verifies: bool
) -> None:
    features(*words)
    assert (quiet_sign_up(), verifies_on_sign_up()) == (quietly, verifies)
