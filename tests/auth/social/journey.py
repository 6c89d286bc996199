"""The way of a browser to the provider and back."""

from typing import Any
from urllib.parse import urlsplit

import psycopg
from psycopg import sql
from psycopg.rows import DictRow

from tests.auth.browser import ORIGIN, Browser, Reply
from tests.auth.social.openid_provider import OpenIdProvider

Direct = psycopg.Connection[DictRow]
STATE = "better-auth.state"
CLEARED = f"{STATE}=; Max-Age=0; Path=/; HttpOnly; SameSite=Lax"


def begin(browser: Browser, id_: str = "google", **body: Any) -> str:
    """Ask to sign in; gives the provider's address."""
    reply = browser.post("/sign-in/social", {"provider": id_, **body})
    assert reply.status == 200, reply
    url: str = reply.json["url"]
    return url


def come_back(browser: Browser, back: str) -> Reply:
    """Follow the provider's redirect to us."""
    assert back.startswith(f"{ORIGIN}/api/auth/callback/")
    parts = urlsplit(back)
    return browser.get(parts.path.removeprefix("/api/auth"), query=parts.query)


def sign_in(browser: Browser, provider: OpenIdProvider, login: str, id_: str = "google", **body: Any) -> Reply:
    """All of it; gives the answer of our callback."""
    return come_back(browser, provider.sign_in(begin(browser, id_, **body), login))


def location(reply: Reply) -> str:
    """Where an answer sends the browser."""
    assert (reply.status, reply.text) == (302, ""), reply
    return reply.headers["location"]


def rows(database: Direct, table: str) -> list[dict[str, Any]]:
    """What a table holds, oldest first."""
    found = sql.SQL("SELECT * FROM {} ORDER BY created_at, id").format(sql.Identifier("public", table))
    return database.execute(found).fetchall()


def verify(database: Direct) -> None:
    """Let every address here be verified."""
    database.execute('UPDATE public."user" SET email_verified = true')
