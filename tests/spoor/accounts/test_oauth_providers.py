"""Providers are described by known words, and a description that cannot be meant is refused with its reason."""

from urllib.parse import urlencode

import pytest

from spoor.accounts import oauth_providers
from spoor.accounts.oauth_providers import Admission, OAuthProvider
from spoor.errors import Misconfigured
from tests.conftest import forget_settings

DISCOVERY = "https://id.example.com/.well-known/openid-configuration"
WHOLE = {"providerId": "acme", "clientId": "c", "discoveryUrl": DISCOVERY}


def read(monkeypatch: pytest.MonkeyPatch, *described: dict[str, str], plugins: str = "genericOAuth") -> object:
    """What becomes of descriptions."""
    monkeypatch.setenv("AUTH_PLUGINS", plugins)
    monkeypatch.setenv("OAUTH_PROVIDERS", " ; ".join(map(urlencode, described)))
    forget_settings()
    try:
        return dict(oauth_providers.configured())
    finally:
        monkeypatch.undo()
        forget_settings()


def test_a_description_says_all_that_there_is_to_say(monkeypatch: pytest.MonkeyPatch) -> None:
    plain = {"providerId": "other-1", "clientId": "d", "name": "Other & Söhne", "pkce": "false"}
    plain |= {
        "authorizationUrl": "https://a.example/",
        "tokenUrl": "https://b.example/",
        "userInfoUrl": "https://c.example/",
    }
    held = {
        "domains": "Example.com,xn--mnchen-3ya.example",
        "team": "team-id",
        "role": "admin",
        "scopes": "email  profile",
    }
    found = read(
        monkeypatch,
        {**WHOLE, **held, "authentication": "basic", "disableSignUp": "true", "disableImplicitSignUp": "true"},
        plain,
        plugins="genericOAuth,organization",
    )
    domains = frozenset({"example.com", "xn--mnchen-3ya.example"})
    endpoints = ("https://a.example/", "https://b.example/", "https://c.example/")
    assert found == {
        "acme": OAuthProvider(
            "acme",
            "acme",
            "c",
            DISCOVERY,
            ("", "", ""),
            ("email", "profile"),
            basic=True,
            admission=Admission(domains, True, True, "team-id", "admin"),
        ),
        "other-1": OAuthProvider("other-1", "Other & Söhne", "d", "", endpoints, pkce=False),
    }
    assert read(monkeypatch, WHOLE, plugins="organization") == {}
    assert read(monkeypatch) == {}


def test_what_cannot_be_meant_is_refused_with_its_reason(monkeypatch: pytest.MonkeyPatch) -> None:
    wrong: list[tuple[dict[str, str], str]] = [
        ({"providerId": ""}, "small letters"),
        ({"providerId": "credential"}, "not taken"),
        ({"providerId": "google"}, "not taken"),
        ({"providerId": "Acme"}, "small letters"),
        ({"providerId": "a/b"}, "small letters"),
        ({"clientId": ""}, "needs a clientId"),
        ({"discoveryUrl": ""}, "needs a discoveryUrl, or authorizationUrl, tokenUrl, userInfoUrl"),
        ({"discoveryURL": "x"}, "'discoveryURL', which is no word.*discoveryUrl"),
        ({"clientSecret": "x"}, "'clientSecret', which is no word"),
        ({"pkce": "no"}, "pkce=no; there are true, false"),
        ({"authentication": "jwt"}, "there are post, basic"),
        ({"domains": "*.example.com"}, r"the domain '\*\.example\.com', which is none"),
        ({"domains": "münchen.example"}, "the domain 'münchen.example'"),
        ({"domains": ","}, "names no domain"),
        ({"team": "t"}, "needs domains where it has a team"),
        ({"team": "t", "domains": "example.com"}, "AUTH_PLUGINS must name organization"),
        ({"role": "owner"}, "role=owner; there are member, viewer, admin"),
    ]
    for words, reason in wrong:
        with pytest.raises(Misconfigured, match=reason):
            read(monkeypatch, {**WHOLE, **words})
    with pytest.raises(Misconfigured, match="is there twice"):
        read(monkeypatch, WHOLE, WHOLE)
    with pytest.raises(Misconfigured, match="says a word twice"):
        monkeypatch.setenv("AUTH_PLUGINS", "genericOAuth")
        monkeypatch.setenv("OAUTH_PROVIDERS", f"{urlencode(WHOLE)}&clientId=e")
        forget_settings()
        oauth_providers.configured()
    monkeypatch.undo()
    forget_settings()
