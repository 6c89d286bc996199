"""The OpenAPI document as a page to read: no script, nothing fetched from anywhere."""

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from typing import Any

_STYLE = """
:root { color-scheme: light dark; font: 16px/1.5 system-ui, sans-serif; }
body { max-width: 60rem; margin: 2rem auto; padding: 0 1rem; }
h2 { margin-top: 2.5rem; }
details { border-top: 1px solid color-mix(in srgb, currentColor 20%, transparent); padding: 0.5rem 0; }
summary { cursor: pointer; }
summary b { display: inline-block; min-width: 4.5rem; }
pre { overflow: auto; max-height: 28rem; padding: 0.75rem; border-radius: 0.5rem;
  background: color-mix(in srgb, currentColor 8%, transparent); font-size: 0.85rem; }
td { padding: 0 1rem 0 0; vertical-align: top; }
"""
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; base-uri 'none'; form-action 'none'"
"""The page's Content-Security-Policy: it may show its own style, and do nothing."""


def page(document: dict[str, Any]) -> str:
    """The page."""
    about = "".join(f"<p>{_code(paragraph)}</p>" for paragraph in document["info"]["description"].split("\n\n"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API · Spoor</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        f"<style>{_STYLE}</style></head><body><h1>Spoor's API</h1>{about}"
        '<p>For programs: <a href="openapi.json">openapi.json</a>.</p>'
        f"{''.join(_sections(document))}</body></html>"
    )


def _sections(document: dict[str, Any]) -> Iterator[str]:
    by_tag: dict[str, list[str]] = {}
    for path, operations in document["paths"].items():
        for method, operation in operations.items():
            shown = _operation(document, method.upper(), path, operation)
            by_tag.setdefault((operation.get("tags") or ["other"])[0], []).append(shown)
    for tag, shown_ones in by_tag.items():
        yield f"<h2>{escape(tag.capitalize())}</h2>{''.join(shown_ones)}"


def _operation(document: dict[str, Any], method: str, path: str, operation: dict[str, Any]) -> str:
    body = operation.get("requestBody", {}).get("content", {}).get("application/json", {})
    return (
        f"<details><summary><b>{method}</b> <code>{escape(path)}</code> — {_code(operation['summary'])}</summary>"
        f"<p>{_code(operation.get('description', ''))}</p>"
        f"{_parameters(operation.get('parameters', []))}"
        f"{_shown('Example', body.get('example') or body.get('examples'))}"
        f"{_shown('Body', _resolved(document, body.get('schema')))}"
        f"{''.join(_answers(document, operation['responses']))}</details>"
    )


def _parameters(parameters: list[dict[str, Any]]) -> str:
    rows = [
        f"<tr><td><code>{escape(each['name'])}</code><td>{each['in']}<td>{'required' if each.get('required') else ''}"
        f"<td><code>{escape(json.dumps(each['schema']))}</code></tr>"
        for each in parameters
    ]
    return f"<table>{''.join(rows)}</table>" if rows else ""


def _answers(document: dict[str, Any], answers: dict[str, Any]) -> Iterator[str]:
    for status, answer in answers.items():
        yield f"<p><b>{status}</b> {_code(answer['description'])}</p>"
        if status.startswith("2"):
            schema = answer.get("content", {}).get("application/json", {}).get("schema")
            yield _shown("", _resolved(document, schema))


def _resolved(document: dict[str, Any], schema: Any) -> Any:
    """The schema that a reference stands for, itself not followed further."""
    if isinstance(schema, dict) and "$ref" in schema:
        return document["components"]["schemas"][schema["$ref"].rpartition("/")[2]]
    return schema


def _shown(title: str, value: Any) -> str:
    if not value:
        return ""
    text = escape(json.dumps(value, indent=2, ensure_ascii=False))
    return f"{f'<p>{title}</p>' if title else ''}<pre>{text}</pre>"


def _code(text: str) -> str:
    """Text with what stands between backticks as code."""
    pieces = escape(text).split("`")
    return "".join(f"<code>{piece}</code>" if place % 2 else piece for place, piece in enumerate(pieces))
