"""What an overview can be asked and may answer, for the API's documentation."""

from query.reports.report import Example

EXAMPLE = Example(
    {
        "from": "2026-11-01",
        "to": "2026-11-03",
        "interval": "day",
        "lists": [{"property": "$pathname", "limit": 2}, {"property": "$channel", "of": "session"}],
    },
    {
        "buckets": ["2026-11-01T00:00:00+00:00", "2026-11-02T00:00:00+00:00"],
        "totals": {
            "visitors": 544,
            "sessions": 712,
            "events": 4628,
            "pageviews": 2136,
            "bounceRate": 0.25,
            "medianDurationSeconds": 96.5,
            "viewsPerSession": 3,
        },
        "series": [
            {"measure": "visitors", "values": [268, 341]},
            {"measure": "sessions", "values": [310, 402]},
            {"measure": "events", "values": [2015, 2613]},
            {"measure": "pageviews", "values": [930, 1206]},
            {"measure": "bounceRate", "values": [0.3, 0.2]},
            {"measure": "medianDurationSeconds", "values": [92, 101]},
            {"measure": "viewsPerSession", "values": [3, 3]},
        ],
        "lists": [
            {
                "property": "$pathname",
                "of": "event",
                "measure": "visitors",
                "rows": [
                    {"value": "/", "visitors": 402, "events": 1310},
                    {"value": "/pricing", "visitors": 119, "events": 402},
                    {"value": "$other", "visitors": 301, "events": 2916},
                ],
            },
            {
                "property": "$channel",
                "of": "session",
                "measure": "visitors",
                "rows": [
                    {"value": "Organic Search", "visitors": 310, "events": 2511},
                    {"value": "Direct", "visitors": 255, "events": 2117},
                ],
            },
        ],
    },
)
