"""What the catalogue expects of auth in words: a rule for each such case, held to what was answered and stored."""

import json
import re
from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from tests.auth.browser import DATA, FORGET, TOKEN
from tests.hostile.auth.adapter import NAMES, Values, wire_of
from tests.hostile.auth.catalogue import ALL
from tests.hostile.auth.house import HASHING, TOKENS, House, Reply, cookie
from tests.hostile.auth.plays import TRIES, send

Rule = Callable[[House, list[Reply]], None]
CASES = ALL["auth"]
CLEARED = [f"{name}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax" for name in (TOKEN, DATA, FORGET)]


def said_already(_: House, __: list[Reply]) -> None:
    """By status and code."""


def hashes_nothing(house: House, _: list[Reply]) -> None:
    """Refused before the password was hashed, so within no time."""
    assert house.peak() < HASHING


def signs_up(house: House, replies: list[Reply]) -> None:
    line = replies[0].cookie(TOKEN) or ""
    assert re.fullmatch(rf"{TOKEN}=[^;]+; Max-Age=604800; Path=/; HttpOnly; SameSite=Lax", line)
    assert re.fullmatch(r"[A-Za-z0-9]{32}", replies[0].json["token"])
    assert replies[0].json["user"]["emailVerified"] is False
    assert house.peak() > HASHING, "the measure of hashes measures nothing"


def takes_the_password_as_it_is(house: House, _: list[Reply]) -> None:
    """Exactly the same text signs in, and nothing that was trimmed."""
    sent = CASES["AUT-011"]["request"]["json"]["password"]
    email = house.direct.execute("SELECT email FROM public.\"user\" WHERE email LIKE 'new-%'").fetchone()
    assert email
    statuses = []
    for password in (sent, sent.strip()):
        given = {**CASES["AUT-031"]["request"], "json": {"email": email["email"], "password": password}}
        statuses.append(send(house, wire_of(given, Values(house.origin))).status)
    assert statuses == [200, 401]


def makes_its_own_fields(house: House, replies: list[Reply]) -> None:
    where = (
        "id = %s AND NOT email_verified AND id <> 'evil' AND created_at > timezone('UTC', now()) - interval '1 minute'"
    )
    assert house.count("user", where, replies[0].json["user"]["id"]) == 1


def makes_nobody(house: House, _: list[Reply]) -> None:
    assert (house.count("user"), house.count("account"), house.count("session")) == (3, 3, len(TOKENS))


def makes_one_user(house: House, replies: list[Reply]) -> None:
    assert sorted(reply.status for reply in replies) == [200, *[422] * 7]
    assert (house.count("user"), house.count("account")) == (4, 4)


def opens_a_session(house: House, replies: list[Reply]) -> None:
    assert house.count("session") == len(TOKENS) + 1
    assert replies[0].json["token"] not in TOKENS.values()
    assert replies[0].json["redirect"] is False


def is_as_wrong_as_any(house: House, replies: list[Reply]) -> None:
    wrong = send(house, wire_of(CASES["AUT-031"]["request"], Values(house.origin)))
    assert replies[0].text == wrong.text


def says_the_same_of_all(house: House, replies: list[Reply]) -> None:
    assert {(reply.status, reply.text) for reply in replies} == {(401, replies[0].text)}
    assert house.peak() > HASHING


def processes_three(house: House, replies: list[Reply]) -> None:
    assert [reply.status for reply in replies] == [200] * 3 + [429] * 3
    assert all(1 <= int(reply.headers["x-retry-after"]) <= 10 for reply in replies[3:])
    house.forget_peaks()
    send(house, wire_of(CASES["AUT-034"]["request"], Values(house.origin)))
    hashes_nothing(house, [])


def is_not_talked_round(_: House, replies: list[Reply]) -> None:
    assert [reply.status for reply in replies] == [401] * 3 + [429] * 27


def slows_and_locks_nobody_out(_: House, replies: list[Reply]) -> None:
    """docs/decisions/accounts/limits.md has the numbers."""
    assert [reply.status for reply in replies] == [401] * TRIES + [429] * (200 - TRIES) + [200]


def stays_here(house: House, replies: list[Reply]) -> None:
    for reply in replies:
        targets = [reply.headers.get("location"), (reply.json or {}).get("url")]
        for target in filter(None, targets):
            assert urlsplit(target).netloc in {"", urlsplit(house.origin).netloc}
            assert target.startswith("/")
            assert target[1:2] not in {"/", "\\"}


def forgets_at_the_end(house: House, replies: list[Reply]) -> None:
    session, forget = (replies[0].cookie(name) or "" for name in (TOKEN, FORGET))
    assert "Max-Age" not in session
    assert forget.startswith(f"{FORGET}=true.")
    where = "expires_at BETWEEN timezone('UTC', now()) + interval '23 hours' AND timezone('UTC', now()) + '1 day'"
    assert house.count("session", where) == 1


def is_agreed_on(name: str) -> Rule:
    """Auth and the authorizer both say no to this Cookie header."""

    def rule(house: House, replies: list[Reply]) -> None:
        header = Values(house.origin).fill(CASES[name]["request"]["headers"]["cookie"])
        assert (replies[0].status, replies[0].json, house.api(header)) == (200, None, 403)

    return rule


def ends_an_expired_session(house: House, replies: list[Reply]) -> None:
    assert replies[0].set_cookies == CLEARED
    assert house.count("session", "id = 'alice'") == 0


def renews(house: House, replies: list[Reply]) -> None:
    where = "id = 'alice' AND expires_at > timezone('UTC', now()) + interval '6 days 23 hours 59 minutes'"
    assert house.count("session", where) == 1
    assert "Max-Age=604800" in (replies[0].cookie(TOKEN) or "")


def signs_out(house: House, replies: list[Reply]) -> None:
    assert replies[0].set_cookies == CLEARED
    assert (house.count("session", "id = 'alice'"), house.count("session")) == (0, len(TOKENS) - 1)
    assert (house.session(cookie("alice")), house.api(cookie("alice"))) == (None, 403)
    assert house.api(cookie("alice's phone")) == 200


def ends_nothing(house: House, _: list[Reply]) -> None:
    assert house.count("session") == len(TOKENS)
    assert house.api(cookie("alice")) == 200


def ends_all_others(house: House, replies: list[Reply]) -> None:
    line = replies[0].cookie(TOKEN) or ""
    assert replies[0].json["token"] not in TOKENS.values()
    assert line.startswith(f"{TOKEN}={replies[0].json['token']}.")
    assert house.count("session", "user_id = 'alice'") == 1
    assert house.count("session", "user_id = 'bob'") == 1
    assert (house.session(cookie("alice")), house.api(cookie("alice"))) == (None, 403)
    assert house.api(line.partition(";")[0]) == 200


def fixes_nothing(_: House, replies: list[Reply]) -> None:
    chosen = NAMES["$ATTACKER_CHOSEN"].partition(".")[0]
    assert chosen not in replies[0].text + str(replies[0].set_cookies)


def names_no_other_host(_: House, replies: list[Reply]) -> None:
    assert replies[0].status == 200
    assert "evil.example" not in json.dumps([dict(replies[0].headers), replies[0].set_cookies, replies[0].text])
    assert "domain=" not in str(replies[0].set_cookies).lower()


RULES: Mapping[str, Rule] = {
    **dict.fromkeys(("AUT-002", "AUT-004", "AUT-010", "AUT-013", "AUT-061", "AUT-084"), said_already),
    **dict.fromkeys(("AUT-005", "AUT-006", "AUT-017", "AUT-068"), hashes_nothing),
    **dict.fromkeys(("AUT-020", "AUT-024", "AUT-025"), makes_nobody),
    **{f"AUT-0{number}": stays_here for number in (48, 49, 50, 51, 52, 53, 55)},
    **{name: is_agreed_on(name) for name in ("AUT-064", "AUT-065")},
    **dict.fromkeys(("AUT-072", "AUT-073"), ends_nothing),
    "AUT-001": signs_up,
    "AUT-011": takes_the_password_as_it_is,
    "AUT-019": makes_its_own_fields,
    "AUT-026": makes_one_user,
    "AUT-030": opens_a_session,
    "AUT-032": is_as_wrong_as_any,
    "AUT-033": says_the_same_of_all,
    "AUT-034": processes_three,
    "AUT-035": is_not_talked_round,
    "AUT-036": slows_and_locks_nobody_out,
    "AUT-056": forgets_at_the_end,
    "AUT-069": ends_an_expired_session,
    "AUT-070": renews,
    "AUT-071": signs_out,
    "AUT-075": ends_all_others,
    "AUT-078": fixes_nothing,
    "AUT-079": names_no_other_host,
}
