"""An authenticator that keeps passkeys, and the browser's half of a ceremony, written from WebAuthn Level 2 alone."""

import base64
import hashlib
import json
from dataclasses import dataclass, field
from typing import Any

from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, padding, rsa

AAGUID = "0d1a5b1c-9f61-4f0e-8a3c-2b7b9d4e6f10"
_PRESENT, _VERIFIED, _MAY_BE_BACKED_UP, _BACKED_UP, _NEW = 1, 4, 8, 16, 64


def cbor(value: Any) -> bytes:
    """The few kinds of value that a registration is made of (RFC 8949)."""
    if isinstance(value, int):
        return _head(0, value) if value >= 0 else _head(1, -1 - value)
    if isinstance(value, bytes):
        return _head(2, len(value)) + value
    if isinstance(value, str):
        return _head(3, len(value.encode())) + value.encode()
    return _head(5, len(value)) + b"".join(cbor(key) + cbor(each) for key, each in value.items())


def _head(kind: int, number: int) -> bytes:
    if number < 24:
        return bytes([kind << 5 | number])
    size = next(size for size in (1, 2, 4) if number < 256**size)
    return bytes([kind << 5 | 23 + size.bit_length()]) + number.to_bytes(size, "big")


def b64(raw: bytes) -> str:
    """base64url without padding."""
    return base64.urlsafe_b64encode(raw).decode().rstrip("=")


@dataclass
class PasskeyHolder:
    """Somebody's authenticator, at a page of `origin`; `algorithm` is that of the next passkey."""

    origin: str
    algorithm: int = -7
    verified: bool = True
    present: bool = True
    counts: bool = True
    keys: dict[str, tuple[Any, int]] = field(default_factory=dict)
    counter: int = 0

    def create(self, options: Any, **client: Any) -> dict[str, Any]:
        """What the browser sends of a new passkey; `client` replaces what it says of itself."""
        credential, key = hashlib.sha256(options["challenge"].encode()).digest()[:20], self._made()
        self.keys[b64(credential)] = (key, self.algorithm)
        made = bytes.fromhex(AAGUID.replace("-", "")) + len(credential).to_bytes(2, "big") + credential
        data = self._data(options["rp"]["id"], _NEW) + made + cbor(_cose(key, self.algorithm))
        attested = cbor({"fmt": "none", "attStmt": {}, "authData": data})
        response = {
            "clientDataJSON": b64(self._client("webauthn.create", options["challenge"], client)),
            "attestationObject": b64(attested),
            "transports": ["internal", "hybrid"],
        }
        return self._sent(credential, response)

    def get(self, options: Any, **client: Any) -> dict[str, Any]:
        """What it sends of the use of the newest one."""
        name = [*self.keys][-1]
        key, algorithm = self.keys[name]
        if self.counts:
            self.counter += 1
        data = self._data(options["rpId"], 0)
        said = self._client("webauthn.get", options["challenge"], client)
        response = {
            "clientDataJSON": b64(said),
            "authenticatorData": b64(data),
            "signature": b64(_signed(key, algorithm, data + hashlib.sha256(said).digest())),
            "userHandle": None,
        }
        return self._sent(base64.urlsafe_b64decode(name + "=="), response)

    def _made(self) -> Any:
        if self.algorithm == -8:
            return ed25519.Ed25519PrivateKey.generate()
        if self.algorithm == -257:
            return rsa.generate_private_key(65537, 2048)
        return ec.generate_private_key(ec.SECP256R1())

    def _data(self, rp_id: str, more: int) -> bytes:
        flags = more | _MAY_BE_BACKED_UP | _BACKED_UP
        flags |= _PRESENT if self.present else 0
        flags |= _VERIFIED if self.verified else 0
        return hashlib.sha256(rp_id.encode()).digest() + bytes([flags]) + self.counter.to_bytes(4, "big")

    def _client(self, kind: str, challenge: str, other: dict[str, Any]) -> bytes:
        said = {"type": kind, "challenge": challenge, "origin": self.origin, "crossOrigin": False, **other}
        return json.dumps(said).encode()

    @staticmethod
    def _sent(credential: bytes, response: dict[str, Any]) -> dict[str, Any]:
        name = b64(credential)
        return {
            "id": name,
            "rawId": name,
            "type": "public-key",
            "authenticatorAttachment": "platform",
            "response": response,
        }


def _cose(key: Any, algorithm: int) -> dict[int, Any]:
    """A public key by COSE (RFC 9053)."""
    public = key.public_key()
    if algorithm == -8:
        return {1: 1, 3: -8, -1: 6, -2: public.public_bytes_raw()}
    numbers = public.public_numbers()
    if algorithm == -257:
        return {1: 3, 3: -257, -1: numbers.n.to_bytes(256, "big"), -2: numbers.e.to_bytes(3, "big")}
    return {1: 2, 3: -7, -1: 1, -2: numbers.x.to_bytes(32, "big"), -3: numbers.y.to_bytes(32, "big")}


def _signed(key: Any, algorithm: int, data: bytes) -> bytes:
    if algorithm == -8:
        return bytes(key.sign(data))
    if algorithm == -257:
        return bytes(key.sign(data, padding.PKCS1v15(), hashes.SHA256()))
    return bytes(key.sign(data, ec.ECDSA(hashes.SHA256())))
