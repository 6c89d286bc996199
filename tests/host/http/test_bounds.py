"""A server that strangers reach holds no more of theirs than it said, for no longer, and ends what it began."""

import shutil
import socket
import ssl
import subprocess
import threading
import time
from collections.abc import Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from host.gateway.front import refuse
from host.http.certificate import Certificate
from host.http.message import Request, Response
from host.http.server import Bounds, Manners, Server, Tls

HEAD = b"POST / HTTP/1.1\r\nHost: h\r\n"
SLOWEST = 1000


class Echo:
    """Answers with what it understood; `/held` is answered when `let_go` is called."""

    def __init__(self) -> None:
        self.begun, self.going = threading.Event(), threading.Event()

    def __call__(self, request: Request) -> Response:
        if request.path == "/held":
            self.begun.set()
            assert self.going.wait(20)
        return Response(200, body=f"{len(request.body)} {request.peer} {request.scheme}".encode())


@pytest.fixture
def parts() -> Iterator[ExitStack]:
    """What is closed at the end."""
    with ExitStack() as parts:
        yield parts


def serve(
    parts: ExitStack,
    echo: Echo,
    *,
    most: int = 100,
    from_one: int = 100,
    room: int = 10**6,
    exempt: bool = False,
    patience: float = 0.5,
    address: str = "127.0.0.1",
    tls: Tls | None = None,
) -> Server:
    bounds = Bounds(most, from_one, lambda _: exempt, room, SLOWEST)
    server = Server(0, echo, Manners(10**6, refuse, idle=0.5, patience=patience, bounds=bounds), address, tls)
    server.start()
    parts.callback(server.close)
    return server


def call(server: Server, *said: bytes, pause: float = 0.0) -> bytes:
    """All that is heard until the server hangs up, when `said` is sent piece by piece."""
    with socket.create_connection(("127.0.0.1", server.port), 20) as line:
        try:
            for piece in said:
                line.sendall(piece)
                time.sleep(pause)
        except OSError:
            pass  # it would hear no more
        return hear(line)


def hear(line: socket.socket) -> bytes:
    heard = b""
    try:
        while piece := line.recv(65536):
            heard += piece
    except ConnectionResetError:
        pass
    return heard


def status(heard: bytes) -> int:
    return int(heard.split()[1]) if heard else 0


def test_who_sends_a_byte_at_a_time_is_not_waited_for_longer_than_who_sends_nothing(parts: ExitStack) -> None:
    server = serve(parts, Echo())
    letters = [bytes([letter]) for letter in HEAD * 3]
    assert status(call(server, *letters, pause=0.05)) == 408
    assert status(call(server, HEAD + b"Content-Length: 2\r\n\r\n", b"a", pause=0.9)) == 408
    assert call(server) == b""
    slow = call(server, HEAD + b"Connection: close\r\nContent-Length: 900\r\n\r\n", *[b"x" * 300] * 3, pause=0.25)
    assert status(slow) == 200  # as slow as it may be


def test_there_are_no_more_connections_than_said_in_all_and_of_one_address_but_for_proxies(parts: ExitStack) -> None:
    for most, from_one, exempt, room_for in ((3, 100, False, 3), (100, 2, False, 2), (100, 2, True, 5)):
        server = serve(parts, Echo(), most=most, from_one=from_one, exempt=exempt, patience=5)
        with ExitStack() as held:
            for _ in range(room_for):
                line = held.enter_context(socket.create_connection(("127.0.0.1", server.port), 20))
                line.sendall(b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                assert line.recv(12) == b"HTTP/1.1 200"
            if not exempt:
                heard = call(server, b"GET / HTTP/1.1\r\nHost: h\r\n\r\n")
                assert status(heard) in (0, 503)
                assert not heard or b"retry-after: 5" in heard
        for _ in range(100):
            if status(call(server, b"GET / HTTP/1.1\r\nHost: h\r\nConnection: close\r\n\r\n")) == 200:
                break
            time.sleep(0.02)
        else:
            pytest.fail("the place of who has left is not free again")


def test_bodies_have_so_much_room_together_and_give_it_back(parts: ExitStack) -> None:
    echo = Echo()
    server = serve(parts, echo, room=100_000, patience=20)
    large = b"Connection: close\r\nContent-Length: 80000\r\n\r\n" + b"x" * 80_000
    with socket.create_connection(("127.0.0.1", server.port), 20) as first:
        first.sendall(b"POST /held HTTP/1.1\r\nHost: h\r\n" + large)
        assert echo.begun.wait(20)
        assert status(call(server, HEAD + large)) == 503
        chunks = b"Connection: close\r\nTransfer-Encoding: chunked\r\n\r\n" + b"f0000\r\n" + b"x" * 90_000
        assert status(call(server, HEAD + chunks)) == 503
        assert status(call(server, HEAD + b"Connection: close\r\nContent-Length: 2\r\n\r\nab")) == 200
        echo.going.set()
        assert hear(first).endswith(b"\r\n\r\n80000 127.0.0.1 http")
    assert status(call(server, HEAD + large)) == 200


def test_a_server_that_drains_answers_what_it_heard_and_hears_no_more(parts: ExitStack) -> None:
    echo = Echo()
    server = serve(parts, echo, patience=20)
    ended: list[bool] = []
    with (
        socket.create_connection(("127.0.0.1", server.port), 20) as idle,
        socket.create_connection(("127.0.0.1", server.port), 20) as busy,
    ):
        busy.sendall(b"GET /held HTTP/1.1\r\nHost: h\r\n\r\n")
        assert echo.begun.wait(20)
        draining = threading.Thread(target=lambda: ended.append(server.drain(20)))
        draining.start()
        assert hear(idle) == b""
        with pytest.raises(ConnectionRefusedError):
            socket.create_connection(("127.0.0.1", server.port), 1)
        echo.going.set()
        heard = hear(busy)
        assert status(heard) == 200
        assert b"connection: close" in heard
        draining.join(20)
    assert ended == [True]
    assert serve(parts, Echo()).drain(0)


def make_certificate(folder: Path, name: str = "") -> tuple[Path, Path]:
    """A certificate of this machine's name, and its key."""
    chain, key = folder / f"{name}certificate", folder / f"{name}key"
    subject = ["-subj", "/CN=localhost", "-addext", "subjectAltName=DNS:localhost"]
    curve = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "1"]
    command = ["openssl", "req", "-x509", *curve, *subject, "-keyout", key, "-out", chain]
    subprocess.run(command, check=True, capture_output=True)
    return chain, key


def shown(server: Server, chain: Path) -> bytes:
    """The certificate that a new connection sees, which has to be the one in `chain`."""
    trusting = ssl.create_default_context(cafile=chain)
    with (
        socket.create_connection(("127.0.0.1", server.port), 20) as raw,
        trusting.wrap_socket(raw, server_hostname="localhost") as line,
    ):
        certificate = line.getpeercert(binary_form=True) or b""
        line.sendall(HEAD + b"Content-Length: 2\r\nConnection: close\r\n\r\nab")
        assert hear(line).endswith(b"\r\n\r\n2 127.0.0.1 https")
        return certificate


def test_its_own_certificate_speaks_tls_in_no_old_version_and_waits_for_no_handshake(
    parts: ExitStack, tmp_path: Path
) -> None:
    chain, key = make_certificate(tmp_path)
    server = serve(parts, Echo(), tls=Certificate(chain, key, print).context, address="::")
    assert call(server, b"GET / HTTP/1.1\r\n", pause=1) == b""
    shown(server, chain)


def test_a_renewed_certificate_is_shown_to_the_next_connection_and_half_a_one_to_nobody(
    parts: ExitStack, tmp_path: Path
) -> None:
    told: list[str] = []
    chain, key = make_certificate(tmp_path)
    server = serve(parts, Echo(), patience=20, tls=Certificate(chain, key, told.append).context)
    before, (new_chain, new_key) = tmp_path / "before", make_certificate(tmp_path, "new-")
    shutil.copy(chain, before)
    old = shown(server, before)
    with (
        socket.create_connection(("127.0.0.1", server.port), 20) as raw,
        ssl.create_default_context(cafile=before).wrap_socket(raw, server_hostname="localhost") as open_since,
    ):
        shutil.copy(new_chain, chain)
        assert [shown(server, before) for _ in range(2)] == [old, old], "its key is not there yet"
        assert ["serve on" in text for text in told] == [True]
        new_key.replace(key)
        new = shown(server, new_chain)
        assert new != old
        open_since.sendall(HEAD + b"Content-Length: 1\r\nConnection: close\r\n\r\na")
        assert hear(open_since).endswith(b"1 127.0.0.1 https"), "who was connected stays so"
    chain.unlink()
    assert shown(server, new_chain) == new
