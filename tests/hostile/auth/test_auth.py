"""Whatever anybody sends to auth, it is answered as documented, through the gateway, and nothing of it is left behind.

Each line of tests/data/hostile/auth.jsonl is a case; catalogue.DEVIATIONS says where we decided otherwise, and why.
"""

from typing import Any

import pytest

from auth.http import cookies
from tests.catalogue import missing
from tests.conftest import SECRET
from tests.hostile.auth.catalogue import ALL, DEVIATIONS, ELSEWHERE, expected, played
from tests.hostile.auth.house import HASH, PASSWORD, TOKENS, House, Reply
from tests.hostile.auth.plays import PLAYS, send_once
from tests.hostile.auth.rules import RULES

CASES = played("auth")
IN_WORDS = {"rule", "db", "set_cookie", "then", "statuses", "max_ms", "body"}
"""What a rule holds a case to; `never` is what no answer may be."""


@pytest.mark.parametrize("id_", CASES)
def test_a_hostile_request_is_answered_as_documented_and_leaves_nothing_behind(id_: str, house: House) -> None:
    wanted = expected(CASES[id_])
    house.begin()
    replies = PLAYS.get(id_, send_once)(house, CASES[id_])
    assert house.took() * 1000 <= wanted.get("max_ms", float("inf"))
    assert mismatches(wanted, replies) == [], replies[:2]
    if rule := RULES.get(id_):
        rule(house, replies)
    house.check_aftermath(replies)


def mismatches(wanted: dict[str, Any], replies: list[Reply]) -> list[str]:
    """What is not as expected, in words. Raises KeyError for an expectation that nobody has mapped."""
    first = replies[0]
    wrong = []
    for key, value in wanted.items():
        match key:
            case "status":
                fits = first.status in value
            case "second_status":
                fits = replies[1].status in value
            case "code":
                fits = first.json["code"] == value
            case "body" if value is None:
                fits = first.text == "null"
            case "headers":
                fits = value.items() <= dict(first.headers).items()
            case "one_of":
                fits = any(not mismatches(one, replies) for one in value)
            case "never":
                fits = first.status < 500
            case _ if key in IN_WORDS:
                continue
            case _:
                raise KeyError(key)
        wrong += [] if fits else [f"{key} should be {value}"]
    return wrong


def test_every_case_that_says_something_in_words_has_a_rule() -> None:
    said = {id_ for id_, case in CASES.items() if {key for key in IN_WORDS if case["expect"].get(key)}}
    assert said == set(RULES)


def test_every_line_is_played_here_or_tried_elsewhere() -> None:
    assert missing(place for places in ELSEWHERE.values() for place in places) == []
    lines = {id_ for cases in ALL.values() for id_ in cases}
    assert set(ELSEWHERE) | set(DEVIATIONS) <= lines
    assert len(lines) == 70 + 19


def test_no_log_of_all_that_holds_a_secret(house: House) -> None:
    """AUT-083: after the cases above, whose logs these are; and when the database fails, of which more is said."""
    house.begin()
    for marker, id_ in ((b"find_login", "AUT-030"), (b"find_session", "AUT-071"), (b"add_user", "AUT-001")):
        with house.failing(marker):
            assert send_once(house, CASES[id_])[0].status == 503
    logged = house.logs()
    assert "database connection discarded" in logged
    signatures = [cookies.sign(token, SECRET.encode()).rpartition(".")[2] for token in TOKENS.values()]
    for secret in (PASSWORD, HASH, SECRET, *TOKENS.values(), *signatures, "wrong-password", "correct horse battery"):
        assert secret not in logged
