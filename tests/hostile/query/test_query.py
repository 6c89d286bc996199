"""Whatever is asked, the API gives a documented answer, shows nobody another's data, and leaves nothing behind.

Each line of tests/data/hostile/query.jsonl is a case; catalogue.DEVIATIONS says where we decided otherwise, and why.
"""

import pytest

from tests.hostile.query.adapter import REFUSED
from tests.hostile.query.catalogue import CASES
from tests.hostile.query.plays import PLAYS, send
from tests.hostile.query.rules import RULES
from tests.hostile.query.scene import QueryScene

KNOWN = {"status", "rule", "db", "reference", "headers", "then", "max_ms"}
"""What the catalogue expects: statuses are held here, the rest by rules, or by what is looked at after every case."""


@pytest.mark.parametrize("id_", CASES)
def test_a_hostile_question_is_answered_as_documented_and_leaves_nothing_behind(id_: str, scene: QueryScene) -> None:
    case = CASES[id_]
    assert set(case["expect"]) <= KNOWN
    scene.begin()
    before = scene.state()
    replies = PLAYS.get(id_, send)(scene, case["request"])
    wanted = set(case["expect"].get("status", [200, 201, 204]))
    assert replies[0].status in (wanted | REFUSED if 400 in wanted else wanted), replies[:2]
    if replies[0].status >= 400 and id_ not in PLAYS:
        assert scene.state() == before
    if rule := RULES.get(id_):
        rule(scene, case["request"], replies)
    scene.check_aftermath(replies, listed=max(wanted))


def test_a_case_whose_expectation_is_said_in_words_has_a_rule_of_ours() -> None:
    in_words = {id_ for id_, case in CASES.items() if set(case["expect"]) & {"rule", "reference", "then", "headers"}}
    assert in_words - set(RULES) - set(PLAYS) == set()
