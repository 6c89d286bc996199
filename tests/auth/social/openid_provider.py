"""A real OpenID provider in a process of its own (oidc-provider from npm), and a browser's way through its pages."""

import json
import re
import socket
import subprocess
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from urllib.parse import parse_qs, urlencode, urljoin, urlsplit

import httpx
from joserfc.jwk import RSAKey

CLIENTS = Path(__file__).parents[2] / "clients"
GOOGLE, GITHUB, COMPANY = "google-app", "github-app", "company-app"
CALLBACKS = ("google", "github", "company", "closed", "asking", "plain")
PEOPLE: dict[str, dict[str, Any]] = {
    "liz": {"email_verified": False},
    "nameless": {"name": None},
    "addressless": {"email": None, "emails": []},
    "upper": {"email": "Upper@Example.com"},
    "shown": {"public_email": "shown@users.noreply.example.com"},
}


@dataclass(frozen=True)
class OpenIdProvider:
    """Where it listens, and the key that signs its id tokens."""

    url: str
    key: RSAKey

    @property
    def settings(self) -> dict[str, str]:
        """The settings that put it in GitHub's and Google's place."""
        return {
            "GITHUB_CLIENT_ID": GITHUB,
            "GITHUB_CLIENT_SECRET": "github-secret",
            "GITHUB_URL": self.url,
            "GITHUB_API_URL": f"{self.url}/api/v3",
            "GOOGLE_CLIENT_ID": GOOGLE,
            "GOOGLE_CLIENT_SECRET": "google-secret",
            "GOOGLE_ISSUER": self.url,
            "GOOGLE_AUTHORIZATION_ENDPOINT": f"{self.url}/login/oauth/authorize",
            "GOOGLE_TOKEN_ENDPOINT": f"{self.url}/login/oauth/access_token",
            "GOOGLE_JWKS_URI": f"{self.url}/jwks",
        }

    def described(self, **words: str) -> dict[str, str]:
        """The settings by which it is a provider of its own, `company`, and what `words` say of that."""
        known = {
            "providerId": "company",
            "name": "Acme & Co",
            "clientId": COMPANY,
            "discoveryUrl": f"{self.url}/.well-known/openid-configuration",
            "scopes": "email profile",
        }
        return {
            "OAUTH_PROVIDERS": urlencode({**known, **words}),
            "OAUTH_CLIENT_SECRETS": json.dumps({"company": "company-secret"}),
        }

    def sign_in(self, url: str, login: str) -> str:
        """Go to `url`, sign in as `login`, consent; gives the address that the browser is sent back to."""
        return self._walk(url, login)

    def refuse(self, url: str) -> str:
        """Go to `url` and do not sign in; gives the address that the browser is sent back to."""
        return self._walk(url, None)

    def _walk(self, url: str, login: str | None) -> str:
        with httpx.Client() as browser:
            page = browser.get(url)
            while True:
                here = str(page.url)
                if page.is_redirect:
                    onwards = urljoin(here, page.headers["location"])
                    if not onwards.startswith(self.url):
                        return onwards
                    page = browser.get(onwards)
                elif login is None:
                    page = browser.get(urljoin(here, _found(r'href="([^"]+/abort)"', page)))
                else:
                    form = {"prompt": _found(r'name="prompt" value="(\w+)"', page), "login": login, "password": "any"}
                    page = browser.post(urljoin(here, _found(r'action="([^"]+)"', page)), data=form)


@contextmanager
def openid_provider(*origins: str, people: Mapping[str, Any] = PEOPLE) -> Iterator[OpenIdProvider]:
    """The provider, for apps at `origins`."""
    key = RSAKey.generate_key(2048, {"kid": "first", "use": "sig", "alg": "RS256"})
    configuration = {
        "port": free_port(),
        "key": key.as_dict(private=True),
        "redirects": [f"{origin}/api/auth/callback/{id_}" for origin in origins for id_ in CALLBACKS],
        "people": people,
    }
    command = ["node", CLIENTS / "openid_provider.mjs", json.dumps(configuration)]
    with subprocess.Popen(command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdin
        assert process.stdout
        try:
            word, _, url = process.stdout.readline().strip().partition(" ")
            assert word == "listening", "the OpenID provider did not start"
            yield OpenIdProvider(url, key)
        finally:
            process.stdin.close()
            process.wait(20)


def free_port() -> int:
    """A port that was free just now."""
    with socket.socket() as found:
        found.bind(("127.0.0.1", 0))
        port: int = found.getsockname()[1]
        return port


def fields_of(url: str) -> dict[str, str]:
    """The query of an address."""
    return {name: value for name, [value] in parse_qs(urlsplit(url).query, keep_blank_values=True).items()}


def _found(pattern: str, page: httpx.Response) -> str:
    match = re.search(pattern, page.text)
    assert match, f"{page.status_code} {page.text[:2000]}"
    return match[1]
