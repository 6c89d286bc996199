"""A provider that says what a test wants it to say, true or not; it counts what it is asked."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler
from typing import Any
from urllib.parse import urlencode

from joserfc import jws
from joserfc.jwk import ECKey, KeySet, RSAKey

from tests.auth.browser import Browser, Reply
from tests.auth.social.answering import answer
from tests.auth.social.journey import begin
from tests.auth.social.minted import seconds
from tests.auth.social.openid_provider import fields_of

CLIENT = "forged-app"
KEYS = {
    "RS256": RSAKey.generate_key(2048, {"kid": "rsa", "use": "sig"}),
    "PS256": RSAKey.generate_key(2048, {"kid": "pss", "use": "sig"}),
    "ES256": ECKey.generate_key("P-256", {"kid": "curve", "use": "sig"}),
}


@dataclass
class Forger:
    """`claims` are the id token's beside the usual ones, None takes one away; `make` makes another token, when it is
    known for which journey, whose `nonce` is kept.

    `document` and `info` are what it says of itself and of somebody, `status` how it answers when it is asked for the
    former. `asked` are the paths, `proofs` the header by which we proved at its token endpoint who we are.
    """

    url: str = ""
    claims: dict[str, Any] = field(default_factory=dict)
    info: dict[str, Any] = field(default_factory=dict)
    document: dict[str, Any] = field(default_factory=dict)
    status: int = 200
    nonce: str | None = None
    algorithm: str = "RS256"
    make: Callable[["Forger"], str] | None = None
    asked: list[str] = field(default_factory=list)
    proofs: list[str | None] = field(default_factory=list)

    def described(self, **words: str) -> dict[str, str]:
        """The settings that describe it, as `forged`."""
        known = {"providerId": "forged", "clientId": CLIENT, "discoveryUrl": self.place("openid-configuration")}
        return {
            "OAUTH_PROVIDERS": urlencode({**known, "scopes": "email", **words}),
            "OAUTH_CLIENT_SECRETS": '{"forged": "forged-secret"}',
        }

    def place(self, name: str) -> str:
        """One of its addresses."""
        return f"{self.url}/.well-known/{name}" if name == "openid-configuration" else f"{self.url}/{name}"

    def come_back(self, browser: Browser, **query: str) -> Reply:
        """Begin at us, and come back with a code, and an id token for that journey unless `claims` say otherwise."""
        pages = {"callbackURL": "/in", "newUserCallbackURL": "/new", "errorCallbackURL": "/e"}
        fields = fields_of(begin(browser, "forged", **pages))
        self.nonce = fields.get("nonce")
        return browser.get("/callback/forged", query=urlencode({"state": fields["state"], "code": "a-code", **query}))

    def id_token(self, key: RSAKey | ECKey | None = None) -> str:
        """The id token, signed by its own key or by another one of the same name."""
        header = {"alg": self.algorithm, "kid": KEYS[self.algorithm].kid}
        return jws.serialize_compact(header, self.text(), key or KEYS[self.algorithm], algorithms=[self.algorithm])

    def text(self) -> str:
        """What is signed."""
        now = seconds()
        usual = {"iss": self.url, "aud": CLIENT, "sub": "ann", "email": "ann@example.com", "email_verified": True}
        said = {**usual, "name": "Ann", "nonce": self.nonce, "iat": now, "exp": now + 600, **self.claims}
        return json.dumps({name: value for name, value in said.items() if value is not None})

    def give(self, request: BaseHTTPRequestHandler) -> None:
        """Answer."""
        path = request.path.rpartition("/")[2]
        self.asked.append(path)
        status, said = 200, dict[str, Any]()
        match path:
            case "openid-configuration":
                status, said = self.status, self._document()
            case "jwks":
                said = KeySet(list(KEYS.values())).as_dict(private=False)
            case "token":
                self.proofs.append(request.headers["authorization"])
                said = {"access_token": "access", "token_type": "Bearer", "scope": "email"}
                said["id_token"] = self.make(self) if self.make else self.id_token()
            case "userinfo":
                said = self.info
        answer(status, json.dumps(said).encode())(request)

    def _document(self) -> dict[str, Any]:
        usual = {
            "issuer": self.url,
            "authorization_endpoint": self.place("authorize"),
            "token_endpoint": self.place("token"),
            "userinfo_endpoint": self.place("userinfo"),
            "jwks_uri": self.place("jwks"),
            "id_token_signing_alg_values_supported": [*KEYS, "HS256", "none"],
        }
        return {name: value for name, value in {**usual, **self.document}.items() if value is not None}
