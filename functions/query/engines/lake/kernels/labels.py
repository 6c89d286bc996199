"""How a value of a breakdown is shown: a long one by its beginning."""

import json

from query.reports.breakdown import LONGEST_SHOWN


def shown(text: str) -> str:
    """The JSON of a value for `read`; the beginning of a long one, as text."""
    value = json.loads(text) if text.startswith('"') else text
    whole = json.dumps(value, ensure_ascii=False) if text.startswith('"') else text
    if len(whole) <= LONGEST_SHOWN:
        return whole
    return json.dumps(value[:LONGEST_SHOWN] + "…", ensure_ascii=False)
