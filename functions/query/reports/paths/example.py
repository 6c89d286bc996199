"""What paths can be asked and may answer, for the API's documentation."""

from query.reports.report import Example

EXAMPLE = Example(
    {"from": "2026-11-01", "to": "2026-11-08", "startEvent": "Signed Up", "depth": 2},
    {
        "nodes": [
            {"id": "1", "step": 1, "name": "Signed Up", "visitors": 240},
            {"id": "2", "step": 2, "name": "Order Completed", "visitors": 35},
        ],
        "links": [{"source": "1", "target": "2", "count": 36}],
    },
)
