"""What stands in the cells of tables that have texts alone."""

import re
from typing import Any

from ingest.encode import encode
from ingest.events.properties import REPLACED
from ingest.history.records import lines

_NUMBER = re.compile(r"-?(?:0|[1-9][0-9]{0,17})(?:\.[0-9]{1,17})?")


def opened(value: Any) -> Any:
    """The object or list that a text is the JSON of; all else as it is.

    Raises RefusedEvent.
    """
    if type(value) is str and value[:1] in ("{", "["):
        return lines.parse(value.encode("utf-8", "replace"))[0]
    return value


def text_of(value: Any, *, clean: bool) -> str | None:
    """A cell as text, where a table of another kind than CSV has something else; what nobody can keep is replaced."""
    if value is None:
        return None
    text = value if type(value) is str else encode(value)
    return text if clean else text.translate(REPLACED)


def value_of(text: Any) -> Any:
    """A cell as the number or boolean that it writes, else as the text that it is: `007` is a text."""
    if type(text) is not str:
        return text
    if _NUMBER.fullmatch(text):
        return float(text) if "." in text else int(text)
    return {"true": True, "false": False}.get(text.lower(), text)
