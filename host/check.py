"""`python -m host.check`: whether a host on this machine serves, for a container's health check."""

import os
import ssl
import sys
from http.client import HTTPConnection, HTTPException, HTTPSConnection

from host.configuration import Configuration

_PATIENCE_S = 4


def main() -> int:
    """0 where `/health` answers 200; it asks no database."""
    port = int(os.environ.get("PORT") or Configuration.port)
    if os.environ.get("TLS_CERTIFICATE"):
        unchecked = ssl._create_unverified_context()  # noqa: S323 - it is ourselves, by another name
        line: HTTPConnection = HTTPSConnection("127.0.0.1", port, timeout=_PATIENCE_S, context=unchecked)
    else:
        line = HTTPConnection("127.0.0.1", port, timeout=_PATIENCE_S)
    try:
        line.request("GET", "/health")
        return 0 if line.getresponse().status == 200 else 1
    except (OSError, HTTPException):
        return 1


if __name__ == "__main__":
    sys.exit(main())
