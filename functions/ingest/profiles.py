"""/groups of Mixpanel: what is said of accounts themselves, which is no event: it has neither a time nor an id.

To say it again is safe, so an SDK that is told to come again loses nothing while the database is away.
"""

from datetime import UTC, datetime
from typing import Any

from ingest.apps import keys
from ingest.content import body, document
from ingest.content.document import Document
from ingest.events.event import EventRow, RefusedEvent
from ingest.events.groups import GROUPS, with_groups
from ingest.events.profiles import IDENTIFIES, said_of_accounts
from ingest.events.properties import clean_properties, read_properties
from ingest.gate import rules, throttle
from ingest.http.reply import Reply
from ingest.http.request import Request
from ingest.limits import MAX_EVENTS
from ingest.storage import store
from ingest.wire import mixpanel
from ingest.wire.vendor import GET_AND_POST
from spoor.errors import SpoorError

PATH = "/groups"

_NO_OPERATIONS = frozenset({"$group_key", "$group_id", "$token", "$time", "$ip", "$ignore_time"})


def answer(request: Request) -> Reply | None:
    """`1` once it is kept, or why not in Mixpanel's words; None where a request is none of its SDKs'."""
    if request.method not in GET_AND_POST:
        return None
    try:
        _keep(document.parse(body.read_text(request)), request)
    except SpoorError as error:
        return mixpanel.refuse(request, error)
    return mixpanel.acknowledge(request)


def _keep(given: Document, request: Request) -> None:
    """Raises SpoorError."""
    received_at = datetime.now(UTC)
    told = [given.value] if type(given.value) is dict else given.value
    of_groups = [one for one in told if _is_of_a_group(one)][:MAX_EVENTS] if type(told) is list else []
    if not of_groups:
        return  # profiles of nobody that is kept
    app = keys.find_app(of_groups[0].get("$token"))
    rules.check_origin(request, app)
    throttle.take(app, len(of_groups), given.size)
    rows: list[EventRow] = []
    for one in of_groups:
        if one.get("$token") == of_groups[0].get("$token"):
            try:
                rows.append(("", IDENTIFIES, None, _properties(one, given.clean), received_at))
            except RefusedEvent:
                continue
    store.note_accounts(app, said_of_accounts(rows))


def _is_of_a_group(one: Any) -> bool:
    return type(one) is dict and type(one.get("$group_key")) is str and one.get("$group_id") is not None


def _properties(one: dict[str, Any], clean: bool) -> dict[str, Any]:
    """The same as `$groupidentify` has it, checked as properties of events are. Raises RefusedEvent."""
    operations = {name: value for name, value in one.items() if name not in _NO_OPERATIONS}
    said, _ = read_properties({GROUPS: {one["$group_key"]: one["$group_id"]}, "$group_properties": operations})
    if not clean:
        said, _ = clean_properties(said)
    return with_groups(said)
