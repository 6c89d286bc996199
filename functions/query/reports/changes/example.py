"""What can be asked about a change, and may be answered, for the API's documentation."""

from query.reports.report import Example

EXAMPLE = Example(
    {
        "report": "funnel",
        "question": {
            "from": "2026-11-17",
            "to": "2026-11-21",
            "steps": [{"event": "checkout started"}, {"event": "order completed"}],
        },
        "compare": {"from": "2026-11-10", "to": "2026-11-14"},
    },
    {
        "now": 0.54,
        "before": 0.8,
        "significant": True,
        "causes": [
            {
                "property": "$device_type",
                "value": "Mobile",
                "now": 0.18,
                "before": 0.82,
                "share": 0.98,
                "z": -6.1,
                "withoutIt": {"now": 0.8, "before": 0.79, "significant": False},
            }
        ],
        "properties": ["$device_type", "$browser", "$os", "$country", "plan"],
        "tested": 23,
        "began": {
            "at": "2026-11-17T10:00:00+00:00",
            "annotation": {
                "id": "0198a1c4-5b7e-8c3d-9a21-4e6f8b0c2d4f",
                "at": "2026-11-17T10:00:00+00:00",
                "text": "Release 4.2.0",
            },
        },
    },
)
