"""Ids that are nobody's: what broken pages, devices and libraries send for everybody. They count as no id."""

from typing import Any

_BLANKS = " \t\r\n\v\f\x85\u00a0\u1680\u2028\u2029\u202f\u205f\u2060\u3000\ufeff" + "".join(
    map(chr, range(0x2000, 0x200E))
)
_AROUND = _BLANKS + "\"'`´“”„‟‘’‚‛«»‹›"
_LONGEST = 40  # characters that are looked at


def _words(text: str) -> frozenset[str]:
    return frozenset(text.strip().replace("\n    ", "|").split("|"))


# In lines: a value that was not there, as languages write it; the name of a field in the place of its value; a word for
# whoever it may be; what devices answer that may not tell theirs, and emulators; a vendor's word for who has none.
NOBODY = _words(
    """
    undefined|null|nil|none|nan|n/a|na|-|--|0|-1|true|false|{}|[]|()|(none)|(null)|(not set)|not set|void|empty|missing
    [object object]|[object undefined]|[object null]
    id|uid|uuid|userid|user_id|user-id|user id|distinctid|distinct_id|distinct-id|deviceid|device_id|device-id
    anonymousid|anonymous_id|anonymous-id|anonid|anon_id|clientid|client_id|client-id|visitorid|visitor_id|email
    anon|anonymous|anonymous_user|anonymous-user|anonymous user|anonymoususer|guest|guest_user|guest user|nobody
    unknown|unknown_user|unknown user|unidentified|user|visitor|not_authenticated|unauthenticated
    00000000-0000-0000-0000-000000000000|{00000000-0000-0000-0000-000000000000}|00000000000000000000000000000000|9774d56d682e549c|lmy47d
    $posthog_cookieless
    """
)
"""Wherever one stands, without regard to case, blanks and quotes around it, it is no id."""

NO_DEVICE = _words(
    """
    1|test|default|server|web|browser|mobile|ios|android|localhost
    """
)
"""These are no device's either, but may well be a user's: the first one of a shop, or whoever tries it out."""

_OF_NO_DEVICE = NOBODY | NO_DEVICE


def first_usable(*said: Any, of_device: bool) -> Any:
    """The first of what a tracker says as an id in several places that is somebody's, of whatever type; else None."""
    return next((one for one in said if usable(_as_text(one), of_device=of_device) is not None), None)


def _as_text(said: Any) -> str | None:
    return said if said is None or type(said) is str else str(said)


def usable(said: str | None, *, of_device: bool) -> str | None:
    """The id, or None where it is nobody's; `of_device` says that it is said as an anonymous one."""
    if said is None:
        return None
    bare = said.strip(_AROUND)
    if len(bare) > _LONGEST:
        return said
    bare = bare.lower()
    return None if not bare or bare in (_OF_NO_DEVICE if of_device else NOBODY) else said
