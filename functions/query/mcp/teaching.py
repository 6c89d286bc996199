"""Makes refusals teach: which word was likely meant, and which name of an app's catalog."""

from collections.abc import Iterator, Mapping, Sequence
from difflib import get_close_matches
from functools import cache
from typing import Any

from query.questions.words import Words
from spoor.errors import FieldProblem

_NAMING = {"event", "startEvent", "returnEvent", "endEvent"}
_MOST = 3


@cache
def known_words(model: type[Words]) -> frozenset[str]:
    """Every word that a question may hold, anywhere in it."""
    schema = model.model_json_schema()
    parts = [schema, *schema.get("$defs", {}).values()]
    return frozenset(word for part in parts for word in part.get("properties", {}))


def taught(problems: Sequence[FieldProblem], known: frozenset[str]) -> list[dict[str, str]]:
    """The problems, with the known word that is closest to each unknown one."""
    found = []
    for each in problems:
        said = {"path": each["path"], "message": each["message"]}
        last = each["path"].rpartition(".")[2]
        if "not known here" in each["message"] and (close := get_close_matches(last, known, 1, 0.6)):
            said["didYouMean"] = close[0]
        found.append(said)
    return found


def is_empty(answer: Any) -> bool:
    """Whether an answer has no figure but zeros."""
    if isinstance(answer, dict):
        return all(is_empty(each) for word, each in answer.items() if word != "days")
    if isinstance(answer, list):
        return all(map(is_empty, answer))
    return not isinstance(answer, int | float) or isinstance(answer, bool) or answer == 0


def names_in(question: Any) -> tuple[set[str], set[str]]:
    """The events, and the properties, that a question names."""
    events, properties = set(), set()
    for word, said in _said(question):
        if isinstance(said, str) and word in _NAMING:
            events.add(said)
        elif isinstance(said, str) and word == "property" and not said.startswith("$"):
            properties.add(said)
    return events, properties


def did_you_mean(question: Any, catalog: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Names of the question that the catalog does not have, each with those that are closest to it."""
    found = []
    kinds = zip(("event", "property"), names_in(question), ("events", "properties"), strict=True)
    for kind, named, word in kinds:
        there = [each["name"] for each in catalog.get(word, [])]
        for name in sorted(named - set(there)):
            found.append({"kind": kind, "name": name, "isThere": False, "closest": closest(name, there)})
    return found


def closest(name: str, names: Sequence[str]) -> list[str]:
    """Names that are like it: with it in them, or spelt alike."""
    folded = {each.casefold(): each for each in reversed(names)}
    alike = get_close_matches(name.casefold(), folded, _MOST, 0.5)
    inside = [each for each in folded if name.casefold() in each]
    return [folded[each] for each in dict.fromkeys([*inside, *alike])][:_MOST]


def _said(question: Any) -> Iterator[tuple[str, Any]]:
    if isinstance(question, dict):
        for word, said in question.items():
            yield word, said
            yield from _said(said)
    elif isinstance(question, list):
        for each in question:
            yield from _said(each)
