"""What pydantic finds wrong, in the words of whoever sent it."""

from typing import Any

from pydantic.alias_generators import to_camel

from spoor.errors import FieldProblem


def problem(found: dict[str, Any]) -> FieldProblem:
    """A pydantic error as a problem: `("body", "steps", 1, "event")` becomes `steps[1].event`."""
    path = ""
    for part in map(to_camel, found["loc"]) if found["loc"][:1] == ("path",) else found["loc"]:
        if isinstance(part, int):
            path += f"[{part}]"
        elif part.startswith("("):  # which of several forms was looked for: not a word of the caller's
            continue
        elif path or part not in {"body", "query", "path"}:
            path += f".{part}" if path else str(part)
    message = str(found["msg"]).removeprefix("Value error, ")
    if found["type"] in {"too_long", "too_short"} and isinstance(found["input"], str):
        message = message.replace("List", "Text").replace("items", "characters").replace("item ", "character ")
    if found["type"] == "extra_forbidden":
        message = "This word is not known here"
    elif found["type"] in {"model_attributes_type", "model_type", "dict_type"}:
        message = "Input should be an object"
    elif found["type"] == "literal_error":
        message += f", not {str(found['input'])[:50]!r}"
    return {"path": path, "message": message}
