"""How a value of a breakdown is written and shown: a long one by its beginning."""

import json

from query.reports.breakdown import LONGEST_SHOWN


def written(text: str) -> str:
    """The JSON of a value as Postgres writes it, but for zeros behind a point."""
    return json.dumps(json.loads(text), ensure_ascii=False) if text.startswith('"') else text


def shown(text: str) -> str:
    """The JSON of a value for `read`; the beginning of a long one, as text."""
    whole = written(text)
    if len(whole) <= LONGEST_SHOWN:
        return whole
    value = json.loads(text) if text.startswith('"') else text
    return json.dumps(value[:LONGEST_SHOWN] + "…", ensure_ascii=False)
