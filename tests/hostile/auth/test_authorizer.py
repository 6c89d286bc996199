"""Whatever the authorizer is asked, it answers yes only for a live session, no, or that it could not look.

Each line of tests/data/hostile/authorizer.jsonl is a case; what asks no running function is tried elsewhere.
"""

import os
import shutil
import subprocess
import sys
from collections.abc import Callable, Mapping
from dataclasses import replace
from typing import Any, LiteralString

import pytest
from psycopg import sql

from tests.conftest import SECRET
from tests.faults.rig.instance import AUTH, Instances
from tests.hostile.auth.adapter import question_of
from tests.hostile.auth.catalogue import expected, played
from tests.hostile.auth.house import TOKENS, House, cookie

Case = Mapping[str, Any]
NO = {"isAuthorized": False}
AWAY = {"isAuthorized": True, "context": {"away": True}}
CASES = played("authorizer")
TURNS = 500


def ask(house: House, case: Case) -> Any:
    """What the authorizer says to the case's event."""
    return house.invoke("AuthorizerFunction", question_of(case["request"]))


def without_a_query(house: House, case: Case) -> Any:
    with house.never_asked(b"authorize"):
        return ask(house, case)


def as_auth_says(house: House, case: Case) -> Any:
    """The same as get-session, of the same cookies."""
    said = house.session("; ".join(question_of(case["request"])["cookies"]))
    verdict = ask(house, case)
    assert verdict["isAuthorized"] is (said is not None)
    return verdict


def after(change: LiteralString) -> Callable[[House, Case], Any]:
    """Once Alice's session was changed."""

    def play(house: House, case: Case) -> Any:
        changed = sql.SQL("UPDATE public.session SET {} WHERE token = %s").format(sql.SQL(change))
        house.direct.execute(changed, [TOKENS["alice"]])
        return ask(house, case)

    return play


def after_its_end(house: House, case: Case) -> Any:
    house.direct.execute("DELETE FROM public.session WHERE token = %s", [TOKENS["alice"]])
    return ask(house, case)


def while_the_database_fails(house: House, case: Case) -> Any:
    with house.failing(b"authorize"):
        return ask(house, case)


def on_any_route(house: House, _: Case) -> Any:
    """A gateway that remembers an answer keeps it for all routes: it must be the same on all that users have."""
    event = question_of(CASES["AZ-001"]["request"])
    routes = ("GET /a", "POST /b", "ANY /api/{proxy+}", "$default", "DELETE /api/apps/{id}")
    verdicts = [house.invoke("AuthorizerFunction", {**event, "routeKey": route}) for route in routes]
    assert verdicts == [verdicts[0]] * len(routes)
    return verdicts[0]


def taking_turns(house: House, case: Case) -> Any:
    """Alice and Bob on one warm instance, again and again."""
    alice = question_of(CASES["AZ-001"]["request"])
    for _ in range(TURNS):
        assert house.invoke("AuthorizerFunction", alice)["context"]["userId"] == "alice"
        assert ask(house, case)["context"]["userId"] == "bob"
    return ask(house, case)


def by_the_databases_clock(house: House, case: Case) -> Any:
    """An instance whose clock is eight days wrong says of live and of dead sessions what any other says."""
    library = _faketime()
    function = replace(AUTH, name="AuthorizerFunction", handler="auth.authorizer.handler")
    secrets = {"DATABASE_URL": house.url, "BETTER_AUTH_SECRET": SECRET, "SPOOR_BASE_URL": house.origin}
    for days in ("-8d", "+8d"):
        clock = {"LD_PRELOAD": library, "FAKETIME": days, "FAKETIME_DONT_FAKE_MONOTONIC": "1"}
        folder = house.folder / days
        folder.mkdir()
        instances = Instances(folder, {**secrets, **clock, "PATH": os.environ["PATH"]}, function)
        try:
            [wrong] = instances.start(1)
            assert wrong.handle(question_of(case["request"]))["isAuthorized"] is True
            house.direct.execute("UPDATE public.session SET expires_at = timezone('UTC', now()) WHERE id = 'bob'")
            assert wrong.handle(question_of(CASES["AZ-018"]["request"])) == NO
            house.begin()
        finally:
            instances.close()
    return ask(house, case)


def _faketime() -> str:
    if sys.platform != "linux" or shutil.which("faketime") is None:
        pytest.skip("faketime sets the clock: apt-get install faketime")
    show = [sys.executable, "-c", "import os; print(os.environ['LD_PRELOAD'])"]
    done = subprocess.run(["faketime", "-f", "+0d", *show], capture_output=True, text=True, check=True)
    return done.stdout.strip()


PLAYS: Mapping[str, Callable[[House, Case], Any]] = {
    "AZ-005": without_a_query,
    "AZ-006": without_a_query,
    "AZ-007": as_auth_says,
    "AZ-008": after("expires_at = timezone('UTC', now())"),
    "AZ-009": after("expires_at = timezone('UTC', now()) + interval '5 seconds'"),
    "AZ-010": after_its_end,
    "AZ-011": while_the_database_fails,
    "AZ-015": on_any_route,
    "AZ-018": taking_turns,
    "AZ-020": by_the_databases_clock,
}
IN_WORDS = {"rule", "never", "max_ms", "sql_count", "one_of"}
"""What a play holds a case to, or what any answer must be."""


@pytest.mark.parametrize("id_", CASES)
def test_a_hostile_question_is_answered_yes_or_no_and_leaves_nothing_behind(id_: str, house: House) -> None:
    wanted = expected(CASES[id_])
    house.begin()
    verdict = PLAYS.get(id_, ask)(house, CASES[id_])
    if isinstance(most := wanted.get("max_ms"), int):
        assert house.took() * 1000 <= most
    assert not set(wanted) - IN_WORDS - {"result"}, "an expectation that nobody has mapped"
    for key, value in wanted.get("result", {}).items():
        found = verdict
        for part in key.split("."):
            found = found[part]
        assert found == question_of({"event": {"it": value}})["it"]
    assert verdict in (NO, AWAY) or set(verdict["context"]) == {"userId", "sessionId"}, "no is false and nothing else"
    house.check_aftermath([])


def test_a_question_that_says_no_result_has_a_play() -> None:
    assert {id_ for id_, case in CASES.items() if not case["expect"].get("result")} <= set(PLAYS)


def test_the_other_cookie_is_as_good(house: House) -> None:
    """The measure of what is cut off on its way measures something."""
    house.begin()
    event = {**question_of(CASES["AZ-001"]["request"]), "cookies": [cookie("bob")]}
    before = house.proxy.struck
    with house.failing(b"authorize"):
        assert house.invoke("AuthorizerFunction", event) == AWAY
    assert house.proxy.struck > before
    assert house.invoke("AuthorizerFunction", event)["isAuthorized"] is True
