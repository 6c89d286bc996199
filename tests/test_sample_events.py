"""Events as `sam local generate-event` makes them go through every handler, one after the other, as one owner's day."""

import base64
import gzip
import json
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import pytest

import auth.app
import auth.authorizer
import ingest.app
import query.app
import rollup.app
import web.app
from tests.gateway import Context, Handler
from tests.people import Direct, stored

ROOT = Path(__file__).parents[1]


def test_an_owners_day_from_sign_up_to_the_first_event(database: Direct, monkeypatch: pytest.MonkeyPatch) -> None:
    signed_up = run(auth.app.handler, sample("auth-sign-up"))
    assert signed_up["statusCode"] == 200
    cookie = next(line.partition(";")[0] for line in signed_up["cookies"] if "session_token" in line)

    session = run(auth.app.handler, sample("auth-get-session") | {"cookies": ["theme=dark", cookie]})
    user_id = json.loads(session["body"])["user"]["id"]

    verdict = run(auth.authorizer.handler, sample("authorizer") | {"cookies": [cookie]})
    assert verdict["isAuthorized"] is True
    assert verdict["context"]["userId"] == user_id

    wanted = sample("query-create-app")
    wanted["requestContext"]["authorizer"] = {"lambda": verdict["context"]}
    made = json.loads(run(query.app.handler, wanted)["body"])

    native = sample("ingest-native")
    native["headers"]["authorization"] = f"Bearer {made['apiKey']}"
    assert json.loads(run(ingest.app.handler, native)["body"])["accepted"] == 1

    posthog = sample("ingest-posthog-gzip")
    batch = json.loads(gzip.decompress(base64.b64decode(posthog["body"]))) | {"api_key": made["apiKey"]}
    posthog["body"] = base64.b64encode(gzip.compress(json.dumps(batch).encode())).decode()
    assert run(ingest.app.handler, posthog)["statusCode"] == 200
    assert len(stored(database, made["id"])) == 1 + len(batch["batch"])

    listed = sample("query-list-apps")
    listed["requestContext"]["authorizer"] = {"lambda": verdict["context"]}
    assert json.loads(run(query.app.handler, listed)["body"])["apps"] == [made]

    assert run(ingest.app.handler, sample("ingest-preflight"))["statusCode"] == 204
    run(rollup.app.handler, sample("rollup-schedule"))
    assert run(web.app.handler, sample("web-sign-in"))["statusCode"] == 200


def test_a_cookie_that_is_none_is_denied_and_a_page_without_one_leads_to_sign_in(database: Direct) -> None:
    assert run(auth.authorizer.handler, sample("authorizer"))["isAuthorized"] is False
    page = sample("web-dashboard") | {"cookies": []}
    assert run(web.app.handler, page)["statusCode"] == 302


@pytest.mark.parametrize("handler", [auth.app.handler, ingest.app.handler, query.app.handler, web.app.handler])
def test_the_generated_event_itself_crashes_nobody(database: Direct, handler: Handler) -> None:
    event = json.loads((ROOT / "tests/data/gateway/http-api-proxy.json").read_text())
    assert run(handler, event)["statusCode"] < 500


def sample(name: str) -> dict[str, Any]:
    """A sample event, happening now where it says when."""
    event: dict[str, Any] = json.loads((ROOT / "events" / f"{name}.json").read_text())
    if isinstance(event.get("body"), str) and "2026-03-12T19:03:57Z" in event["body"]:
        event["body"] = event["body"].replace("2026-03-12T19:03:57Z", datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"))
    return event


def run(handler: Handler, event: dict[str, Any]) -> dict[str, Any]:
    """Call a handler as Lambda does."""
    return handler(event, Context())
