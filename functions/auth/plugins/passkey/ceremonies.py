"""What a browser's authenticator has answered, verified by the library webauthn.

It is loaded here alone, and only when it is needed: it and what it needs take longer to load than all of sign-in.
"""

import base64
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any
from urllib.parse import urlsplit

from auth.http.call import Call
from auth.http.refusals import Refusal, Refused
from auth.plugins.passkey import refusals
from auth.plugins.passkey.challenges import Challenge
from auth.plugins.passkey.records import Passkey
from spoor.settings import setting

ALGORITHMS = (-8, -7, -257)
"""EdDSA, ES256, RS256: by the numbers of COSE."""


@dataclass(frozen=True)
class Registered:
    """A new credential. `public_key` is a COSE key in base64."""

    credential_id: str
    public_key: str
    counter: int
    device_type: str
    backed_up: bool
    aaguid: str


@dataclass(frozen=True)
class Authenticated:
    """A credential that was used: how far its counter is, and whether its user proved to it who they are."""

    counter: int
    user_verified: bool


def rp_id(call: Call) -> str:
    """The domain that passkeys are for, and every host below it: our own host, unless PASSKEY_RP_ID names another."""
    return setting("PASSKEY_RP_ID", "") or urlsplit(call.site.origin).hostname or ""


def registered(call: Call, answered: Mapping[str, Any], challenge: Challenge) -> Registered:
    """The credential that was made. Raises Refused."""
    from webauthn import verify_registration_response
    from webauthn.helpers import bytes_to_base64url
    from webauthn.helpers.cose import COSEAlgorithmIdentifier

    with _refusing(refusals.NOT_REGISTERED):
        found = verify_registration_response(
            credential=dict(answered),
            expected_challenge=_bytes(challenge.expected),
            expected_rp_id=rp_id(call),
            expected_origin=call.headers.get("origin", ""),
            supported_pub_key_algs=[COSEAlgorithmIdentifier(each) for each in ALGORITHMS],
        )
        _check_key(found.credential_public_key)
    return Registered(
        bytes_to_base64url(found.credential_id),
        base64.b64encode(found.credential_public_key).decode(),
        found.sign_count,
        "multiDevice" if found.credential_device_type == "multi_device" else "singleDevice",
        found.credential_backed_up,
        found.aaguid,
    )


def authenticated(call: Call, answered: Mapping[str, Any], challenge: Challenge, passkey: Passkey) -> Authenticated:
    """The use of a credential. Raises Refused."""
    from cryptography.exceptions import InvalidSignature
    from webauthn import verify_authentication_response
    from webauthn.helpers.exceptions import InvalidAuthenticationResponse

    with _refusing(refusals.NOT_AUTHENTICATED):
        try:
            found = verify_authentication_response(
                credential=dict(answered),
                expected_challenge=_bytes(challenge.expected),
                expected_rp_id=rp_id(call),
                expected_origin=call.headers.get("origin", ""),
                credential_public_key=base64.b64decode(passkey.public_key),
                credential_current_sign_count=passkey.counter,
            )
        except InvalidAuthenticationResponse as error:
            forged = isinstance(error.__context__, InvalidSignature)
            raise Refused(refusals.WRONG_SIGNATURE if forged else refusals.NOT_AUTHENTICATED) from error
    return Authenticated(found.new_sign_count, found.user_verified)


@contextmanager
def _refusing(refusal: Refusal) -> Iterator[None]:
    """Whatever is wrong with what was sent is a refusal: the library says some of it by errors of those below it."""
    from cryptography.exceptions import InvalidSignature, UnsupportedAlgorithm
    from OpenSSL.crypto import Error as OpenSSLError
    from webauthn.helpers.exceptions import WebAuthnException

    said = (WebAuthnException, InvalidSignature, UnsupportedAlgorithm, OpenSSLError)
    try:
        yield
    except (*said, ArithmeticError, AttributeError, LookupError, RecursionError, TypeError, ValueError) as error:
        raise Refused(refusal) from error


def _check_key(public_key: bytes) -> None:
    """A key that no signature could be judged by is none: better now than at each sign-in."""
    from webauthn.helpers import decode_credential_public_key, decoded_public_key_to_cryptography

    decoded_public_key_to_cryptography(decode_credential_public_key(public_key))


def _bytes(text: str) -> bytes:
    return base64.urlsafe_b64decode(text + "=" * (-len(text) % 4))
