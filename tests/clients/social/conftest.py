"""The local stack with a real OpenID provider, in GitHub's and Google's place and as one of its owner's own, beside a
real Better Auth server."""

import json
from collections.abc import Iterator
from urllib.parse import urlencode

import psycopg
import pytest
from psycopg.rows import DictRow, dict_row

from tests.auth.social.openid_provider import COMPANY, GITHUB, GOOGLE, OpenIdProvider, free_port, openid_provider
from tests.clients.better_auth import BetterAuth, better_auth
from tests.stack import UNPROTECTED, Stack, started


@pytest.fixture(scope="session")
def port() -> int:
    """Where the app will be: app and provider must each know the other's address."""
    return free_port()


@pytest.fixture(scope="session")
def provider(port: int) -> Iterator[OpenIdProvider]:
    """The provider, at another host than the app: for a browser, another site."""
    with openid_provider(f"http://127.0.0.1:{port}") as running:
        yield running


def ours_alone(provider: OpenIdProvider) -> dict[str, dict[str, str]]:
    """What is said of each provider that an owner describes, beside what all have."""
    discovery = {"discoveryUrl": f"{provider.url}/.well-known/openid-configuration"}
    plain = {
        "authorizationUrl": f"{provider.url}/login/oauth/authorize",
        "tokenUrl": f"{provider.url}/login/oauth/access_token",
        "userInfoUrl": f"{provider.url}/me",
    }
    return {
        "company": discovery,
        "closed": {**discovery, "disableSignUp": "true"},
        "asking": {**discovery, "disableImplicitSignUp": "true"},
        "plain": {**plain, "pkce": "false"},
    }


def described(provider: OpenIdProvider) -> dict[str, str]:
    """The settings that describe them to us."""
    common = {"clientId": COMPANY, "scopes": "email profile", "name": "Acme & Co"}
    each = [urlencode({"providerId": id_, **common, **words}) for id_, words in ours_alone(provider).items()]
    secrets = dict.fromkeys(ours_alone(provider), "company-secret")
    return {"OAUTH_PROVIDERS": ";".join(each), "OAUTH_CLIENT_SECRETS": json.dumps(secrets)}


@pytest.fixture(scope="session")
def app(port: int, provider: OpenIdProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The local stack."""
    variables = {**provider.settings, **described(provider), "AUTH_PLUGINS": "genericOAuth"}
    variables |= {"SPOOR_PORT": str(port), "AUTH_FEATURES": UNPROTECTED}
    log = tmp_path_factory.mktemp("log") / "dev.log"
    with started(tmp_path_factory.mktemp("social"), log, **variables) as running:
        yield running


@pytest.fixture(scope="session")
def theirs(app: Stack, provider: OpenIdProvider) -> Iterator[BetterAuth]:
    """Better Auth's own server on the app's database; browsers come back from the provider to the app's address."""

    def client(id_: str, client_id: str) -> dict[str, str]:
        return {
            "clientId": client_id,
            "clientSecret": provider.settings[f"{id_.upper()}_CLIENT_SECRET"],
            "authorizationEndpoint": f"{provider.url}/login/oauth/authorize",
            "redirectURI": f"{app.url}/api/auth/callback/{id_}",
        }

    instead = {
        "https://oauth2.googleapis.com/token": f"{provider.url}/login/oauth/access_token",
        "https://github.com": provider.url,
        "https://api.github.com": f"{provider.url}/api/v3",
    }
    clients = {"google": client("google", GOOGLE), "github": client("github", GITHUB)}
    own = [
        {
            "providerId": id_,
            "clientId": COMPANY,
            "clientSecret": "company-secret",
            "scopes": ["email", "profile"],
            "redirectURI": f"{app.url}/api/auth/callback/{id_}",
            **{name: {"true": True, "false": False}.get(value, value) for name, value in words.items()},
        }
        for id_, words in ours_alone(provider).items()
    ]
    options = {"socialProviders": clients, "genericOAuth": own, "instead": instead}
    with better_auth(app.database, app.secret, **options) as running:
        yield running


@pytest.fixture
def database(app: Stack) -> Iterator[psycopg.Connection[DictRow]]:
    """The app's database, with nobody in it."""
    with psycopg.connect(app.database, autocommit=True, row_factory=dict_row) as connection:
        connection.execute('TRUNCATE public."user", public.session, public.account, public.verification CASCADE')
        yield connection
