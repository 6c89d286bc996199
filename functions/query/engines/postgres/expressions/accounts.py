"""The accounts of a type that events name, and those that visitors belong to by what they said before."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, Subquery, Text, Uuid, any_, case, cast, func, literal, select
from sqlalchemy.dialects.postgresql import ARRAY, INTERVAL, JSONB, TIMESTAMP, array

from query.engines.postgres.expressions.properties import as_json, text_of
from query.reports.groups import CALLS, GROUPS, MEMBER_FOR, NEARLY
from spoor.schema import events
from spoor.statements import named
from spoor.visitor import events_with_visitors, visitor

SINCE, UNTIL = "member_since", "member_until"
_INSTANT = TIMESTAMP(timezone=True)
_HOUR_S = 3600


def member_bounds(first: datetime, last: datetime) -> dict[str, Any]:
    """Where what visitors said of their accounts is looked for, so that it is known from one instant to another."""
    return {SINCE: first - MEMBER_FOR - NEARLY, UNTIL: last}


def said_of_accounts(group: str) -> ColumnElement[Any]:
    """What an event says of its accounts of a type, as `jsonb`: among its groups, else as a property of that name."""
    name = literal(group, Text)
    among: ColumnElement[Any] = events.c.properties.op("->")(literal(GROUPS, Text)).op("->")(name)
    return func.coalesce(func.nullif(among, as_json(None)), events.c.properties.op("->")(name))


def named_accounts(group: str) -> ColumnElement[Any]:
    """The accounts that an event names: of a text that one, of a list each of its texts, once and in order; null where
    there are none."""
    said = said_of_accounts(group)
    kind = func.jsonb_typeof(said)
    each = func.jsonb_array_elements(said).table_valued("value").render_derived("each")
    one = cast(each.c.value, JSONB)
    several = select(func.array_agg(text_of(one).collate("C").distinct())).where(
        func.jsonb_typeof(one) == "string", one != as_json("")
    )
    return case(
        (said == as_json(""), None),
        (kind == "string", array([text_of(said)])),
        (kind == "array", several.scalar_subquery()),
    )


def members(group: str, bounds: Mapping[str, Any]) -> Subquery:
    """Each `member` with their `accounts`, and from when on (`joined_at`), and until when (`left_at`), they are: until
    they say others, and for no longer than MEMBER_FOR. Of what is said at one instant the last by its JSON counts."""
    accounts = named_accounts(group)
    said = (
        select(
            visitor().collate("C").label("member"), events.c.occurred_at.label("joined_at"), accounts.label("accounts")
        )
        .select_from(events_with_visitors(bounds["app_id"]))
        .where(
            events.c.app_id == named("app_id", bounds["app_id"], Uuid()),
            events.c.name == any_(literal(list(CALLS), ARRAY(Text))),
            events.c.occurred_at >= named(SINCE, bounds[SINCE], _INSTANT),
            events.c.occurred_at <= named(UNTIL, bounds[UNTIL], _INSTANT),
            events.c.anonymous_id.is_not(None),
            accounts.is_not(None),
        )
        .subquery("said_of_members")
    )
    order = [said.c.joined_at, cast(func.to_jsonb(said.c.accounts), Text).collate("C")]
    following = func.lead(said.c.joined_at).over(partition_by=said.c.member, order_by=order)
    hours = f"{int(MEMBER_FOR.total_seconds()) // _HOUR_S} hours"  # days would be as long as a time zone has them
    longest = said.c.joined_at + cast(literal(hours, Text), INTERVAL)
    left_at = func.least(following, longest).label("left_at")
    return select(said.c.member, said.c.joined_at, left_at, said.c.accounts).subquery("members")
