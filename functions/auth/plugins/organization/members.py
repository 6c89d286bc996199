"""The members of a team, of which there are a hundred at most: listed, filtered, sorted."""

import json
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from auth.http.call import Call
from auth.http.refusals import Refused, invalid
from auth.plugins.organization.records import MemberInPerson
from auth.users.text import is_token
from spoor.database import run, sql

MOST_LISTED = 100

_FIELDS = ("id", "organizationId", "userId", "role", "createdAt")
_OPERATORS: Mapping[str, Callable[[str, str], bool]] = {
    "eq": lambda value, said: value == said,
    "ne": lambda value, said: value != said,
    "lt": lambda value, said: value < said,
    "lte": lambda value, said: value <= said,
    "gt": lambda value, said: value > said,
    "gte": lambda value, said: value >= said,
    "in": lambda value, said: value in said.split(","),
    "not_in": lambda value, said: value not in said.split(","),
    "contains": lambda value, said: said in value,
    "starts_with": lambda value, said: value.startswith(said),
    "ends_with": lambda value, said: value.endswith(said),
}


@dataclass(frozen=True)
class MemberPage:
    """Which members a request wants to see."""

    limit: int
    offset: int
    sort_by: str
    descending: bool
    field: str
    operator: str
    value: str

    @classmethod
    def of(cls, call: Call) -> "MemberPage":
        """What the query says. Raises Refused for a field or an operator that does not exist."""
        sort_by, field = call.queried("sortBy"), call.queried("filterField")
        direction, operator = call.queried("sortDirection") or "asc", call.queried("filterOperator") or "eq"
        problems = [
            f"[query.{name}] Invalid option: expected one of {'|'.join(map(json.dumps, known))}"
            for name, said, known in (
                ("sortBy", sort_by, _FIELDS),
                ("sortDirection", direction, ("asc", "desc")),
                ("filterField", field, _FIELDS),
                ("filterOperator", operator, tuple(_OPERATORS)),
            )
            if said and said not in known
        ]
        if problems:
            raise Refused(invalid(problems))
        limit, offset = number(call.queried("limit")) or MOST_LISTED, number(call.queried("offset"))
        return cls(limit, offset, sort_by, direction == "desc", field, operator, call.queried("filterValue"))

    def fitting(self, members: Iterable[MemberInPerson]) -> list[MemberInPerson]:
        """Those that fit the filter, in the order that is asked for, or else in which they came."""
        compare = _OPERATORS[self.operator]
        found = [each for each in members if not self.field or compare(_text(each, self.field), self.value)]
        if self.sort_by:
            found.sort(key=lambda each: _text(each, self.sort_by), reverse=self.descending)
        return found


def list_of(organization_id: str) -> list[MemberInPerson]:
    """A team's members with their users, in the order in which they came."""
    if not is_token(organization_id):
        return []
    params = {"organization_id": organization_id}
    rows = run(sql("auth.plugins.organization", "members/list_members"), params, repeatable=True)
    return [MemberInPerson.from_row(row) for row in rows]


def of_user(members: Iterable[MemberInPerson], user_id: str) -> MemberInPerson | None:
    """A user among them."""
    return next((each for each in members if each.user_id == user_id), None)


def of_address(members: Iterable[MemberInPerson], email: str) -> MemberInPerson | None:
    """The user of an address among them, in letters of any size."""
    return next((each for each in members if each.email.lower() == email.lower()), None)


def number(text: str) -> int:
    """A number in a query; what is none counts as not given, and so does a negative one."""
    return int(text) if text.isdecimal() and len(text) < 10 else 0


def _text(member: MemberInPerson, field: str) -> str:
    said: dict[str, Any] = member.wire()
    return str(said[field])
