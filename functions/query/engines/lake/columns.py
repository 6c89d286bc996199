"""What the lake's columns say of a question's conditions and properties, for DuckDB."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from decimal import Decimal
from string import ascii_lowercase, ascii_uppercase
from typing import Any

from query.engines.lake.events import OfGroup, Property
from query.engines.lake.patterns import spelled
from query.engines.reasons import Elsewhere, Reason
from query.questions.filters import AllOf, AnyOf, Condition, Filter, Filters
from query.questions.letters import folded, unfolded
from query.questions.pattern_reader import read
from query.reports.groups import GROUPS
from spoor.lake.manifest import SealedDay

_OWN = {"$name": "name", "$anonymousId": "anonymous_id"}
_FINDS = {
    "contains": "contains", "notContains": "contains", "startsWith": "starts_with", "endsWith": "ends_with",
}  # fmt: skip
_COMPARED = {"gt": ">", "gte": ">=", "lt": "<", "lte": "<="}
_WHOLE = 1 << 53
NULL_TEXT = "'null'"
"""The JSON of what is not there."""


@dataclass(frozen=True, slots=True)
class SaidColumn:
    """The columns of a property: what it says as `text`, and as `json`, where it says something else; None where no
    day has any. What is `given` in them comes as parameters."""

    text: str | None
    json: str | None
    given: Mapping[str, Any] = field(default_factory=dict, compare=False)

    @property
    def hash(self) -> str:
        """A number that is the same for what is equal, and differs for what is not but by the rarest chance."""
        found = "0"
        if self.json:
            found = f"CASE WHEN {self.json} IS NULL THEN {found} ELSE hash({self.json}, 1) END"
        if self.text:
            found = f"CASE WHEN {self.text} IS NULL THEN {found} ELSE hash({self.text}) END"
        return f"({found})::UBIGINT"

    @property
    def value(self) -> str:
        """The JSON of it, null where there is nothing."""
        text = [f"to_json({self.text})::VARCHAR"] if self.text else []
        other = [self.json] if self.json else []
        return f"coalesce({', '.join([*text, *other, NULL_TEXT])})"


@dataclass(slots=True)
class Columns:
    """Writes expressions over the property files of some days; what the question says comes into them as parameters,
    and its patterns once more by themselves."""

    days: Sequence[SealedDay]
    params: dict[str, Any]
    patterns: list[str] = field(default_factory=list)

    def holds(self, filters: Filters) -> str:
        """Whether all of them hold: true or false, never null. Raises Elsewhere."""
        return " AND ".join(f"({self._holds(each)})" for each in filters) or "true"

    def says(self, name: Property) -> SaidColumn:
        """What an event says under the name of a property. Raises Elsewhere."""
        if isinstance(name, OfGroup):
            return self._accounts(name.group)
        if name in _OWN:
            return SaidColumn(_OWN[name], None)
        return SaidColumn(*self._columns_of(name))

    def _accounts(self, group: str) -> SaidColumn:
        """What an event says of its accounts, read from all that it says: no key of such has a column."""
        pointers = {self._given(_pointer(*keys))[1:]: _pointer(*keys) for keys in ((GROUPS, group), (group,))}
        among, beside = (f"json_extract(properties, ${name})" for name in pointers)
        among = f"CASE WHEN json_type(properties, '/{GROUPS}') = 'OBJECT' THEN {among} END"
        said = f"coalesce(nullif(({among})::VARCHAR, 'null'), ({beside})::VARCHAR)"
        one = f"WHEN starts_with({said}, '\"') THEN '[' || {said} || ']'"
        several = f"WHEN starts_with({said}, '[') THEN {said}"
        json_text = f"CASE WHEN json_type(properties) = 'OBJECT' THEN CASE {one} {several} END END"
        return SaidColumn(None, json_text, pointers)

    def _holds(self, condition: Condition) -> str:
        match condition:
            case AnyOf(any=conditions):
                return " OR ".join(f"({self._holds(each)})" for each in conditions)
            case AllOf(all=conditions):
                return self.holds(conditions)
            case _:
                return self._compares(condition)

    def _compares(self, condition: Filter) -> str:
        text, json_text = self._parts(condition.property)
        is_there = f"({text} IS NOT NULL OR {json_text} IS NOT NULL)"
        given, alike = condition.values(), condition.ignore_case
        match condition.operator:
            case "isSet":
                return is_there
            case "isNotSet":
                return f"NOT {is_there}"
            case "is":
                return self._equals(text, json_text, given, alike)
            case "isNot":
                return f"NOT ({self._equals(text, json_text, given, alike)})"
            case "contains" | "notContains" | "startsWith" | "endsWith" as operator:
                texts = [folded(one) for one in given] if alike else given
                whole = self._in_one_case(self._text(text, json_text), given) if alike else self._text(text, json_text)
                found = " OR ".join(f"{_FINDS[operator]}({whole}, {self._given(one)})" for one in texts)
                return f"{'NOT ' if operator == 'notContains' else ''}coalesce({found}, false)"
            case "matches":
                self.patterns.append(spelled(read(given[0], alike)))
                pattern = self._given(self.patterns[-1])
                return f"coalesce(regexp_matches({self._text(text, json_text)}, {pattern}, 's'), false)"
            case "has":
                return "false"  # a key that holds a list on any of the days has no column
            case "between":
                least, greatest = (self._bounded(condition, *each) for each in zip(("gte", "lte"), given, strict=True))
                return f"{least} AND {greatest}"
            case operator:
                return self._bounded(condition, operator, condition.value)

    def _bounded(self, condition: Filter, operator: str, limit: Any) -> str:
        """Whether the value is beyond a number or a text. Raises Elsewhere."""
        if not isinstance(limit, str) and not self._are_short(condition.property):
            raise Elsewhere(Reason.KEY_NOT_SEALED)
        return self._beyond(*self._parts(condition.property), _COMPARED[operator], limit)

    def _are_short(self, name: str) -> bool:
        """Whether all numbers of a property have so few digits that doubles hold them, and tell them apart."""
        known = [day.keys["columns"].get(name) for day in self.days]
        return all(key is None or key["short"] for key in known)

    def _parts(self, name: str) -> tuple[str, str]:
        """Where the values of a property are: as texts, and as JSON."""
        if name in _OWN:
            return _OWN[name], "NULL::VARCHAR"
        text, other = self._columns_of(name)
        return text or "NULL::VARCHAR", other or "NULL::VARCHAR"

    def _text(self, text: str, json_text: str) -> str:
        """The value where it is a text, null where it is not."""
        inside = f"CASE WHEN starts_with({json_text}, '\"') THEN json_extract_string({json_text}, '$') END"
        return f"coalesce({text}, {inside})"

    def _in_one_case(self, text: str, given: Sequence[Any]) -> str:
        """The text, its letters written as they are in the values given, once these are folded."""
        letters = {letter: like for letter, like in unfolded(given).items() if not letter.isascii()}
        before, after = "".join(letters), "".join(letters.values())
        return f"translate({text}, {self._given(ascii_uppercase + before)}, {self._given(ascii_lowercase + after)})"

    def _equals(self, text: str, json_text: str, given: Sequence[Any], alike: bool) -> str:
        texts = [one for one in given if isinstance(one, str)]
        written = [canonical(one) for one in given if not isinstance(one, str)]
        found = []
        if texts:
            whole = self._in_one_case(self._text(text, json_text), texts) if alike else self._text(text, json_text)
            wanted = [folded(one) for one in texts] if alike else texts
            found.append(f"list_contains({self._given(wanted)}, {whole})")
        if written:
            found.append(f"list_contains({self._given(written)}, {json_text})")
        return " OR ".join(f"coalesce({each}, false)" for each in found) or "false"

    def _beyond(self, text: str, json_text: str, sign: str, limit: Any) -> str:
        if isinstance(limit, str):
            return f"coalesce({self._text(text, json_text)} {sign} {self._given(limit)}, false)"
        if isinstance(limit, int) and abs(limit) > _WHOLE:  # doubles do not hold it, and so might take others for it
            raise Elsewhere(Reason.FILTER_NOT_SEALED)
        number = f"CASE WHEN regexp_full_match({json_text}, '-?[0-9.]+') THEN {json_text} END"
        return f"coalesce(({number})::DOUBLE {sign} {self._given(float(limit))}, false)"

    def _given(self, value: Any) -> str:
        name = f"given_{len(self.params)}"
        self.params[name] = value
        return f"${name}"

    def _columns_of(self, name: str) -> tuple[str | None, str | None]:
        """The columns that hold a property as text and as JSON, in any of the days. Raises Elsewhere."""
        found: dict[str, str] = {}
        for day in self.days:
            known = day.keys["columns"].get(name)
            if known is not None:
                column = f'"{known["column"]}"'
                if found.setdefault(known["kind"], column) != column:  # a day of a version that called it otherwise
                    raise Elsewhere(Reason.KEY_NOT_SEALED)
            elif "." in name or day.keys["left_out"] is None or name in day.keys["left_out"]:
                raise Elsewhere(Reason.KEY_NOT_SEALED)
        return found.get("text"), found.get("json")


def _pointer(*keys: str) -> str:
    return "".join(f"/{key.replace('~', '~0').replace('/', '~1')}" for key in keys)


def canonical(value: Any) -> str:
    """A number or a truth of a question as the lake writes equal ones."""
    if isinstance(value, bool):
        return "true" if value else "false"
    written = format(Decimal(json.dumps(value)), "f")
    trimmed = written.rstrip("0").rstrip(".") if "." in written else written
    return "0" if trimmed in ("-0", "") else trimmed
