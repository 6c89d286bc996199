"""The vendors whose trackers are understood: adding one is a file here and a line below."""

from typing import Any

from ingest.http.reply import Reply
from ingest.http.request import Request
from ingest.wire import mixpanel, native, openpanel, plausible, rybbit, snowplow, umami
from ingest.wire.amplitude import amplitude, amplitude_forms
from ingest.wire.google import ga4, ga4_validation, gtag
from ingest.wire.posthog import posthog
from ingest.wire.segment import jitsu, rudderstack, segment, segment_pixel
from ingest.wire.vendor import Vendor

VENDORS: tuple[Vendor, ...] = (
    native.VENDOR,
    amplitude.VENDOR,
    amplitude_forms.VENDOR,
    posthog.VENDOR,
    rudderstack.VENDOR,
    segment.VENDOR,
    segment_pixel.VENDOR,
    jitsu.VENDOR,
    openpanel.VENDOR,
    mixpanel.VENDOR,
    rybbit.VENDOR,
    plausible.VENDOR,
    umami.VENDOR,
    snowplow.VENDOR,
    ga4.VENDOR,
    gtag.VENDOR,
)
"""In the order in which those that share a path are asked: the last of them gets what nobody claims."""

_BY_PATH = {path: tuple(vendor for vendor in VENDORS if path in vendor.paths) for one in VENDORS for path in one.paths}


def find_candidates(request: Request) -> tuple[Vendor, ...]:
    """The vendors whose events come in at the request's path, in the order in which they are asked."""
    return _BY_PATH.get(request.path, ())


def choose(candidates: tuple[Vendor, ...], request: Request, value: Any) -> Vendor:
    """The vendor that claims the request, else the last, so that somebody answers; `value` as in Vendor.claims."""
    for vendor in candidates[:-1]:
        if vendor.claims(request, value):
            return vendor
    return candidates[-1]


def answer_side_call(request: Request) -> Reply | None:
    """The answer of the first vendor that knows this address as one of its side calls."""
    for vendor in VENDORS:
        if given := vendor.side_call(request):
            return given
    return ga4_validation.side_call(request)
