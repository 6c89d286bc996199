"""The catalogue's cases for ingest, and where we decided otherwise than it."""

import json
from pathlib import Path
from typing import Any

LINES = (Path(__file__).parents[1] / "data" / "hostile" / "ingest.jsonl").read_text().splitlines()
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in map(json.loads, LINES)}

DEVIATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "ING-004": ({"reason": "empty_body"}, "blanks alone are an empty body, as for every tracker's beacon"),
    "ING-071": (
        {"accepted": 3, "rejected": 3, "stored": 3},
        "an event may belong to nobody: null and empty ids count as none",
    ),
    "ING-159": ({"headers": {"access-control-allow-origin": "present"}}, "credentials: decisions/cors-in-code.md"),
    "ING-160": ({"headers": {"access-control-allow-origin": "present"}}, "credentials: decisions/cors-in-code.md"),
}
