"""Hashes are interchangeable with Better Auth's."""

import re

import pytest

from auth.users import passwords

VECTORS = {  # made by the real package
    "correct horse battery staple": "334a4f2f514c03ed13217bc69bf80ef1:"
    "4384479b26879c659c7f56564283324a407ba0a0422aa3a0a6a0e7a29a47c068"
    "ddd5b09875c71f708fdf398c98c4d775ca78ceadd3dcc13115538669e3ee26da",
    "p\u00e4ssw\u00f6rd-\ufb01\u2460\u00c5 \U0001f511": "36c384a95a62ede0a896a51dfc63198f:"
    "936f168579a74c0aa0b3c62b520a0f5a97249ca1b7a96db3f0726c0c561c0fbd"
    "bed4a56a26b0766c86b5228e7c193f0b62e9479234cfe696280225dc2908092e",
    "lone\ud83dsur": "2b1609f6f65ff3b40087a4eaafaeb3c9:"
    "3a837cc43f5686c45eb2d40b1431b0bc40603ca9e6939e9587fd68f721cc3bf5"
    "56215bd0388bac49e486ceb0a68661937706b6daa7abef6ef2aa4dc86dfa2667",
}


@pytest.mark.parametrize("password", VECTORS, ids=ascii)
def test_a_hash_of_better_auth_is_verified(password: str) -> None:
    assert passwords.verify(password, VECTORS[password])
    assert not passwords.verify(password + "x", VECTORS[password])


def test_a_new_hash_has_better_auths_form_and_a_salt_of_its_own() -> None:
    first, second = passwords.hash_password("same password"), passwords.hash_password("same password")
    assert re.fullmatch(r"[0-9a-f]{32}:[0-9a-f]{128}", first)
    assert first[:32] != second[:32]
    assert passwords.verify("same password", second)


def test_passwords_equal_after_nfkc_are_one_password() -> None:
    assert passwords.verify("fine1A\u030apassword", passwords.hash_password("\ufb01ne\u2460\u00c5password"))


@pytest.mark.parametrize("stored", [None, "", "no colon", ":", "00:", "\u00e9:\u00e9"])
def test_what_is_no_hash_verifies_nothing(stored: str | None) -> None:
    assert not passwords.verify("", stored)


@pytest.mark.parametrize(("password", "length"), [("", 0), ("é", 1), ("🔑🔑🔑🔑", 8), ("\ud83d", 1)], ids=ascii)
def test_length_is_counted_in_utf_16_code_units(password: str, length: int) -> None:
    assert passwords.length(password) == length
