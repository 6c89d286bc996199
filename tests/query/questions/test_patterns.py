"""A pattern that is none, or more than a search can bear, is refused where it goes wrong, and told what to write."""

from typing import Any

import pytest
import re2
from hypothesis import given, settings
from hypothesis import strategies as st

from query.questions.pattern import LARGEST
from query.questions.pattern_reader import read
from tests.query.conftest import Ask

REFUSED = [
    (r"(a)\1", "letter 5", "back-references"),
    (r"(?=a)", "letter 2", "look ahead"),
    (r"(?<!a)b", "letter 2", "look ahead or behind"),
    (r"(?i)a", "letter 2", "`ignoreCase`"),
    (r"(?P<name>a)", "letter 2", "no names"),
    (r"\pL", "letter 2", "Unicode"),
    (r"\q", "letter 2", r"`\q` is not known"),
    ("a\\", "letter 3", "backslash"),
    (r"\x{D800}", "letter 2", "no such letter"),
    (r"\x00", "letter 2", "no such letter"),
    ("*a", "letter 1", "nothing does"),
    ("a|+", "letter 3", "nothing does"),
    ("a**", "letter 3", "repeated again"),
    ("a+?+", "letter 4", "repeated again"),
    ("a{3}{2}", "letter 5", "repeated again"),
    ("a{x}", "letter 2", r"`\{`"),
    ("{2}", "letter 1", r"`\{`"),
    ("a{256}", "letter 2", "255 times"),
    ("a{3,2}", "letter 2", "greater"),
    ("^*", "letter 2", "can't be repeated"),
    (r"(?:\bx)+", "letter 8", "can't be repeated"),
    ("(a", "letter 3", "not closed"),
    ("a)", "letter 2", "closes no group"),
    ("[a", "letter 3", "not closed"),
    ("[z-a]", "letter 5", "backwards"),
    (r"[a-\d]", "letter 5", "one letter"),
    ("[a-c-e]", "letter 5", r"`\-`"),
    ("[[:letter:]]", "letter 2", "alpha"),
    (r"[^\s\S]", "letter 8", "no letter is left"),
    ("(" * 21 + ")" * 21, "letter 22", "20 deep"),
    ("(?:a{100}){100}", "too large", str(LARGEST)),
    ("(?:a?){50}", "too large", str(LARGEST)),
    ("a?" * 30, "too large", str(LARGEST)),
]


@pytest.mark.parametrize(("pattern", "where", "why"), REFUSED)
def test_a_pattern_that_cant_be_taken_is_refused_with_place_and_reason(pattern: str, where: str, why: str) -> None:
    with pytest.raises(ValueError, match=r"^the pattern") as refusal:
        read(pattern, False)
    assert where in str(refusal.value)
    assert why in str(refusal.value)


@settings(max_examples=1500, deadline=None)
@given(st.text(st.sampled_from(r"ab1é\[](){}|*+?.^$-:,dDwWsSbBAzQEpPxx40 "), max_size=10))
def test_whatever_is_taken_is_a_pattern_of_re2s_too(text: str) -> None:
    try:
        read(text, False)
    except ValueError:
        return
    options = re2.Options()
    options.log_errors = False
    re2.compile(text, options)


def test_a_filter_tells_what_is_wrong_with_its_pattern(shop: str, ask: Ask) -> None:
    asked: dict[str, Any] = {"from": "2026-11-20", "to": "2026-11-21", "interval": "day", "series": [{"event": None}]}
    asked["filters"] = [{"property": "k", "operator": "matches", "value": r"(a)\1"}]
    reply = ask("POST", f"/api/apps/{shop}/reports/trends", asked)
    assert reply.status == 422
    [error] = reply.json["errors"]
    assert (error["path"], "back-references" in error["message"]) == ("filters[0]", True)
