"""The catalogue's cases for ingest, and where we decided otherwise than it."""

import json
from pathlib import Path
from typing import Any

LINES = (Path(__file__).parents[1] / "data" / "hostile" / "ingest.jsonl").read_text().splitlines()
CASES: dict[str, dict[str, Any]] = {case["id"]: case for case in map(json.loads, LINES)}

_KEPT: dict[str, Any] = {"rejected": 0, "rejected_index": [], "stored": 2}
_REPLACED = {**_KEPT, "warned": "TIME_REPLACED", "one_of": [{"ts_replaced_by_server_time": True}]}
_CUT = "what a vendor's product keeps is kept: cut with a warning, never refused over a limit of its own"

DEVIATIONS: dict[str, tuple[dict[str, Any], str]] = {
    "ING-151": ({"status": [200], "stored": 1}, "a proxy may open a body and leave its header"),
    "ING-152": ({"status": [200], "stored": 1}, "what is compressed twice and says so is opened twice"),
    **{f"ING-{number}": ({**_KEPT, "warned": "DEPTH_CUT", "one_of": [{}]}, _CUT) for number in ("054", "055", "058")},
    "ING-059": ({**_KEPT, "warned": "PROPERTIES_CUT"}, _CUT),
    "ING-061": ({**_KEPT, "warned": "TEXT_CUT", "one_of": [{}]}, _CUT),
    "ING-062": ({**_KEPT, "warned": "NAME_CUT"}, _CUT),
    "ING-063": ({**_KEPT, "warned": "NAME_CUT"}, _CUT),
    "ING-079": ({**_KEPT, "warned": "ID_SHORTENED"}, _CUT),
    **{
        f"ING-{number}": (_REPLACED, "a time that cannot be read or cannot be is the arrival, with a warning")
        for number in ("091", "092", "093", "095", "097", "098", "099", "100", "103", "104", "105", "116")
    },
    **{
        f"ING-{number}": ({**_KEPT, "one_of": [{}]}, "any time of RFC 3339 and ISO 8601 is read, and needs no warning")
        for number in ("094", "096", "102")
    },
    "ING-073": ({"accepted": 3, "rejected": 2, "stored": 3}, "PHP's empty array is an empty object"),
    "ING-170": ({"accepted": 103, "rejected": 4, "stored": 103}, _CUT),
    "ING-004": ({"reason": "empty_body"}, "blanks alone are an empty body, as for every tracker's beacon"),
    "ING-071": (
        {"accepted": 6, "rejected": 0, "stored": 6},
        "an event may belong to nobody: null and empty ids count as none; one of another type is its text",
    ),
    "ING-159": (
        {"headers": {"access-control-allow-origin": "present"}},
        "credentials: docs/decisions/ingest/cors-in-code.md",
    ),
    "ING-160": (
        {"headers": {"access-control-allow-origin": "present"}},
        "credentials: docs/decisions/ingest/cors-in-code.md",
    ),
}
