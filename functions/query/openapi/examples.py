"""Examples of what is sent and answered: those of reports are with the reports, all others in the JSON files here."""

import json
from collections import defaultdict
from importlib.resources import files
from typing import Any

from query.reports.catalogue import REPORTS


def put_into(made: dict[str, Any]) -> None:
    """Give every body, answer and parameter of a document its example, where there is one."""
    told = _told()
    bodies = {**told["schemas"], **_of_reports()}
    schemas = made["components"]["schemas"]
    for ways in made["paths"].values():
        for operation in ways.values():
            for parameter in operation["parameters"]:
                parameter |= told[f"in {parameter['in']}"].get(parameter["name"], {})
                if parameter["required"]:
                    parameter |= told["where it is required"].get(parameter["name"], {})
            for part in (operation.get("requestBody", {}), *operation["responses"].values()):
                for media in part.get("content", {}).values():
                    if found := _example(media.get("schema", {}), schemas, bodies):
                        media["example"] = found


def _told() -> dict[str, dict[str, Any]]:
    """What the files say, together: a noun may have one of its own."""
    found: defaultdict[str, dict[str, Any]] = defaultdict(dict)
    for file in files("query.openapi").iterdir():
        if file.name.endswith(".json"):
            for part, examples in json.loads(file.read_text(encoding="utf-8")).items():
                found[part] |= examples
    return found


def _of_reports() -> dict[str, Any]:
    questions = {report.question.__name__: report.example.question for report in REPORTS}
    return questions | {report.answer.__name__: report.example.answer for report in REPORTS}


def _example(schema: dict[str, Any], schemas: dict[str, Any], bodies: dict[str, Any]) -> Any:
    """The example of a schema; that of a list under a word is a list of the one of its things."""
    name = schema.get("anyOf", [schema])[0].get("$ref", "").rpartition("/")[2]
    if name in bodies or not name:
        return bodies.get(name)
    [(word, listed)] = schemas[name]["properties"].items()
    return {word: [bodies[listed["items"]["$ref"].rpartition("/")[2]]]}
