"""Whose an event of PostHog's is: who tells it depends on the SDK's kind and age.

`$device_id` never is an id: posthog-js keeps it when somebody signs out. A `distinct_id` is known to be a user's once
`$identify` or `$is_identified` says so, and the browser's own while `$is_identified` is false. Servers say nothing of
the kind, so theirs may be either.
"""

from typing import Any, NamedTuple

from ingest.enrich.strangers import stranger_beside
from ingest.events.nobody import first_usable, usable
from ingest.http.request import Request

_COOKIELESS = "$posthog_cookieless"
_ALIASES = ("$create_alias", "$merge_dangerously")


class Whose(NamedTuple):
    """The ids of a TrackedEvent."""

    anonymous_id: Any
    user_id: Any
    may_be_anonymous: bool | None
    aliases: tuple[tuple[Any, Any], ...]


def distinct_id_of(one: dict[str, Any], said: dict[str, Any]) -> Any:
    """The `distinct_id` of an event that says `said` among its properties: the first that is somebody's, for some
    libraries have it beside the properties, some among them, and a broken page may fill in the other."""
    usual = one.get("distinct_id")
    if type(usual) is str and usable(usual, of_device=False) is not None:
        return usual  # as nearly every event has it: to ask on would be a tenth of its cost
    told = (usual, one.get("$distinct_id"), said.get("distinct_id"))
    found = first_usable(*told, of_device=False)
    return _COOKIELESS if found is None and _COOKIELESS in told else found


def whose(request: Request, name: Any, distinct_id: Any, said: dict[str, Any]) -> Whose:
    """Whose the event `name` is that says `distinct_id`, and `said` among its properties.

    All browsers in cookieless mode say the same word for an id; they are told apart as those of trackers without ids.
    """
    told = said.get("$is_identified")
    anonymous, user, plain = None, distinct_id, None
    if name == "$identify":
        anonymous = said.get("$anon_distinct_id")
    elif told is False:
        anonymous, user = distinct_id, None
    elif name == "$groupidentify" and told is None and said.get("$device_id") is None:
        user = None  # the `distinct_id` of a group is no visitor
    elif told is not True:
        plain = True
    if user == _COOKIELESS:
        anonymous, user = first_usable(anonymous, of_device=True) or user, None
    if anonymous == _COOKIELESS:
        anonymous = stranger_beside(user, request, said.get("$ip"))
    aliases = ((said.get("alias"), distinct_id),) if name in _ALIASES else ()
    return Whose(anonymous, user, plain, aliases)
