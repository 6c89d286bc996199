"""GET /list-accounts and POST /unlink-account: the ways in which a user can sign in."""

from collections.abc import Mapping
from typing import Any

from auth.gate.body import Body
from auth.gate.endpoint import Endpoint
from auth.gate.fields import Field
from auth.gate.guards import signed_in
from auth.http.answer import Answer
from auth.http.call import Call
from auth.http.refusals import ACCOUNT_NOT_FOUND, LAST_ACCOUNT, Refused
from auth.session.sessions import Presented
from auth.users.dates import wire
from spoor.accounts.activity import SecurityEvent
from spoor.database import run, sql, transaction


def list_of(_: Call, presented: Presented) -> Answer:
    """The user's accounts, without passwords and tokens."""
    rows = run(sql("auth.endpoints", "list_accounts"), {"user_id": presented.user.id}, repeatable=True)
    return Answer(body=[_wire(row) for row in rows])


def unlink(call: Call, presented: Presented) -> Answer:
    """Take one of them away, never the last: of two requests at once the second sees what the first has left."""
    with transaction() as connection:
        rows = connection.execute(sql("auth.endpoints", "lock_accounts"), {"user_id": presented.user.id}).fetchall()
        if len(rows) == 1:
            raise Refused(LAST_ACCOUNT)
        if call.fields["accountId"] not in {row["id"] for row in rows}:
            raise Refused(ACCOUNT_NOT_FOUND)
        connection.execute(sql("auth.endpoints", "delete_account"), {"id": call.fields["accountId"]})
    return Answer(body={"status": True})


def _wire(row: Mapping[str, Any]) -> dict[str, Any]:
    return {
        "id": row["id"],
        "accountId": row["account_id"],
        "providerId": row["provider_id"],
        "userId": row["user_id"],
        "createdAt": wire(row["created_at"]),
        "updatedAt": wire(row["updated_at"]),
        "scopes": [scope for each in (row["scope"] or "").split(",") if (scope := each.strip())],
    }


ENDPOINTS = (
    Endpoint("GET", "/list-accounts", signed_in(list_of)),
    Endpoint(
        "POST",
        "/unlink-account",
        signed_in(unlink, fresh=True),
        Body(fields=(Field("accountId"),)),
        event=SecurityEvent.ACCOUNT_UNLINKED,
    ),
)
