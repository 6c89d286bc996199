"""Whatever pattern is taken, Postgres finds with it in a text what RE2 finds."""

import re

import re2
from hypothesis import HealthCheck, assume, example, given, settings
from hypothesis import strategies as st

from query.engines.postgres.expressions.patterns import spelled
from query.questions.pattern_reader import read
from tests.people import Direct

LETTERS = "abkK\u212asSé_É1 .-\n\t]Σςσſß日\u2028😀\\\r\v"
texts = st.text(
    st.sampled_from(LETTERS) | st.characters(exclude_categories=["Cs"], exclude_characters="\0"), max_size=8
)

literals = st.sampled_from(
    [
        *"abkKsSé_É1 -]}Σςſß日😀",
        r"\.",
        r"\\",
        r"\n",
        r"\t",
        r"\v",
        r"\x41",
        r"\x{e9}",
        r"\-",
        r"\]",
        r"\[",
        r"\(",
        r"\*",
    ]
)
sets = st.sampled_from([r"\d", r"\D", r"\s", r"\S", r"\w", r"\W"])
named = st.sampled_from(["alpha", "alnum", "space", "punct", "upper", "cntrl", "graph"]).flatmap(
    lambda name: st.sampled_from([f"[:{name}:]", f"[:^{name}:]"])
)
spans = st.sampled_from(["a-c", "A-Z", "K-s", "0-9", "à-ý", "α-ω", "日-本", r"\x01-\x1f", r"\x{D000}-\x{E010}"])
in_class = st.sampled_from([*"abkKsSéÉ1 .$|(", r"\n", r"\]", r"\-", r"\^", r"\\"]) | sets | named | spans
classes = st.builds(
    lambda negated, first, inside, last: f"[{negated}{first}{''.join(inside)}{last}]",
    st.sampled_from(["", "^"]),
    st.sampled_from(["", "", "]", "-"]),
    st.lists(in_class, min_size=1, max_size=3),
    st.sampled_from(["", "", "-"]),
)
edges = st.sampled_from(["^", "$", r"\b", r"\B", r"\A", r"\z"])
times = st.sampled_from(["", "", "", "*", "+", "?", "{0}", "{2}", "{1,}", "{0,2}", "{2,3}"])
lazy = st.sampled_from(["", "", "?"])


def repeated(part: str, often: str, lazily: str) -> str:
    """A part so many times."""
    return part + often + (lazily if often else "")


def longer(inside: st.SearchStrategy[str]) -> st.SearchStrategy[str]:
    """Patterns made of patterns."""
    groups = st.builds("({}{})".format, st.sampled_from(["", "?:"]), inside)
    bare = groups.filter(lambda group: not EDGE.search(group))
    return st.one_of(
        st.lists(inside, max_size=3).map("".join),
        st.lists(inside | st.just(""), min_size=2, max_size=3).map("|".join),
        st.builds(repeated, bare, times, lazy),
        st.builds(repeated, groups, st.sampled_from(["", "?"]), lazy),
    )


EDGE = re.compile(r"[$^]|\\[bBAz]")
single = st.builds(repeated, literals | classes | sets | st.just("."), times, lazy) | edges
patterns = st.recursive(single, longer, max_leaves=6)


def refused(pattern: str, ignore_case: bool) -> str:
    """Why a pattern is not taken."""
    try:
        read(pattern, ignore_case)
    except ValueError as error:
        return str(error)
    return ""


def found_by_re2(pattern: str, ignore_case: bool, among: list[str]) -> list[bool]:
    """What RE2 says of each text."""
    options = re2.Options()
    options.case_sensitive = not ignore_case
    compiled = re2.compile(pattern, options)
    return [compiled.search(text) is not None for text in among]


@settings(max_examples=1500, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(pattern=patterns, ignore_case=st.booleans(), among=st.lists(texts, min_size=1, max_size=12))
@example("^$", False, ["", "\n", "a\n"])
@example("a.c", False, ["a\nc", "abc", "a😀c"])
@example(r"\bé\b", False, ["é", "aéa", "a é"])
@example("k", True, ["\u212a", "K", "k"])
@example(r"[^\W]", True, ["ſ", "\u212a", "é"])
@example(r"(?:^|a)?(?:\b|a)??b", False, ["ab", "b", " b"])
@example("(?:a*b*)*$", False, ["", "b", "aa"])
@example("(a|ab)(c|bcd)(d*)", False, ["abcd"])
def test_postgres_finds_what_re2_finds(database: Direct, pattern: str, ignore_case: bool, among: list[str]) -> None:
    assume(not (why := refused(pattern, ignore_case)) or not re.search("no letter is left|too large", why))
    if r"\B" in pattern:  # RE2 looks at bytes there, and finds it within a letter of several; letters are what we mean
        among = [text for text in among if text.isascii()]
    part = read(pattern, ignore_case)
    statement = """
        SELECT text COLLATE "C" ~ %s AS found FROM unnest(%s::text[]) WITH ORDINALITY AS given (text, at) ORDER BY at
    """
    rows = database.execute(statement, [spelled(part), among]).fetchall()
    assert [row["found"] for row in rows] == found_by_re2(pattern, ignore_case, among)
