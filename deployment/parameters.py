"""The template's parameters: which there are, what each may be, and what it is where nobody says."""

import difflib
import re
from collections.abc import Mapping
from functools import cache
from typing import Any

from deployment.failure import Failed
from deployment.stage import ROOT
from host.template.cloudformation import load


@cache
def known() -> Mapping[str, Mapping[str, Any]]:
    """What the template says of each, by name."""
    found: Mapping[str, Mapping[str, Any]] = load((ROOT / "template.yaml").read_text())["Parameters"]
    return found


def default(name: str) -> str:
    """What a parameter is where nobody says; nothing where somebody has to, or there is none of that name."""
    return str(known().get(name, {}).get("Default", ""))


def check(values: Mapping[str, str], place: str) -> None:
    """Refuse what CloudFormation would refuse after minutes, and a name that SAM would pass over in silence.

    `place` is where the values stand. Raises Failed.
    """
    for name, value in values.items():
        if name not in known():
            meant = difflib.get_close_matches(name, known(), 1)
            advice = f"did you mean {meant[0]}?" if meant else "take it out (docs/operations.md, Parameters)."
            raise Failed(f"{place} says {name}, which is no parameter: {advice}")
        if not _may_be(known()[name], value):
            raise Failed(f"{place} says {name}={value}, which {_what_it_must(known()[name])}")


def _may_be(it: Mapping[str, Any], value: str) -> bool:
    if "AllowedValues" in it and value not in map(str, it["AllowedValues"]):
        return False
    if it["Type"] == "Number":
        number = float(value) if re.fullmatch(r"-?\d+(\.\d+)?", value) else None
        return number is not None and it.get("MinValue", number) <= number <= it.get("MaxValue", number)
    pattern, most = it.get("AllowedPattern", r"(?s).*"), it.get("MaxLength", len(value))
    return re.fullmatch(pattern, value) is not None and len(value) <= int(most)


def _what_it_must(it: Mapping[str, Any]) -> str:
    if "ConstraintDescription" in it:
        return str(it["ConstraintDescription"])
    if "AllowedValues" in it:
        return f"must be one of {', '.join(map(str, it['AllowedValues']))}."
    bounds = [f"{word} {it[key]}" for word, key in (("at least", "MinValue"), ("at most", "MaxValue")) if key in it]
    return f"must be a number, {' and '.join(bounds)}." if bounds else f"cannot be: {it.get('Description', '')}"
