"""Nobody who says where they are leads us to our own machine; elsewhere we connect to whom the certificate names."""

import socket
import ssl
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path
from threading import Thread

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from auth.social.oauth import http_client, outside
from auth.social.oauth.failure import ProviderFailed
from auth.social.oauth.http_client import Outbound

BESIDE = [
    "https://localhost",
    "https://127.0.0.1",
    "https://127.0.0.2",
    "https://0.0.0.0",
    "https://[::ffff:127.0.0.1]",
]


class Answers(BaseHTTPRequestHandler):
    """Says the host that was asked for."""

    def do_GET(self) -> None:
        """Answer."""
        content = f'{{"host": "{self.headers["host"]}"}}'.encode()
        self.send_response(200)
        self.send_header("content-length", str(len(content)))
        self.end_headers()
        self.wfile.write(content)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def certificate(tmp_path: Path) -> Path:
    """A certificate that localhost gave itself, and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "localhost")])
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), x509.random_serial_number())
        .not_valid_before(now - timedelta(days=1))
        .not_valid_after(now + timedelta(days=1))
        .add_extension(x509.SubjectAlternativeName([x509.DNSName("localhost")]), critical=False)
        .sign(key, hashes.SHA256())
    )
    pem, private = serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8
    path = tmp_path / "localhost.pem"
    path.write_bytes(key.private_bytes(pem, private, serialization.NoEncryption()) + made.public_bytes(pem))
    return path


@pytest.fixture
def port(certificate: Path) -> Iterator[int]:
    """Where localhost serves, by TLS."""
    server = HTTPServer(("127.0.0.1", 0), Answers)
    tls = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    tls.load_cert_chain(certificate)
    server.socket = tls.wrap_socket(server.socket, server_side=True)
    thread = Thread(target=server.serve_forever, args=[0.05], daemon=True)
    thread.start()
    yield int(server.server_port)
    server.shutdown()
    server.server_close()
    thread.join()


def test_nobody_leads_to_our_own_machine() -> None:
    with socket.socket() as listening, Outbound() as asking:
        listening.bind(("0.0.0.0", 0))
        listening.listen()
        listening.setblocking(False)
        for host in BESIDE:
            with pytest.raises(ProviderFailed, match="ConnectError"):
                asking.get(f"{host}:{listening.getsockname()[1]}/")
        with pytest.raises(BlockingIOError):
            listening.accept()


def test_a_connection_is_to_whom_the_certificate_names(
    port: int, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(outside, "_is_never_outside", lambda _: False)  # it is here that the test can listen
    trusting = ssl.create_default_context(cafile=str(certificate))
    monkeypatch.setattr(http_client, "_tls", lambda: trusting)
    with Outbound() as asking:
        assert asking.get(f"https://localhost:{port}/") == {"host": f"localhost:{port}"}
        with pytest.raises(ProviderFailed, match="ConnectError"):
            asking.get(f"https://127.0.0.1:{port}/")
    monkeypatch.setattr(http_client, "_tls", ssl.create_default_context)
    with Outbound() as asking, pytest.raises(ProviderFailed, match="ConnectError"):
        asking.get(f"https://localhost:{port}/")
