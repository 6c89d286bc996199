"""What trends can be asked and may answer, for the API's documentation."""

from query.reports.report import Example

EXAMPLE = Example(
    {
        "from": "2026-11-01",
        "to": "2026-11-03",
        "interval": "day",
        "series": [{"event": "Order Completed", "measure": "sum", "property": "total"}],
        "breakdown": {"property": "plan", "limit": 1},
    },
    {
        "buckets": ["2026-11-01T00:00:00+00:00", "2026-11-02T00:00:00+00:00"],
        "series": [
            {
                "event": "Order Completed",
                "measure": "sum",
                "label": "Order Completed",
                "breakdown": breakdown,
                "values": values,
                "total": total,
                "skipped": 0,
            }
            for breakdown, values, total in (("pro", [499, 848.3], 1347.3), ("$other", [120.5, 98], 218.5))
        ],
    },
)
