"""Several questions of one request, as the document says them: each by its report, each answered or refused."""

from copy import deepcopy
from typing import Any

from query.reports.catalogue import REPORTS
from query.reports.report import Report

_REF = "#/components/schemas/"


def put_into(made: dict[str, Any]) -> None:
    """Say of the questions of one request which there are, told apart by their `report`, and what becomes of them."""
    schemas = made["components"]["schemas"]
    names = {report.name: f"Ask{report.name[0].upper()}{report.name[1:]}" for report in REPORTS}
    schemas |= {names[report.name]: _with_name(schemas[report.question.__name__], report) for report in REPORTS}
    schemas["SeveralQuestions"]["properties"]["questions"]["items"] = {
        "oneOf": [{"$ref": f"{_REF}{name}"} for name in names.values()],
        "discriminator": {
            "propertyName": "report",
            "mapping": {name: f"{_REF}{model}" for name, model in names.items()},
        },
    }
    schemas |= {
        "SeveralAnswers": _object({"answers": {"type": "array", "items": {"anyOf": [*map(_ref, _BECOMES)]}}}),
        "AnsweredQuestion": _object(
            {
                "status": {"const": 200},
                "answer": {"anyOf": [_ref(report.answer.__name__) for report in REPORTS]},
                "unseenNames": {"type": "array", "items": _UNSEEN},
            },
            "A question that was answered, as its report answers it. `unseenNames` are those it refers to of which no "
            "event happened for a week; `lastSeenAt` is about to the hour, null where none is known.",
            {"unseenNames"},
        ),
        "RefusedQuestion": _object(
            {"status": {"type": "integer", "minimum": 400}, **schemas["Error"]["properties"]},
            "A question that was refused, as its report refuses it; the paths of `errors` begin with `questions[…]`.",
            {"errors"},
        ),
    }


_UNSEEN = {
    "type": "object",
    "properties": {
        "name": {"type": "string"},
        "lastSeenAt": {"anyOf": [{"type": "string", "format": "date-time"}, {"type": "null"}]},
    },
    "required": ["name", "lastSeenAt"],
}
_BECOMES = ("AnsweredQuestion", "RefusedQuestion")


def _with_name(question: dict[str, Any], report: Report[Any, Any, Any]) -> dict[str, Any]:
    found = deepcopy(question)
    named = {"report": {"const": report.name, "description": "Which report is asked."}}
    found["properties"] = {**named, **found["properties"], **named}  # a report may have the word for itself, too
    found["required"] = ["report", *found.get("required", [])]
    found["description"] = report.summary
    return found


def _object(
    properties: dict[str, Any], description: str = "", optional: frozenset[str] | set[str] = frozenset()
) -> dict[str, Any]:
    required = [name for name in properties if name not in optional]
    said = {"description": description} if description else {}
    return {"type": "object", "properties": properties, "required": required, **said}


def _ref(name: str) -> dict[str, str]:
    return {"$ref": f"{_REF}{name}"}
