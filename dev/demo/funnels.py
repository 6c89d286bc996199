"""The funnels that are saved with the demo, in the words of the API."""

from typing import Any

_DAY = 86_400

CHECKOUT_STEPS = [
    {
        "event": "$pageview",
        "filters": [{"property": "$pathname", "operator": "is", "value": "/pricing"}],
        "label": "saw the prices",
    },
    {"event": "checkout started"},
    {"event": "payment details entered"},
    {"event": "order completed"},
]

FUNNELS: list[dict[str, Any]] = [
    {
        "name": "Activation",
        "steps": [{"event": "signed up"}, {"event": "project created"}, {"event": "teammate invited"}],
        "conversionWindowSeconds": 7 * _DAY,
    },
    {
        "name": "Checkout",
        "steps": CHECKOUT_STEPS,
        "conversionWindowSeconds": _DAY,
    },
    {
        "name": "Sign-up",
        "steps": [
            {"event": "$pageview", "label": "visited"},
            {"event": "sign-up started"},
            {"event": "signed up"},
        ],
        "conversionWindowSeconds": 7 * _DAY,
    },
]
