"""Where a request comes from: the guard against other sites that act in a signed-in browser's name."""

from auth.http.call import Call
from auth.http.refusals import CROSS_SITE_NAVIGATION, INVALID_ORIGIN, MISSING_OR_NULL_ORIGIN, Refused
from spoor.http.origins import is_trusted

_FETCH_METADATA = ("sec-fetch-site", "sec-fetch-mode", "sec-fetch-dest")


def check_cookie_origin(call: Call) -> None:
    """A request with any cookie must come from a trusted origin, by its Origin or else its Referer.

    So must one of which the browser says that another site sent it, should it have lost its Origin on the way.

    Raises Refused.
    """
    foreign = call.headers.get("sec-fetch-site") in ("cross-site", "same-site") and not call.headers.get("origin")
    if call.cookies or foreign:
        _check_origin(call)


def check_sign_in_origin(call: Call) -> None:
    """Signing in without a cookie: a browser must come from a trusted origin; a program that says nothing may pass.

    Without this a foreign page could sign its visitor in to an account of the attacker's. With a cookie the origin was
    looked at before.

    Raises Refused.
    """
    if call.cookies:
        return
    if any(call.headers.get(name) for name in _FETCH_METADATA):
        if call.headers.get("sec-fetch-site") == "cross-site" and call.headers.get("sec-fetch-mode") == "navigate":
            raise Refused(CROSS_SITE_NAVIGATION)
        _check_origin(call)
    elif call.headers.get("origin") or call.headers.get("referer"):
        _check_origin(call)


def _check_origin(call: Call) -> None:
    origin = call.headers.get("origin")
    if origin == "null" and call.headers.get("sec-fetch-site") == "same-origin":
        return  # only a browser sets Sec-Fetch-Site, and it says: this very origin
    claimed = origin or call.headers.get("referer")
    if not claimed or claimed == "null":
        raise Refused(MISSING_OR_NULL_ORIGIN)
    if not is_trusted(claimed, call.site.trusted):
        raise Refused(INVALID_ORIGIN)
