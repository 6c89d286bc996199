"""A day of a release: somebody signs up, makes an app, trackers post, rollup runs, reports answer, a visitor is erased.

Run with the path of the release whose functions are meant, against the database of DATABASE_URL; prints what was seen.
"""

import json
from typing import Any

from auth import app as auth
from auth import authorizer
from ingest import app as ingest
from query import app as query
from rollup import app as rollup
from tests.gateway import Context, call, invoke
from web import app as web

ORIGIN = {"origin": "http://127.0.0.1:3000"}
RANGE = {"from": "2026-01-01", "to": "2099-01-01", "interval": "month"}


def main() -> None:
    """Run the day. Raises AssertionError at the first thing that goes wrong."""
    assert call(web.handler, "GET", "/health").status == 200
    person = {"name": "Ann", "email": "ann@example.com", "password": "correct horse battery"}
    signed = invoke(auth.handler, "POST", "/api/auth/sign-up/email", person, headers=ORIGIN)
    assert signed["statusCode"] == 200, signed
    [cookie] = [line.partition(";")[0] for line in signed["cookies"] if "session_token" in line]
    asked = {"routeKey": "ANY /api/{proxy+}", "headers": {"cookie": cookie}, "cookies": [cookie]}
    who = authorizer.handler(asked, Context())
    assert who["isAuthorized"], who

    def ask(method: str, path: str, body: object = None) -> Any:
        reply = call(query.handler, method, path, body, context=who["context"], headers=ORIGIN)
        assert reply.status < 300, (method, path, reply)
        return json.loads(reply.text) if reply.text else None

    app = ask("POST", "/api/apps", {"name": "shop"})
    app_id, key = app["id"], app["apiKey"]
    batch = {"events": [{"name": "open", "anonymousId": f"v{at % 3}", "userId": "ann"} for at in range(5)]}
    stored = call(ingest.handler, "POST", "/v1/events", batch, headers={"authorization": f"Bearer {key}"})
    assert json.loads(stored.text)["accepted"] == 5, stored
    did = rollup.handler({}, Context())
    trend = {**RANGE, "series": [{"event": "open"}]}
    counted = ask("POST", f"/api/apps/{app_id}/reports/trends", trend)
    assert sum(counted["series"][0]["values"]) == 5, counted
    funnel = {"from": RANGE["from"], "to": RANGE["to"], "steps": [{"event": "open"}, {"event": "open"}]}
    ask("POST", f"/api/apps/{app_id}/reports/funnel", funnel)
    ask("POST", f"/api/apps/{app_id}/dashboards", {"name": "D"})
    ask("PATCH", f"/api/apps/{app_id}/settings", {"keepBots": True})
    ask("POST", f"/api/apps/{app_id}/rotate-key")
    assert ask("POST", f"/api/apps/{app_id}/erasures", {"visitorId": "ann"})["events"] == 5
    ask("DELETE", f"/api/apps/{app_id}")
    assert call(auth.handler, "POST", "/api/auth/sign-out", {}, headers={**ORIGIN, "cookie": cookie}).status == 200
    print(json.dumps(sorted(did)))


main()
