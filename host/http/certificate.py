"""The server's own certificate, read again when its files have changed: whoever renews it need not restart anything."""

import ssl
import threading
from collections.abc import Callable
from pathlib import Path

_Seen = tuple[tuple[int, int, int], ...]


class Certificate:
    """A chain and its key, in two PEM files. Raises OSError where they cannot be read, or do not belong together.

    New ones that cannot be used yet (one of the two is still the old one) are told of by `tell`, once, and looked at
    again when a file changes again; until then the old ones serve.
    """

    def __init__(self, chain: Path, key: Path, tell: Callable[[str], None]) -> None:
        self._files = (chain, key)
        self._tell = tell
        self._lock = threading.Lock()
        self._seen = self._look()
        self._context = self._read()

    def context(self) -> ssl.SSLContext:
        """What speaks TLS with the newest certificate that can be used."""
        with self._lock:
            seen = self._look()
            if seen and seen != self._seen:
                self._seen = seen
                try:
                    self._context = self._read()
                    self._tell("a new certificate is used from now on")
                except OSError as error:
                    self._tell(f"the new TLS_CERTIFICATE and TLS_KEY cannot be used, the old ones serve on: {error}")
            return self._context

    def _look(self) -> _Seen:
        """What tells a file from the one before in its place; nothing where one is being exchanged."""
        try:
            found = [path.stat() for path in self._files]
        except OSError:
            return ()
        return tuple((each.st_ino, each.st_mtime_ns, each.st_size) for each in found)

    def _read(self) -> ssl.SSLContext:
        context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
        context.minimum_version = ssl.TLSVersion.TLSv1_2
        context.set_alpn_protocols(["http/1.1"])
        context.load_cert_chain(*self._files)
        return context
