"""Looks from outside whether a deployment works: its pages, one event and its receipt, one report."""

import json
import secrets
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from http.client import HTTPException
from time import monotonic, sleep
from typing import Any
from urllib.error import HTTPError
from urllib.request import Request, urlopen
from uuid import UUID

from deployment.console import Console
from deployment.database.direct import Direct, connected
from deployment.failure import Failed
from spoor.accounts import api_tokens, tokens

WITHIN_S, PAUSE_S = 60.0, 3.0
"""Seconds for which a check is repeated (a name may be new, an instance cold), and between two tries."""

ADDRESS = "self-check@spoor.invalid"
"""The user of a check, who is gone afterwards; no mail can ever reach that domain."""

_EVENT = "self check"


@dataclass(frozen=True)
class _Owner:
    app_id: str
    key: str
    token: str


def check(console: Console, owner: Direct, api: str, ingest: str, token_secrets: str) -> None:
    """Try what a visitor, a tracker and a program would do. What it stores it deletes. Raises Failed."""
    steps = ("GET /health", "GET /sign-in", "POST /v1/events", "POST /api/v1/apps/…/reports/trends")
    for step in steps:
        console.call(step)
    if console.dry:
        return
    _expect(f"{api}/health", "The pages do not answer: look at the log of web")
    console.say("health: good")
    page = _expect(f"{api}/sign-in", "The sign-in page is not there: look at the log of web")
    if b"<form" not in page:
        raise Failed(f"{api}/sign-in is there and has no form: what answers there is not Spoor, or an old release.")
    console.say("sign-in page: good")
    with _guest(owner, token_secrets) as guest:
        receipt = json.loads(_expect(f"{ingest}/v1/events", "Ingest does not answer: look at its log", *_event(guest)))
        if receipt.get("queued"):
            raise Failed(
                "Ingest could not reach the database and put the event into its queue: its log says the cause"
                " (docs/operations.md, Why the database could not be had). Events are kept meanwhile."
            )
        if receipt.get("accepted") != 1:
            raise Failed(f"Ingest did not take the event: {json.dumps(receipt)}")
        console.say("one event: accepted, and stored")
        place = f"{api}/api/v1/apps/{guest.app_id}/reports/trends"
        answer = json.loads(
            _expect(place, "Reports do not answer: look at the logs of authorizer and query", *_asked(guest))
        )
        if sum(answer["series"][0]["values"]) != 1:
            raise Failed(f"The report does not count the event: {json.dumps(answer)}")
        console.say("one report: counts it")


@contextmanager
def _guest(owner: Direct, token_secrets: str) -> Iterator[_Owner]:
    """A user with an app and a token, for as long as a check takes. Who was left by a check that was killed goes, too.

    Raises Failed.
    """
    with connected(owner.params, "The database of DIRECT_DATABASE_URL") as live:
        _forget(live)
        key, user_id = f"spk_{secrets.token_hex(16)}", f"self-check-{secrets.token_hex(8)}"
        now = datetime.now(UTC)
        with live.transaction():
            live.execute(
                'INSERT INTO public."user" (id, name, email) VALUES (%s, %s, %s)', [user_id, "Self check", ADDRESS]
            )
            [app] = live.execute(
                "INSERT INTO public.tracked_apps (owner_id, name, api_key) VALUES (%s, 'self check', %s)"
                " RETURNING id::text",
                [user_id, key],
            ).fetchall()
            [token] = live.execute(
                "INSERT INTO spoor.api_tokens (user_id, name, scopes, expires_at) VALUES (%s, 'self check', %s, %s)"
                " RETURNING id",
                [user_id, ["read"], now + timedelta(minutes=10)],
            ).fetchall()
        try:
            yield _Owner(app["id"], key, _token(token["id"], now, token_secrets))
        finally:
            _forget(live)


def _forget(live: Any) -> None:
    live.execute('DELETE FROM public."user" WHERE email = %s', [ADDRESS])


def _token(token_id: UUID, now: datetime, token_secrets: str) -> str:
    end = int((now + timedelta(minutes=10)).timestamp())
    claims = {"aud": api_tokens.AUDIENCE, "jti": str(token_id), "iat": int(now.timestamp()), "exp": end}
    return tokens.sign(claims, [each.strip().encode() for each in token_secrets.split(",")])


def _event(guest: _Owner) -> tuple[dict[str, str], dict[str, Any]]:
    body = {"events": [{"name": _EVENT, "id": "1", "anonymousId": "self-check"}]}
    return {"Authorization": f"Bearer {guest.key}"}, body


def _asked(guest: _Owner) -> tuple[dict[str, str], dict[str, Any]]:
    today = datetime.now(UTC).date()
    span = {"from": str(today - timedelta(days=1)), "to": str(today + timedelta(days=2)), "interval": "day"}
    return {"Authorization": f"Bearer {guest.token}"}, {**span, "series": [{"event": _EVENT}]}


def _expect(
    address: str, otherwise: str, headers: Mapping[str, str] | None = None, body: Mapping[str, Any] | None = None
) -> bytes:
    """What the address answers with 200, after some tries. Raises Failed."""
    sent = None if body is None else json.dumps(body).encode()
    request = Request(address, sent, {"Content-Type": "application/json", **(headers or {})})  # noqa: S310 - the stack's own outputs
    until = monotonic() + WITHIN_S
    while True:
        try:
            with urlopen(request, timeout=30) as answer:  # noqa: S310 - the stack's own outputs
                content: bytes = answer.read()
            return content
        except HTTPError as error:
            said = f"{error.code} {error.read(300).decode(errors='replace')}"
            if 400 <= error.code < 500 and error.code not in {403, 404, 429}:  # those may be of an address still young
                raise Failed(f"{otherwise} ({address} answers {said}).") from None
        except (OSError, HTTPException, ValueError) as error:
            said = type(error).__name__
        if monotonic() > until:
            raise Failed(f"{otherwise} ({address}: {said}).")
        sleep(PAUSE_S)
