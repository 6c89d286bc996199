"""The exports that are understood: adding one is a file here and a line below."""

from collections.abc import Callable, Mapping

from ingest.history.formats import (
    amplitude,
    csv_mapping,
    ga4,
    mixpanel,
    plausible,
    posthog,
    segment,
    umami,
    warehouse,
)
from ingest.history.formats.shape import Format, Wishes

FORMATS: Mapping[str, Callable[[Wishes], Format]] = {
    "posthog": posthog.PostHog,
    "mixpanel": mixpanel.Mixpanel,
    "amplitude": amplitude.Amplitude,
    "segment": segment.Segment,
    "rudderstack": segment.Segment,
    "warehouse": warehouse.Warehouse,
    "ga4": ga4.Ga4,
    "umami": umami.Umami,
    "plausible": plausible.Plausible,
    "csv": csv_mapping.Mapped,
}
