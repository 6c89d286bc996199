"""The catalogue's cases for the API, and where we decided otherwise than it."""

import json
from pathlib import Path
from typing import Any

LINES = (Path(__file__).parents[2] / "data" / "hostile" / "query.jsonl").read_text().splitlines()
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in map(json.loads, LINES)}

DEVIATIONS = {
    "QRY-076": "the key is public: pages show it in every visitor's browser, so its owner may always look it up",
}
"""Cases whose rule is another one with us, and why; rules.py holds what holds instead."""
