"""What retention can be asked and may answer, for the API's documentation."""

from query.reports.report import Example

EXAMPLE = Example(
    {"from": "2026-11-02", "to": "2026-11-16", "interval": "week", "periods": 2, "startEvent": "Signed Up"},
    {
        "cohorts": [
            {"start": "2026-11-02T00:00:00+00:00", "size": 240, "values": [240, 96, 61]},
            {"start": "2026-11-09T00:00:00+00:00", "size": 210, "values": [210, 88, None]},
        ]
    },
)
