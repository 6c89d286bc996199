"""An authenticator on somebody's phone, written from RFC 6238 alone."""

import base64
import hashlib
import hmac
import time
from dataclasses import dataclass
from urllib.parse import parse_qs, urlsplit


@dataclass(frozen=True)
class Authenticator:
    """One that has read the picture of a second factor."""

    key: bytes

    @classmethod
    def of(cls, uri: str) -> "Authenticator":
        """The one that has read this address."""
        [secret] = parse_qs(urlsplit(uri).query)["secret"]
        return cls(base64.b32decode(secret + "=" * (-len(secret) % 8)))

    def code(self, steps: int = 0) -> str:
        """What it shows now, or so many half minutes away."""
        counter = (int(time.time()) // 30 + steps).to_bytes(8, "big")
        digest = hmac.new(self.key, counter, hashlib.sha1).digest()
        start = digest[19] % 16
        return str((int.from_bytes(digest[start : start + 4], "big") % 2**31) % 10**6).zfill(6)

    def wrong(self) -> str:
        """A code that it shows at no time near."""
        near = {self.code(steps) for steps in range(-3, 4)}
        return next(code for number in range(8) if (code := f"{number:06}") not in near)
