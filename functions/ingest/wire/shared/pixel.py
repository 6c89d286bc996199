"""Answers for events that come as an image, a link or a script: from mails, and from pages that run no tracker.

docs/decisions/ingest/redirects-of-links.md says where a link may lead.
"""

import re
from urllib.parse import quote, urlsplit

from ingest.apps import keys
from ingest.events.event import Batch
from ingest.gate import rules
from ingest.http.reply import Reply
from ingest.http.request import Request

_GIF = "R0lGODlhAQABAIAAAAAAAP///yH5BAEAAAAALAAAAAABAAEAAAIBRAA7"  # one transparent pixel, in base64
_CALLBACK = re.compile(r"[A-Za-z_$][\w$]{0,50}(?:\.[A-Za-z_$][\w$]{0,50}){0,5}", re.ASCII)
_LONGEST = 2000
_AS_THEY_ARE = "!#$%&'()*+,/:;=?@[]~-._"  # of RFC 3986, in an address
_ORIGIN = re.compile(r"https?://[a-z0-9](?:[a-z0-9.-]{0,250}[a-z0-9])?(?::[0-9]{1,5})?")


def image(status: int = 200) -> Reply:
    """One transparent pixel."""
    return Reply(status, _GIF, content_type="image/gif", encoded=True)


def is_image(request: Request) -> bool:
    """Whether Mixpanel's `img=1` asks for one."""
    return request.query.get("img") == "1"


def script(request: Request, given: Reply) -> Reply:
    """`given`, handed to the function that `callback` names where it names one: as a script, in which nothing else of
    the request stands."""
    name = request.query.get("callback", "")
    if request.method != "GET" or len(name) > _LONGEST or not _CALLBACK.fullmatch(name):
        return given
    headers = {**given.headers, "x-content-type-options": "nosniff"}
    return Reply(given.status, f"/**/{name}({given.body});", "text/javascript; charset=utf-8", headers)


def redirect(request: Request, batch: Batch) -> Reply | None:
    """The way to where the link that brought the event leads; None where it names nothing that it may lead to."""
    wanted = request.query.get("redirect", "")
    if request.method != "GET" or not 0 < len(wanted) <= _LONGEST:
        return None
    address = quote(wanted, safe=_AS_THEY_ARE)
    origin = _origin_of(address)
    app = keys.recall_app(batch.key)
    if origin is None or app is None or not rules.is_allowed(origin, app):
        return None
    return Reply(302, "", "text/plain; charset=utf-8", {"location": address, "referrer-policy": "no-referrer"})


def _origin_of(address: str) -> str | None:
    """Scheme and host of a web address; None of what is no such, or seems to lead elsewhere than it does."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return None
    origin = f"{parts.scheme}://{parts.netloc}".lower()
    return origin if address.lower().startswith(origin) and _ORIGIN.fullmatch(origin) else None
