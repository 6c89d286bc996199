"""Sends a visitor without a session cookie to the sign-in page, which brings them back."""

import re
from urllib.parse import parse_qs, quote

from web.request import PageRequest

#: The pages that make no sense without a session.
_GUARDED = ("/dashboard", "/settings")
#: Where somebody may be sent after signing in: a guarded page of ours with its query, and nothing a browser could read
#: as another host (`//evil`, `/\evil`), as more path (`/dashboard/../x`) or as a second header.
_OWN_PAGE = re.compile(r"/(?:dashboard|settings)(?:/[0-9A-Za-z-]{1,64}){0,2}(?:\?[!-\[\]-~]*)?")

#: What the auth function adds to an address where a code is asked for in the place of signing in.
_ASKED = "twoFactorRedirect=true"


def is_due(request: PageRequest) -> bool:
    """Whether this is a guarded page and no session cookie came along."""
    guarded = any(request.path == root or request.path.startswith(f"{root}/") for root in _GUARDED)
    return guarded and not request.has_session_cookie


def address(request: PageRequest) -> str:
    """The sign-in page, told to come back to what was asked for; or the page that asks for a code, where who comes from
    a provider has a second factor."""
    fields = [each for each in request.query.split("&") if each]
    page = "/sign-in/code" if _ASKED in fields else "/sign-in"
    query = "&".join(each for each in fields if each != _ASKED)
    wanted = f"{request.path}?{query}" if query else request.path
    return f"{page}?next={quote(safe_next(wanted), safe='/')}"


def next_of(request: PageRequest) -> str:
    """The page to go to after signing in, from `?next=`."""
    return safe_next(parse_qs(request.query).get("next", [""])[0])


def safe_next(wanted: str) -> str:
    """`wanted` where it is one of our own guarded pages, else the dashboard."""
    return wanted if _OWN_PAGE.fullmatch(wanted) else "/dashboard"
