"""A server that cannot prove who it is gets no password and no event."""

from collections.abc import Callable, Iterator
from datetime import UTC, datetime, timedelta
from ipaddress import ip_address
from pathlib import Path
from urllib.parse import urlencode

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from dev import migrate
from dev.database import pooler, postgres
from dev.programs.processes import hand_over
from spoor import database
from spoor.errors import DatabaseAway
from tests.conftest import forget_settings

Reach = Callable[..., None]


def make_certificate(folder: Path) -> Path:
    """A certificate that 127.0.0.1 gave itself, with its key beside it."""
    folder.mkdir()
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    now = datetime.now(UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.IPAddress(ip_address("127.0.0.1"))]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    secret = folder / "key.pem"
    secret.write_bytes(key.private_bytes(pem, private, serialization.NoEncryption()))
    secret.chmod(0o600)
    certificate = folder / "certificate.pem"
    certificate.write_bytes(made.public_bytes(pem))
    for path in (folder, secret, certificate):
        hand_over(path)
    return certificate


@pytest.fixture(scope="module")
def certificates(outside: Path) -> tuple[Path, Path]:
    """The server's, and one that has nothing to do with it."""
    return make_certificate(outside / "tls"), make_certificate(outside / "tls-of-another")


@pytest.fixture(scope="module")
def secure(server: postgres.Server, outside: Path, certificates: tuple[Path, Path]) -> Iterator[pooler.Pooler]:
    """A pooler that talks to nobody in the clear."""
    own, _ = certificates
    settings = {
        "client_tls_sslmode": "require",
        "client_tls_cert_file": str(own),
        "client_tls_key_file": str(own.with_name("key.pem")),
    }
    running = pooler.start(server.url_of(migrate.LOCAL_USER), outside / "pgbouncer-tls", settings=settings)
    assert running is not None
    yield running
    running.stop()


@pytest.fixture
def reach(secure: pooler.Pooler, monkeypatch: pytest.MonkeyPatch) -> Iterator[Reach]:
    """Points the layer at the pooler, with what is to be asked of it."""

    def point(**asked: object) -> None:
        monkeypatch.setenv("DATABASE_URL", f"{secure.url('ingest')}?{urlencode(asked)}")
        forget_settings()

    yield point
    database.close()
    monkeypatch.undo()
    forget_settings()


def test_a_server_that_proves_who_it_is_is_talked_to(reach: Reach, certificates: tuple[Path, Path]) -> None:
    reach(sslmode="verify-full", sslrootcert=certificates[0])
    assert database.run("SELECT 1 AS one", repeatable=True) == [{"one": 1}]


def test_a_server_whose_certificate_nobody_vouches_for_is_away(reach: Reach, certificates: tuple[Path, Path]) -> None:
    reach(sslmode="verify-full", sslrootcert=certificates[1])
    with pytest.raises(DatabaseAway):
        database.run("SELECT 1 AS one", repeatable=True)


def test_a_server_at_another_name_is_away(reach: Reach, certificates: tuple[Path, Path]) -> None:
    reach(sslmode="verify-full", sslrootcert=certificates[0], host="localhost", hostaddr="127.0.0.1")
    with pytest.raises(DatabaseAway):
        database.run("SELECT 1 AS one", repeatable=True)


def test_the_guide_asks_for_it() -> None:
    guide = (Path(__file__).parents[3] / "docs/operations.md").read_text()
    assert "sslmode=verify-full&sslrootcert=" in guide
