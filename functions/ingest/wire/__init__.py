"""The vendors whose trackers are understood: adding one is a file here and a line below."""

from ingest.request import Request
from ingest.wire import native, posthog
from ingest.wire.vendor import Vendor

VENDORS: tuple[Vendor, ...] = (native.VENDOR, posthog.VENDOR)

_BY_PATH = {path: vendor for vendor in VENDORS for path in vendor.paths}


def find(request: Request) -> Vendor | None:
    """The vendor whose events come in at the request's path, or None."""
    return _BY_PATH.get(request.path)
