"""The owner of an app, who uses the running stack through its public API as everybody does."""

import json
import time
from http.cookiejar import CookieJar
from typing import Any
from urllib.parse import quote
from urllib.request import HTTPCookieProcessor, Request, build_opener
from uuid import uuid4

_PATIENCE = 30.0  # seconds until an event that does not come counts as lost


class Owner:
    """Somebody who has just signed up at the stack whose pages are at `url`, and has one app."""

    def __init__(self, url: str) -> None:
        self._url = url
        self._opener = build_opener(HTTPCookieProcessor(CookieJar()))
        account = {"name": "Ann", "email": f"{uuid4()}@example.com", "password": "correct horse battery"}
        self._call("/api/auth/sign-up/email", account)
        app = self._call("/api/apps", {"name": "Shop"})
        self.app_id, self.key = str(app["id"]), str(app["apiKey"])

    def events(self) -> list[dict[str, Any]]:
        """What is stored, newest first."""
        found: list[dict[str, Any]] = self._call(f"/api/apps/{self.app_id}/events?limit=1000")["events"]
        return found

    def report(self, name: str, question: dict[str, Any]) -> dict[str, Any]:
        """The answer of a report."""
        answer: dict[str, Any] = self._call(f"/api/apps/{self.app_id}/reports/{name}", question)
        return answer

    def way(self, name: str, question: dict[str, Any]) -> str:
        """From where a report was answered."""
        request = self._request(f"/api/apps/{self.app_id}/reports/{name}", question)
        with self._opener.open(request, timeout=30) as answer:
            return str(answer.headers["Spoor-Engine"])

    def timeline(self, one: str) -> dict[str, Any]:
        """What the visitor whom an id belongs to did."""
        page: dict[str, Any] = self._call(f"/api/apps/{self.app_id}/visitors/{quote(one, safe='')}?limit=1000")
        return page

    def wait_for(self, names: set[str]) -> list[dict[str, Any]]:
        """What is stored as soon as there is an event of each name."""
        until = time.monotonic() + _PATIENCE
        while missing := names - {event["name"] for event in self.events()}:
            assert time.monotonic() < until, f"{missing} did not come"
            time.sleep(0.2)
        return self.events()

    def _call(self, path: str, body: object = None) -> Any:
        with self._opener.open(self._request(path, body), timeout=30) as answer:
            return json.load(answer)

    def _request(self, path: str, body: object) -> Request:
        headers = {"origin": self._url, "content-type": "application/json"}
        return Request(self._url + path, None if body is None else json.dumps(body).encode(), headers)
