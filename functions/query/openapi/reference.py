"""The OpenAPI document as a page to read: no script, nothing fetched from anywhere."""

import base64
import hashlib
import json
from collections.abc import Iterator
from html import escape
from typing import Any

from query.openapi.reference_types import code, fields, linked

_JSON = "application/json"
_STYLE = """
:root { color-scheme: light dark; font: 16px/1.55 system-ui, sans-serif;
  --paper: light-dark(#f8f7f3, #121614); --panel: light-dark(#fff, #1a201d); --ink: light-dark(#1b221e, #e6ebe8);
  --quiet: light-dark(#5a655f, #9daaa3); --line: light-dark(#e3e1d8, #2b3430); --accent: light-dark(#175a42, #7fcfaa); }
body { margin: 0; background: var(--paper); color: var(--ink); overflow-wrap: anywhere; }
header { border-bottom: 1px solid var(--line); background: var(--panel); padding: 0.9rem 1rem; }
header p, main { max-width: 64rem; margin: 0 auto; }
main { padding: 1.5rem 1rem 4rem; }
h2 { margin: 2.5rem 0 0.25rem; }
nav { display: flex; flex-wrap: wrap; gap: 0.25rem 1rem; margin: 1rem 0; }
a { color: var(--accent); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
details { border-top: 1px solid var(--line); padding: 0.5rem 0; }
details details { border: 0; padding: 0; }
summary { cursor: pointer; }
summary b { display: inline-block; min-width: 4.5rem; color: var(--quiet); }
h3 { font-size: 1rem; margin: 1rem 0 0.25rem; }
pre { overflow: auto; max-height: 28rem; margin: 0.25rem 0; padding: 0.75rem; border-radius: 0.5rem;
  border: 1px solid var(--line); background: var(--panel); font-size: 0.85rem; overflow-wrap: normal; }
table { border-collapse: collapse; }
td { padding: 0.15rem 1rem 0.15rem 0; vertical-align: top; }
"""
_DIGEST = base64.b64encode(hashlib.sha256(_STYLE.encode()).digest()).decode()
POLICY = f"default-src 'none'; style-src 'sha256-{_DIGEST}'; img-src 'self'; base-uri 'none'; form-action 'none'"
"""The page's Content-Security-Policy: it may show its own style, its icon, and do nothing."""


def page(document: dict[str, Any]) -> str:
    """The page."""
    about = "".join(f"<p>{code(paragraph)}</p>" for paragraph in document["info"]["description"].split("\n\n"))
    return (
        '<!doctype html><html lang="en"><head><meta charset="utf-8"><title>API · Spoor</title>'
        '<meta name="viewport" content="width=device-width, initial-scale=1">'
        '<link rel="icon" href="/favicon.ico">'
        f'<style>{_STYLE}</style></head><body><header><p><a href="/dashboard">Spoor</a></p></header>'
        f"<main><h1>Spoor's API</h1>{about}"
        '<p>For programs: <a href="openapi.json">openapi.json</a>, of which a typed client can be generated.</p>'
        f"{_contents(document)}{''.join(_sections(document))}{_words(document)}{_refusals(document)}</main></body></html>"
    )


def _contents(document: dict[str, Any]) -> str:
    links = [f'<a href="#{_anchor(tag["name"])}">{_title(tag["name"])}</a>' for tag in document["tags"]]
    links += ['<a href="#words">Words</a>', '<a href="#refusals">Refusals</a>']
    return f'<nav aria-label="Contents">{"".join(links)}</nav>'


def _sections(document: dict[str, Any]) -> Iterator[str]:
    for tag in document["tags"]:
        shown = [
            _operation(method.upper(), path, operation)
            for path, ways in document["paths"].items()
            for method, operation in ways.items()
            if operation["tags"] == [tag["name"]]
        ]
        about = f"<p>{code(tag['description'])}</p>"
        yield f'<h2 id="{_anchor(tag["name"])}">{_title(tag["name"])}</h2>{about}{"".join(shown)}'


def _operation(method: str, path: str, operation: dict[str, Any]) -> str:
    return (
        f"<details><summary><b>{method}</b> <code>{escape(path)}</code> — {code(operation['summary'])}</summary>"
        f"<p>{code(operation['description'])}</p>"
        f"{_parameters(operation['parameters'])}"
        f"{_body(operation)}"
        f"{''.join(_answers(operation['responses']))}</details>"
    )


def _body(operation: dict[str, Any]) -> str:
    if "requestBody" not in operation:
        return ""
    body = operation["requestBody"]["content"][_JSON]
    return f"<h3>Body</h3><p>{linked(body['schema'])}</p>{_example(body)}"


def _parameters(parameters: list[dict[str, Any]]) -> str:
    rows = [
        f"<tr><td><code>{escape(each['name'])}</code><td>{linked(each['schema'])}"
        f"<td>{'in the path' if each['in'] == 'path' else ''}<td>{code(each['description'])}"
        for each in parameters
    ]
    return f"<h3>Parameters</h3><table>{''.join(rows)}</table>" if rows else ""


def _answers(answers: dict[str, Any]) -> Iterator[str]:
    yield "<h3>Answers</h3>"
    refused = []
    for status, answer in answers.items():
        if "$ref" in answer:
            name = answer["$ref"].rpartition("/")[2]
            refused.append(f'<a href="#{name}">{status}</a>')
            continue
        yield f"<p><b>{status}</b> {code(answer['description'])}"
        for kind, media in answer.get("content", {}).items():
            yield f"<p><code>{escape(kind)}</code>: {linked(media['schema'])}</p>{_example(media)}"
    yield f"<p>Refusals: {', '.join(refused)}</p>"


def _words(document: dict[str, Any]) -> str:
    shown = [
        f"<details><summary><code>{escape(name)}</code></summary>"
        f'<div id="{escape(name)}"><p>{code(schema.get("description", ""))}</p>{fields(schema)}</div></details>'
        for name, schema in sorted(document["components"]["schemas"].items())
    ]
    return f'<h2 id="words">Words</h2><p>What bodies and answers are made of.</p>{"".join(shown)}'


def _refusals(document: dict[str, Any]) -> str:
    shown = [
        f'<div id="{name}"><p>{code(refusal["description"])}</p>{_example(refusal["content"][_JSON])}</div>'
        for name, refusal in document["components"]["responses"].items()
    ]
    return f'<h2 id="refusals">Refusals</h2>{"".join(shown)}'


def _example(media: dict[str, Any]) -> str:
    if "example" not in media:
        return ""
    shown = escape(json.dumps(media["example"], indent=2, ensure_ascii=False))
    return f'<pre tabindex="0" role="group" aria-label="Example">{shown}</pre>'


def _anchor(tag: str) -> str:
    return f"of-{tag.replace(' ', '-')}"


def _title(tag: str) -> str:
    return escape(tag.capitalize())
