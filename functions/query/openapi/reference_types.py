"""Schemas in words, for the page: what a field is, how long or large it may be."""

from html import escape
from typing import Any

_BOUNDS = {
    "minLength": "at least {} characters",
    "maxLength": "at most {} characters",
    "minItems": "at least {}",
    "maxItems": "at most {}",
    "minimum": "from {}",
    "maximum": "to {}",
}
_UNSAID = object()


def code(text: str) -> str:
    """Text with what stands between backticks as code."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if place % 2 else piece for place, piece in enumerate(pieces))


def fields(schema: dict[str, Any]) -> str:
    """The fields of an object as a table, those that must be there marked; of anything else what it is."""
    if "properties" not in schema:
        return f"<p>{linked(schema)}</p>"
    required = schema.get("required", [])
    rows = [
        f"<tr><td><code>{escape(name)}</code><td>{'required' if name in required else ''}<td>{linked(each)}"
        f"<td>{code(_about(each))}"
        for name, each in schema["properties"].items()
    ]
    return f"<table>{''.join(rows)}</table>"


def linked(schema: Any) -> str:
    """What a schema is, with links to the words that it is made of."""
    if not schema:
        return "anything"
    if "$ref" in schema:
        name = escape(schema["$ref"].rpartition("/")[2])
        return f'<a href="#{name}"><code>{name}</code></a>'
    for key in ("anyOf", "oneOf"):
        if key in schema:
            return " or ".join(dict.fromkeys(linked(each) for each in schema[key]))
    if "enum" in schema or "const" in schema:
        return " or ".join(_quoted(each) for each in schema.get("enum", [schema.get("const")]))
    return _plain(schema)


def _plain(schema: dict[str, Any]) -> str:
    kind = schema.get("format") or schema.get("type", "anything")
    if kind == "array":
        kind = f"list of {linked(schema.get('items'))}"
    bounds = [said.format(schema[key]) for key, said in _BOUNDS.items() if key in schema]
    given = schema.get("default", _UNSAID)
    bounds += [f"{_quoted(given)} if not said"] if given is not _UNSAID and not isinstance(given, list) else []
    return ", ".join([str(kind), *bounds])


def _quoted(value: Any) -> str:
    return f"<code>{escape(str(value) if not isinstance(value, bool) else str(value).lower())}</code>"


def _about(schema: dict[str, Any]) -> str:
    forms: list[dict[str, Any]] = schema.get("anyOf", [schema])
    return schema.get("description") or next((each["description"] for each in forms if "description" in each), "")
