"""What trackers said of accounts themselves: names and properties of what reports count in the place of visitors."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any
from uuid import UUID

from query.questions.pages import BadCursor, cursor_at, read_cursor
from spoor import database

_NAMES = ("name", "$name", "title")


@dataclass(frozen=True, slots=True)
class AccountProfile:
    """An account: its `name` is the property called so, where that is a text, and `saidAt` when something was said of
    it last. Of each property the value stands that was said last."""

    type: str
    id: str
    name: str | None
    properties: dict[str, Any]
    said_at: datetime | None


@dataclass(frozen=True, slots=True)
class AccountsPage:
    """Accounts in the order of their types and ids. `next_cursor` asks for the page after this one; None where there is
    none."""

    accounts: list[AccountProfile]
    next_cursor: str | None


@dataclass(frozen=True, slots=True)
class Forgotten:
    """Of how many accounts nothing is known any more."""

    forgotten: int


def page(app_id: UUID, *, of_type: str | None, ids: list[str] | None, limit: int, cursor: str | None) -> AccountsPage:
    """Some of the accounts of which anything was said.

    Raises BadCursor, DatabaseAway.
    """
    after_type, after_id = _place(cursor)
    params = {"app_id": app_id, "type": of_type, "ids": ids, "after_type": after_type, "after_id": after_id}
    rows = database.run(
        database.sql("query.apps", "accounts/list_accounts"), {**params, "most": limit + 1}, repeatable=True
    )
    accounts = [_read(row) for row in rows[:limit]]
    last = accounts[-1] if len(rows) > limit else None
    return AccountsPage(
        accounts, cursor_at(json.dumps([last.type, last.id], ensure_ascii=False).encode()) if last else None
    )


def forget(app_id: UUID, of_type: str, account_id: str) -> Forgotten:
    """Forget what was said of an account; what events say stays, and what is said from now on is kept anew.

    Raises DatabaseAway.
    """
    params = {"app_id": app_id, "type": of_type, "id": account_id}
    return Forgotten(len(database.run(database.sql("query.apps", "accounts/forget_account"), params, repeatable=False)))


def _read(row: Mapping[str, Any]) -> AccountProfile:
    said = {key: value for key, (_, value) in row["said"].items() if value is not None}
    name = next((said[key] for key in _NAMES if isinstance(said.get(key), str) and said[key].strip()), None)
    at_ms = max((abs(at) for at, _ in row["said"].values()), default=None)
    return AccountProfile(
        row["type"],
        row["id"],
        name,
        {key: said[key] for key in sorted(said)},
        None if at_ms is None else datetime.fromtimestamp(at_ms / 1000, UTC),
    )


def _place(cursor: str | None) -> tuple[str, str]:
    if cursor is None:
        return "", ""
    try:
        of_type, account_id = json.loads(read_cursor(cursor))
    except (ValueError, TypeError) as error:
        raise BadCursor from error
    if not isinstance(of_type, str) or not isinstance(account_id, str) or "\0" in of_type + account_id:
        raise BadCursor
    return of_type, account_id
