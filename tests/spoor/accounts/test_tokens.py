"""Tokens: what one of our keys signed and has not ended, and nothing else."""

import base64
import hashlib
import hmac
import json
import time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from spoor.accounts.tokens import ExpiredToken, InvalidToken, read, sign
from spoor.errors import Misconfigured

OLD, NEW, FOREIGN = b"o" * 32, b"n" * 32, b"f" * 32
LATER = int(time.time()) + 86_400  # tests may run for long
CLAIMS = {"email": "ann@example.com", "userId": "abc", "exp": LATER}


def test_a_token_gives_back_what_it_was_made_of() -> None:
    assert read(sign(CLAIMS, [NEW]), [NEW]) == CLAIMS


def test_the_newest_key_signs_and_every_key_reads() -> None:
    token = sign(CLAIMS, [NEW, OLD])
    assert read(token, [NEW]) == CLAIMS
    assert read(sign(CLAIMS, [OLD]), [NEW, OLD]) == CLAIMS
    with pytest.raises(InvalidToken):
        read(token, [OLD])


def test_a_token_of_another_key_is_none() -> None:
    with pytest.raises(InvalidToken):
        read(sign(CLAIMS, [FOREIGN]), [NEW, OLD])


def test_a_token_past_its_end_is_told_from_a_false_one() -> None:
    with pytest.raises(ExpiredToken):
        read(sign({**CLAIMS, "exp": time.time() - 2}, [NEW]), [NEW])
    with pytest.raises(InvalidToken) as caught:
        read(sign({**CLAIMS, "exp": time.time() - 2}, [FOREIGN]), [NEW])
    assert caught.type is InvalidToken


@pytest.mark.parametrize("end", ["absent", None, "soon", [], True])
def test_a_token_without_an_end_in_seconds_is_none(end: object) -> None:
    claims = {key: value for key, value in {**CLAIMS, "exp": end}.items() if value != "absent"}
    with pytest.raises(InvalidToken):
        read(signed({"alg": "HS256"}, claims), [NEW])


def test_a_token_needs_no_type_in_its_header() -> None:
    assert read(signed({"alg": "HS256"}, CLAIMS), [NEW]) == CLAIMS  # as Better Auth writes it


@pytest.mark.parametrize("algorithm", ["none", "None", "HS512", "RS256", "hs256", "", None, ["HS256"], {}, 0])
def test_no_algorithm_but_ours_is_taken_at_its_word(algorithm: object) -> None:
    with pytest.raises(InvalidToken):
        read(signed({"alg": algorithm}, CLAIMS), [NEW])


def test_a_token_for_one_purpose_is_none_for_another() -> None:
    api = sign({**CLAIMS, "aud": "api"}, [NEW])
    assert read(api, [NEW], "api")["aud"] == "api"
    for token, audience in [(api, None), (api, "mail"), (sign(CLAIMS, [NEW]), "api")]:
        with pytest.raises(InvalidToken):
            read(token, [NEW], audience)


@given(st.data())
def test_a_token_with_any_letter_changed_is_none(data: st.DataObject) -> None:
    token = sign(CLAIMS, [NEW])
    place = data.draw(st.integers(0, len(token) - 1))
    letter = data.draw(st.characters(exclude_characters=token[place], exclude_categories=()))
    with pytest.raises(InvalidToken):
        read(token[:place] + letter + token[place + 1 :], [NEW])


@given(st.text(st.characters(exclude_categories=())))
def test_whatever_is_no_token_is_refused_and_never_a_fault(text: str) -> None:
    with pytest.raises(InvalidToken):
        read(text, [NEW])


@pytest.mark.parametrize("header", ["[" * 150, "[]", '"HS256"', "{", '{"alg":"HS256","alg":"none"}'])
def test_a_header_that_says_nothing_useful_is_refused(header: str) -> None:
    with pytest.raises(InvalidToken):
        read(f"{encoded(header.encode())}.{encoded(b'{}')}.{'A' * 43}", [NEW])


@pytest.mark.parametrize("key", [b"", b"k" * 31])
def test_a_key_that_could_be_guessed_neither_signs_nor_reads(key: bytes) -> None:
    with pytest.raises(Misconfigured, match="32"):
        sign(CLAIMS, [key])
    with pytest.raises(Misconfigured, match="32"):
        read(sign(CLAIMS, [NEW]), [NEW, key])


@pytest.mark.parametrize("key", [b'["' + b"k" * 40 + b'"]', b"1" * 40, b'{"keys": []}' + b" " * 40])
def test_a_key_that_looks_like_json_is_a_key(key: bytes) -> None:
    assert read(sign(CLAIMS, [key]), [key]) == CLAIMS
    with pytest.raises(InvalidToken):
        read(sign(CLAIMS, [b"k" * 40]), [key])


def signed(header: dict[str, Any], claims: dict[str, Any]) -> str:
    """A token as RFC 7515 has it, made without the library."""
    body = f"{encoded(json.dumps(header).encode())}.{encoded(json.dumps(claims).encode())}"
    return f"{body}.{encoded(hmac.digest(NEW, body.encode(), hashlib.sha256))}"


def encoded(data: bytes) -> str:
    return base64.urlsafe_b64encode(data).decode().rstrip("=")
