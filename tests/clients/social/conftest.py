"""The local stack with a real OpenID provider, in GitHub's and Google's place and as one of its owner's own, beside a
real Better Auth server."""

from collections.abc import Iterator

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


@pytest.fixture(scope="session")
def app(port: int, provider: OpenIdProvider, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Stack]:
    """The local stack."""
    variables = {**provider.settings, **provider.described(), "AUTH_PLUGINS": "genericOAuth"}
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
    company = {
        "providerId": "company",
        "clientId": COMPANY,
        "clientSecret": "company-secret",
        "discoveryUrl": f"{provider.url}/.well-known/openid-configuration",
        "scopes": ["email", "profile"],
        "redirectURI": f"{app.url}/api/auth/callback/company",
    }
    options = {"socialProviders": clients, "genericOAuth": [company], "instead": instead}
    with better_auth(app.database, app.secret, **options) as running:
        yield running


@pytest.fixture
def database(app: Stack) -> Iterator[psycopg.Connection[DictRow]]:
    """The app's database, with nobody in it."""
    with psycopg.connect(app.database, autocommit=True, row_factory=dict_row) as connection:
        connection.execute('TRUNCATE public."user", public.session, public.account, public.verification CASCADE')
        yield connection
