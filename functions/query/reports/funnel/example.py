"""What funnel can be asked and may answer, for the API's documentation."""

from query.reports.report import Example

EXAMPLE = Example(
    {
        "from": "2026-11-01",
        "to": "2026-11-08",
        "steps": [
            {"event": "Signed Up"},
            {
                "event": "Order Completed",
                "filters": [{"property": "plan", "operator": "is", "value": "pro"}],
                "label": "Bought on Pro",
            },
        ],
        "conversionWindowSeconds": 604_800,
    },
    {
        "steps": [
            {
                "event": "Signed Up",
                "label": "Signed Up",
                "visitors": 240,
                "conversionFromStart": 1.0,
                "conversionFromPrevious": 1.0,
                "medianSecondsFromPrevious": None,
            },
            {
                "event": "Order Completed",
                "label": "Bought on Pro",
                "visitors": 60,
                "conversionFromStart": 0.25,
                "conversionFromPrevious": 0.25,
                "medianSecondsFromPrevious": 5400.5,
            },
        ],
        "entered": 240,
        "converted": 60,
    },
)
