"""The demo user's side of it: signs in, has the app and its saved funnels."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from dev.demo.funnels import FUNNELS
from dev.demo.site import Answer, Site

EMAIL = "demo@example.com"
PASSWORD = "a-month-of-events"  # noqa: S105  # of a user on the local stack; elsewhere one has to be given


class Refused(Exception):
    """Spoor would not do what the demo needs; the message says what, and what to do."""


@dataclass(frozen=True, slots=True)
class DemoApp:
    """The app to be filled."""

    id: str
    name: str
    key: str
    created_at: datetime


def sign_in(site: Site, email: str, password: str) -> None:
    """Sign in as the demo user, who is signed up first where nobody knows them. Raises Refused, Unreachable."""
    who = {"email": email, "password": password}
    if site.ask("POST", "/api/auth/sign-in/email", who).status == 200:
        return
    answer = site.ask("POST", "/api/auth/sign-up/email", {"name": "Demo", **who})
    if answer.status == 422:
        raise Refused(f"{email} exists with another password. Give it with --password, or another --email.")
    _check(answer, "sign up")


def have_app(site: Site, name: str) -> DemoApp:
    """The user's app called `name`, the newest of several; it is created where there is none. Raises Refused."""
    apps = _check(site.ask("GET", "/api/apps"), "list apps")["apps"]
    found = next((app for app in apps if app["name"] == name), None)
    app = found or _check(site.ask("POST", "/api/apps", {"name": name}), "create an app")
    return DemoApp(app["id"], app["name"], app["apiKey"], datetime.fromisoformat(app["createdAt"]))


def have_funnels(site: Site, app: DemoApp) -> None:
    """Save those of the demo's funnels that the app has not. Raises Refused."""
    path = f"/api/apps/{app.id}/funnels"
    there = {funnel["name"] for funnel in _check(site.ask("GET", path), "list funnels")["funnels"]}
    for funnel in FUNNELS:
        if funnel["name"] not in there:
            _check(site.ask("POST", path, funnel), "save a funnel")


def have_releases(site: Site, app: DemoApp, releases: list[tuple[str, datetime]]) -> None:
    """Annotate the shop's releases, those that are not annotated yet. Raises Refused."""
    path = f"/api/apps/{app.id}/annotations"
    there = {note["text"] for note in _check(site.ask("GET", path), "list annotations")["annotations"]}
    for version, at in releases:
        text = f"Release {version}"
        if text not in there:
            _check(site.ask("POST", path, {"at": at.isoformat(), "text": text}), "annotate a release")


def ask_funnel(site: Site, app: DemoApp, steps: list[Any], since: datetime, until: datetime) -> dict[str, Any]:
    """The funnel report over a range. Raises Refused."""
    question = {"from": since.isoformat(), "to": until.isoformat(), "steps": steps, "conversionWindowSeconds": 86_400}
    answer = site.ask("POST", f"/api/apps/{app.id}/reports/funnel", question)
    return dict(_check(answer, "ask for a funnel"))


def _check(answer: Answer, what: str) -> Any:
    if answer.status < 300:
        return answer.body
    said = answer.body.get("message") if isinstance(answer.body, dict) else None
    raise Refused(f"Could not {what}: {said or 'no reason given'} (HTTP {answer.status}).")
