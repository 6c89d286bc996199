"""What sessions can be asked and may answer, for the API's documentation."""

from query.reports.report import Example

EXAMPLE = Example(
    {"from": "2026-11-01", "to": "2026-11-03", "interval": "day"},
    {
        "buckets": ["2026-11-01T00:00:00+00:00", "2026-11-02T00:00:00+00:00"],
        "sessions": [310, 402],
        "visitors": [268, 341],
        "totals": {
            "sessions": 712,
            "visitors": 544,
            "bounceRate": 0.25,
            "medianDurationSeconds": 96.5,
            "avgDurationSeconds": 241.25,
            "eventsPerSession": 6.5,
        },
    },
)
