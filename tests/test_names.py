"""One meaning a name, a noun for each module, rooms that can be looked over, a map that leads somewhere."""

import ast
import re
from collections import Counter
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).parents[1]
CODE = [*(ROOT / "functions").rglob("*.py"), *(ROOT / "layers/common/spoor").rglob("*.py")]
TOOLS = [path for name in ("bench", "deployment", "dev", "host", "importing") for path in (ROOT / name).rglob("*.py")]
STATEMENTS = [*(ROOT / "functions").rglob("sql/**/*.sql")]
MAP = (ROOT / "CONTRIBUTING.md").read_text(encoding="utf-8").partition("## Running it")[0]
GLOSSARY = (ROOT / "docs/glossary.md").read_text(encoding="utf-8")

PARTICIPLES = {
    *("answered", "asked", "begun", "bounded", "carried", "chosen", "compared", "counted", "drawn"),
    *("embedded", "filled", "found", "gathered", "given", "grouped", "gzipped", "heard", "joined"),
    *("kept", "known", "listed", "looked_up", "made", "met", "named", "opened", "packed", "ranked"),
    *("said", "saved", "seen", "sent", "shown", "spread", "stored", "taken", "timed_out", "told"),
    *("tried", "visited", "warned"),
}
"""What is named so says what was done, and not what there is."""

MOST_MODULES = 17
"""In a room; `wire/` and `reports/` have a file for each of their kind."""

ONE_EACH = ("kept", "place", "refused", "row", "parcel, part", "event name")
"""Words that once had several meanings, and have the glossary's now."""


def classes() -> Iterator[tuple[str, str]]:
    """The name of each class, and its module's path."""
    for path in CODE:
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.ClassDef):
                yield node.name, str(path.relative_to(ROOT))


def test_no_two_classes_have_one_name() -> None:
    where: dict[str, list[str]] = {}
    for name, path in classes():
        where.setdefault(name, []).append(path)
    assert {name: paths for name, paths in where.items() if len(paths) > 1} == {}


def test_a_module_is_named_by_a_noun() -> None:
    assert [str(path.relative_to(ROOT)) for path in CODE if path.stem in PARTICIPLES] == []


def test_a_room_can_be_looked_over() -> None:
    modules = (path for path in (*CODE, *TOOLS) if path.name != "__init__.py")
    rooms = Counter(path.parent for path in (*modules, *STATEMENTS))
    assert {str(room.relative_to(ROOT)): count for room, count in rooms.items() if count > MOST_MODULES} == {}


def test_a_fixed_statement_begins_with_its_name_and_is_asked_for_by_it() -> None:
    assert [path.name for path in STATEMENTS if not re.match(rf"/\* {path.stem}\b", path.read_text())] == []
    texts = {said for path in CODE for said in re.findall(r'f?"([\w/{}]+)"', path.read_text(encoding="utf-8"))}
    patterns = {re.sub(r"\{\w+\}", r"\\w+", said) for said in texts if "{" in said and not said.startswith("{")}
    names = {str(path.relative_to(ROOT)).partition("/sql/")[2].removesuffix(".sql") for path in STATEMENTS}
    pairs = {name for name in names for end in texts if name.endswith(end) and name.removesuffix(end) in texts}
    assert [
        name for name in sorted(names - texts - pairs) if not any(re.fullmatch(each, name) for each in patterns)
    ] == []


def test_the_map_has_ten_bullets_and_leads_to_what_is_there() -> None:
    assert len(re.findall(r"^- \*\*", MAP, re.MULTILINE)) == 10
    paths = [
        path for path in re.findall(r"`([\w/.]+/[\w/.]*)`", MAP) if path.startswith(("functions/", "layers/", "tests/"))
    ]
    assert len(paths) > 10
    assert [path for path in paths if not (ROOT / path).exists()] == []


def test_the_glossary_gives_one_meaning_to_each_word() -> None:
    words = re.findall(r"^\| ([^|]+) \|", GLOSSARY, re.MULTILINE)
    assert [word for word, count in Counter(words).items() if count > 1] == []
    assert {*ONE_EACH} <= {*words}
