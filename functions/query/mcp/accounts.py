"""What an answer counts, and what the accounts are called that events name."""

import json
from collections.abc import Iterable, Mapping
from typing import Any

from query.mcp.tool import Asking
from query.reports.groups import GROUPS

_MOST = 40
"""Accounts that are named of a page of events, those of the newest: so many of the longest ids may be asked for."""
_LONGEST_ID = 200
"""No longer one is kept of any account."""
_AS_ACCOUNTS = (
    "Wherever `answer` says visitors these are accounts, of the type `accountType`; an event counts for each that it "
    "names."
)

Account = tuple[str, str]
"""Its type and id."""


def unit(group: str | None) -> dict[str, str]:
    """Whom an answer counts, as a fact. The type of accounts is none: whoever saved a report may have written it."""
    return {"unit": "visitors"} if group is None else {"unit": "accounts", "unitMeans": _AS_ACCOUNTS}


async def called(asking: Asking, app_id: str, events: Iterable[Mapping[str, Any]]) -> list[dict[str, Any]]:
    """The accounts that the events name, in their order; one of which no name is known has None."""
    accounts = list(dict.fromkeys(account for event in events for account in _named_by(event["properties"])))[:_MOST]
    if not accounts:
        return []
    ids = json.dumps(sorted({account_id for _, account_id in accounts}), ensure_ascii=False)
    known = await asking.api.get(f"/apps/{app_id}/accounts", ids=ids, limit=1000)
    found = [] if known.is_refusal else known.said["accounts"]
    names = {(each["type"], each["id"]): each["name"] for each in found}
    return [{"type": kind, "id": account_id, "name": names.get((kind, account_id))} for kind, account_id in accounts]


def _named_by(properties: Any) -> Iterable[Account]:
    groups = properties.get(GROUPS) if isinstance(properties, dict) else None
    for kind, said in groups.items() if isinstance(groups, dict) else ():
        for one in said if isinstance(said, list) else [said]:
            if isinstance(one, str) and 0 < len(one) <= _LONGEST_ID and 0 < len(kind) <= _LONGEST_ID:
                yield kind, one
