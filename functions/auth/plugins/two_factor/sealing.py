"""How secrets lie in the table: sealed as Better Auth does it, XChaCha20-Poly1305 under the hash of the auth secret.

The library has the cipher with a nonce of 12 bytes only, so the first step of the longer one is made here.
"""

import hashlib
import secrets
import struct
from typing import TYPE_CHECKING

from auth.http.site import Site
from spoor.errors import Misconfigured

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

_NONCE_BYTES = 24
_WORDS = struct.Struct("<4I")
_CONSTANTS = _WORDS.unpack(b"expand 32-byte k")
_COLUMNS = ((0, 4, 8, 12), (1, 5, 9, 13), (2, 6, 10, 14), (3, 7, 11, 15))
_DIAGONALS = ((0, 5, 10, 15), (1, 6, 11, 12), (2, 7, 8, 13), (3, 4, 9, 14))
_ROUNDS = (*_COLUMNS, *_DIAGONALS) * 10


def seal(text: str, site: Site) -> str:
    """`text` such that nobody reads it without the auth secret."""
    nonce = secrets.token_bytes(_NONCE_BYTES)
    return (nonce + _cipher(site.key, nonce).encrypt(_short(nonce), text.encode(), None)).hex()


def unseal(sealed: str, site: Site) -> str:
    """What was sealed with the auth secret, or with the one before it.

    Raises Misconfigured where it was with neither: then the secret was changed, and nobody kept the old one.
    """
    from cryptography.exceptions import InvalidTag

    nonce, rest = bytes.fromhex(sealed)[:_NONCE_BYTES], bytes.fromhex(sealed)[_NONCE_BYTES:]
    for key in site.keys:
        try:
            return _cipher(key, nonce).decrypt(_short(nonce), rest, None).decode()
        except InvalidTag:
            continue
    raise Misconfigured("A second factor was sealed with another BETTER_AUTH_SECRET than there is now.")


def _cipher(secret: bytes, nonce: bytes) -> "ChaCha20Poly1305":
    from cryptography.hazmat.primitives.ciphers.aead import ChaCha20Poly1305

    return ChaCha20Poly1305(_subkey(hashlib.sha256(secret).digest(), nonce[:16]))


def _short(nonce: bytes) -> bytes:
    return b"\0\0\0\0" + nonce[16:]


def _subkey(key: bytes, nonce: bytes) -> bytes:
    """HChaCha20 (draft-irtf-cfrg-xchacha, section 2.2)."""
    state = [*_CONSTANTS, *_WORDS.unpack(key[:16]), *_WORDS.unpack(key[16:]), *_WORDS.unpack(nonce)]
    for a, b, c, d in _ROUNDS:
        for first, second, third, turn in ((a, b, d, 16), (c, d, b, 12), (a, b, d, 8), (c, d, b, 7)):
            state[first] = (state[first] + state[second]) & 0xFFFFFFFF
            state[third] = _turned(state[third] ^ state[first], turn)
    return _WORDS.pack(*state[:4]) + _WORDS.pack(*state[12:])


def _turned(word: int, bits: int) -> int:
    return (word << bits | word >> (32 - bits)) & 0xFFFFFFFF
