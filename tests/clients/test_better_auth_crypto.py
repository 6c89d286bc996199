"""Hashes and signed cookies are the same thing on both sides: what either makes is good on the other, whatever is in
it."""

import json
import random
import secrets
import string
import subprocess
from pathlib import Path
from typing import Any

from auth.http import cookies
from auth.users import passwords

HASHES, COOKIES = 6, 200
"""A hash takes a tenth of a second, and each password is hashed four times."""
LETTERS = [*string.printable.strip(), *"äßéﬁ①ÅΩ≤½ΐﷺ \u00a0\u3000\U0001f511\ud83d", "e\u0301", "ᄀ각"]
TRICKY = "abcXYZ019.+/=%-_~"


def ask_better_auth(hashes: list[dict[str, str]], signed: list[dict[str, str]]) -> Any:
    """What the real package says."""
    command = ["node", Path(__file__).with_name("crypto.mjs")]
    given = json.dumps({"hashes": hashes, "cookies": signed})
    done = subprocess.run(command, input=given, capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    return json.loads(done.stdout)


def test_a_hash_of_either_side_is_good_on_the_other() -> None:
    chance = random.Random(1)
    tried = ["".join(chance.choices(LETTERS, k=chance.randint(8, 40))) for _ in range(HASHES)]
    ours = [{"password": password, "hash": passwords.hash_password(password)} for password in tried]
    theirs = ask_better_auth(ours, [])["hashes"]
    assert [answer["good"] for answer in theirs] == [True] * HASHES
    assert [passwords.verify(password, answer["hash"]) for password, answer in zip(tried, theirs, strict=True)] == [
        True
    ] * HASHES
    assert not passwords.verify(tried[0], theirs[1]["hash"])


def test_a_cookie_of_either_side_is_good_on_the_other() -> None:
    chance = random.Random(1)
    tried = [("".join(chance.choices(TRICKY, k=32)), secrets.token_urlsafe(32)) for _ in range(COOKIES)]
    ours = [
        {"value": value, "secret": secret, "cookie": cookies.sign(value, secret.encode())} for value, secret in tried
    ]
    theirs = ask_better_auth([], ours)["cookies"]
    assert [answer["value"] for answer in theirs] == [value for value, _ in tried]
    for (value, secret), answer in zip(tried, theirs, strict=True):
        held = answer["cookie"].partition("=")[2].partition(";")[0]
        assert cookies.unsign(held, secret.encode()) == value
