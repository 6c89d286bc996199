"""What each address may answer but a success."""

from typing import Any

from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from query.api.body_limit import BodyTooLarge
from query.apps.merges import CannotMerge
from query.kept import bounds, saved_reports
from query.openapi.tidy import tidy_schema
from query.routes.answers import Error


class GatewayError(BaseModel):
    """What the gateway in front says by itself, before the API is asked."""

    message: str


_, _MADE = models_json_schema(
    [(Error, "serialization"), (GatewayError, "serialization")], ref_template="#/components/schemas/{model}"
)
SCHEMAS: dict[str, Any] = _MADE["$defs"]
for _schema in SCHEMAS.values():
    tidy_schema(_schema)

_OURS = {"$ref": "#/components/schemas/Error"}
_ANYBODYS = {"anyOf": [_OURS, {"$ref": "#/components/schemas/GatewayError"}]}
_AGAIN = {"Retry-After": {"description": "Seconds to wait.", "schema": {"type": "integer"}, "required": True}}


def _json(schema: Any, example: dict[str, Any]) -> dict[str, Any]:
    return {"application/json": {"schema": schema, "example": example}}


def _error(code: str, message: str) -> dict[str, Any]:
    return {"code": code, "message": message}


_NOT_UNDERSTOOD = {
    **_error("INVALID_REQUEST", "The request says something Spoor does not understand; see `errors`."),
    "errors": [{"path": "steps[1].event", "message": "Field required"}],
}
_ANSWERS: dict[str, tuple[int, str, Any, dict[str, Any]]] = {
    "Unreadable": (400, "The body is empty, or is not JSON.", _OURS, _error("INVALID_JSON", "The body is not JSON.")),
    "NobodyAsks": (401, "Neither a cookie nor a token came.", _ANYBODYS, {"message": "Unauthorized"}),
    "Forbidden": (
        403,
        "The cookie or token is not good (any more); or it is, and may not do that: a token without the scope, a page "
        "of a foreign origin, an app whose team asks for a second factor that its user has not.",
        _ANYBODYS,
        _error("SCOPE_MISSING", "This token may only read. Make one with the scope `manage` for this."),
    ),
    "NotFound": (
        404,
        "There is no such thing, or it is somebody else's.",
        _OURS,
        _error("APP_NOT_FOUND", "There is no such app among yours."),
    ),
    "Full": (
        409,
        "There are as many of these as there may be; the message names the number.",
        _OURS,
        _error(bounds.TooManyKept.code, bounds.TooManyKept.of(saved_reports.KIND).message),
    ),
    "NotMerged": (
        409,
        "These two stay two; the message says why.",
        _OURS,
        _error(CannotMerge.code, CannotMerge("NOT_KNOWN").message),
    ),
    "TooLarge": (
        413,
        "The body is too large, or more would have to be looked at for a report than is possible; the message names "
        "the limit.",
        _OURS,
        _error(BodyTooLarge.code, BodyTooLarge.message),
    ),
    "NotJson": (
        415,
        "The body is not JSON by its own words.",
        _OURS,
        _error("UNSUPPORTED_MEDIA_TYPE", "Send JSON, with the header Content-Type: application/json."),
    ),
    "NotUnderstood": (422, "The request says something unknown; `errors` names it.", _OURS, _NOT_UNDERSTOOD),
    "TooMany": (
        429,
        "Three of the owner's reports are being answered already, another long change of theirs is under way, or the "
        "gateway lets no more through just now.",
        _ANYBODYS,
        _error(
            "TOO_MANY_REPORTS", "Three of your reports are being answered already. Ask again when one of them is done."
        ),
    ),
    "NotNow": (
        503,
        "The database is away or busy, who asks could not be looked up, or a report took too long. Nothing is wrong "
        "with what the caller showed: the same request is good again after `Retry-After`.",
        _OURS,
        _error("REPORT_TOO_SLOW", "This report took too long. Ask for a shorter range or fewer series."),
    ),
}
RESPONSES: dict[str, Any] = {
    name: {"description": about, "content": _json(schema, example)}
    for name, (_, about, schema, example) in _ANSWERS.items()
}
RESPONSES["NotNow"]["headers"] = _AGAIN

_ALWAYS = ("NobodyAsks", "Forbidden", "TooLarge", "NotUnderstood", "TooMany", "NotNow")
_OF_BODIES = ("Unreadable", "NotJson")


def of(path: str, operation: dict[str, Any]) -> dict[str, Any]:
    """The refusals that an operation may answer, by status, as references."""
    names = [*_ALWAYS, *(_OF_BODIES if "requestBody" in operation else ())]
    names += ["NotFound"] if "{" in path else []
    names += ["Full"] if operation["operationId"].startswith("create") else []
    names += ["NotMerged"] if operation["operationId"].startswith("merge") else []
    return {
        str(status): {"$ref": f"#/components/responses/{name}"}
        for status, name in sorted((_ANSWERS[name][0], name) for name in names)
    }
