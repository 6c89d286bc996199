"""What Google's validation server answers: it looks at events as the collector would, and keeps none of them."""

from datetime import UTC, datetime
from typing import Any

from ingest.content import body, document
from ingest.events import moment, pipeline
from ingest.http.reply import Reply, of_json
from ingest.http.request import Request
from ingest.wire.google import ga4
from spoor.errors import SpoorError

PATH = "/debug/mp/collect"
_CODES = {
    "INVALID_NAME": "NAME_INVALID",
    "TIME_REPLACED": "VALUE_OUT_OF_BOUNDS",
    "PROPERTIES_CUT": "EXCEEDED_MAX_ENTITIES",
    "TEXT_CUT": "VALUE_OUT_OF_BOUNDS",
    "DEPTH_CUT": "VALUE_OUT_OF_BOUNDS",
}
_NOBODYS = "00000000-0000-0000-0000-000000000000"


def side_call(request: Request) -> Reply | None:
    """200 and a list of what is wrong, empty where nothing is; as upstream, whatever the key is."""
    if request.path != PATH or request.method != "POST":
        return None
    try:
        messages = _messages(document.parse(body.read_text(request)))
    except SpoorError as error:
        messages = [_message("", "VALUE_INVALID", error.code, error.message)]
    return of_json(200, {"validationMessages": messages})


def _messages(opened: document.Document) -> list[dict[str, str]]:
    """Raises SpoorError."""
    batch = ga4.read_events(opened, None)
    now = datetime.now(UTC)
    prepared = pipeline.prepare(batch.events, _NOBODYS, moment.of_request(now, None), opened.clean)
    found = [(at, refused.code, refused.message) for at, refused in prepared.refusals]
    found += [(at, code, "It would be stored otherwise than it was sent.") for at, code in prepared.warnings]
    messages = [
        _message(f"events[{at}]", _CODES.get(code, "VALUE_INVALID"), code, text) for at, code, text in sorted(found)
    ]
    if not ga4.visitor_of(opened.value):
        text = "Events without `client_id` or `app_instance_id` belong to no visitor."
        messages.insert(0, _message("client_id", "VALUE_REQUIRED", "VALUE_REQUIRED", text))
    if not batch.events:
        messages.append(_message("events", "VALUE_REQUIRED", "EMPTY_BATCH", "There is no event in the body."))
    return messages


def _message(path: str, code: str, ours: str, text: Any) -> dict[str, str]:
    return {"fieldPath": path, "description": f"{ours}: {text}", "validationCode": code}
